// All actors of one engine: finds or makes them, forgets the longest unused, watches their deadlines.
import { partitionOf } from '../kernel/hash.js';
import type { Partition, Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { aggregateName } from '../log/aggregate-name.js';
import type { EventLog } from '../log/event-log.js';
import { Actor, type ActorPorts } from './actor.js';
import type { Decider } from './decide.js';
import { GroupCommit, type GroupCommitLimits } from './group-commit.js';
import type { Loader } from './loader.js';
import type { Request } from './request.js';

/** Bounds on what actors may hold. */
export interface ActorLimits extends GroupCommitLimits {
  /** Aggregates whose state is kept warm; busy ones may exceed it. */
  readonly maxResident: number;
  /** Commands of one aggregate that may be under way at once. */
  readonly maxMailbox: number;
  /** Events of one aggregate after which a snapshot of its state is written. */
  readonly snapshotEvery: number;
}

/** One aggregate type as actors need it. */
export interface ActorType {
  readonly decider: Decider;
  readonly loader: Loader;
}

/** How often deadlines are looked at, in ms. */
const SWEEP_MS = 200;

/** The actors of one engine on one log. */
export class Actors {
  readonly #log: EventLog;
  readonly #types: ReadonlyMap<string, ActorType>;
  readonly #runtime: Runtime;
  readonly #limits: ActorLimits;
  readonly #groups: readonly GroupCommit[];
  /** By type and id, least recently used first. */
  readonly #resident = new Map<string, Actor>();
  readonly #busy = new Set<Actor>();
  /** By aggregate type: what its actors in each partition work with. */
  readonly #ports = new Map<string, ActorPorts[]>();
  #defects = 0;
  #sweeping = false;

  constructor(log: EventLog, types: ReadonlyMap<string, ActorType>, runtime: Runtime, limits: ActorLimits) {
    this.#log = log;
    this.#types = types;
    this.#runtime = runtime;
    this.#limits = limits;
    this.#groups = Array.from(
      { length: log.partitions },
      (_, partition) => new GroupCommit(log, partition as Partition, runtime, limits),
    );
  }

  /** Aggregates kept warm, those of them with work under way, and errors of the domain's own code so far. */
  get counts(): { readonly resident: number; readonly busy: number; readonly defects: number } {
    return { resident: this.#resident.size, busy: this.#busy.size, defects: this.#defects };
  }

  /** Sends a command to an aggregate's actor. */
  async send(type: string, id: string, request: Request): Promise<Receipt> {
    const actor = this.of(type, id);
    this.#busy.add(actor);
    this.#sweepLater();
    try {
      return await actor.send(request);
    } finally {
      if (actor.idle) this.#busy.delete(actor);
    }
  }

  /** The actor of an aggregate: the resident one, or a new one that has not loaded yet. */
  of(type: string, id: string): Actor {
    const key = aggregateName({ type, id });
    const known = this.#resident.get(key);
    if (known !== undefined) {
      // Last in the map's order is most recently used.
      this.#resident.delete(key);
      this.#resident.set(key, known);
      return known;
    }
    const actor = new Actor({ type, id }, this.#portsFor(type, id));
    this.#resident.set(key, actor);
    this.#evict(key);
    return actor;
  }

  #portsFor(type: string, id: string): ActorPorts {
    const partition = partitionOf(type, id, this.#log.partitions);
    const known = this.#ports.get(type)?.[partition];
    if (known !== undefined) return known;
    const actorType = this.#types.get(type);
    if (actorType === undefined) throw new TypeError(`${type} is no aggregate of this domain.`);
    const ports = this.#groups.map(
      (group): ActorPorts => ({
        ...actorType,
        group,
        log: this.#log,
        runtime: this.#runtime,
        maxMailbox: this.#limits.maxMailbox,
        snapshotEvery: this.#limits.snapshotEvery,
        onIdle: (actor) => this.#busy.delete(actor),
        onDefect: () => {
          this.#defects++;
        },
      }),
    );
    this.#ports.set(type, ports);
    return ports[partition] as ActorPorts;
  }

  /** Forgets the longest unused actors above the bound; busy ones, and the one at `keep`, stay. */
  #evict(keep: string): void {
    if (this.#resident.size <= this.#limits.maxResident) return;
    for (const [key, actor] of this.#resident) {
      if (this.#resident.size <= this.#limits.maxResident) return;
      if (!actor.idle || key === keep) continue;
      actor.rest();
      this.#resident.delete(key);
    }
  }

  #sweepLater(): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    this.#runtime.after(SWEEP_MS, () => {
      this.#sweeping = false;
      const now = this.#log.now();
      for (const actor of [...this.#busy]) actor.expire(now);
      if (this.#busy.size > 0) this.#sweepLater();
    });
  }
}
