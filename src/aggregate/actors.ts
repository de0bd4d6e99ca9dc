// All actors of one engine: finds or makes them, forgets the longest unused, watches their deadlines.
import { partitionOf } from '../kernel/hash.js';
import type { Partition, Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { EventLog } from '../log/event-log.js';
import { Actor } from './actor.js';
import type { ActorPorts } from './actor-ports.js';
import type { Committer } from './attempt.js';
import { GroupCommit, type GroupCommitLimits } from './group-commit.js';
import type { Loader } from './loader.js';
import type { Request } from './request.js';
import { UnderWay } from './under-way.js';

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
  readonly decider: Committer;
  readonly loader: Loader;
}

/** What the actors of one engine work with. */
export interface ActorsPorts {
  readonly log: EventLog;
  /** What blocks go to: the log, or what stands in front of it. */
  readonly appends: Pick<EventLog, 'append'>;
  readonly types: ReadonlyMap<string, ActorType>;
  readonly runtime: Runtime;
  readonly limits: ActorLimits;
}

/** How many actors are looked at, at most, to find one that may be forgotten for one that comes: where all are busy, there is none. */
const MOST_LOOKS = 64;

/** How often deadlines are looked at, in ms. */
const SWEEP_MS = 200;

/** The actors of one engine on one log. */
export class Actors {
  readonly #log: EventLog;
  readonly #types: ReadonlyMap<string, ActorType>;
  readonly #runtime: Runtime;
  readonly #limits: ActorLimits;
  readonly #groups: readonly GroupCommit[];
  /** Commands that actors have taken and not answered. */
  readonly underWay = new UnderWay();
  /** By type, then by id: no text has to be made for a look. */
  readonly #resident = new Map<string, Map<string, Actor>>();
  /** All of them, in the order in which it was last seen that they are in use. */
  readonly #order = new Set<Actor>();
  /** The order from where it was looked at last. From its start a look would pass all that have left it: 8 µs where there are 10,000. */
  #next: Iterator<Actor> | null = null;
  /** Those with work under way, and some whose work is done. */
  #watched: Actor[] = [];
  /** By aggregate type: what its actors in each partition work with. */
  readonly #ports = new Map<string, ActorPorts[]>();
  #defects = 0;
  #sweeping = false;

  constructor({ log, appends, types, runtime, limits }: ActorsPorts) {
    this.#log = log;
    this.#types = types;
    this.#runtime = runtime;
    this.#limits = limits;
    this.#groups = Array.from(
      { length: log.partitions },
      (_, partition) => new GroupCommit(appends, partition as Partition, runtime, limits),
    );
  }

  /** Aggregates kept warm, those of them with work under way, and errors of the domain's own code so far. */
  get counts(): { readonly resident: number; readonly busy: number; readonly defects: number } {
    const busy = this.#watched.filter((actor) => !actor.idle).length;
    return { resident: this.#order.size, busy, defects: this.#defects };
  }

  /** Sends a command to its aggregate's actor. */
  send(request: Request): Promise<Receipt> {
    try {
      const actor = this.of(request.aggregate, request.aggregateId);
      const sent = actor.send(request);
      if (!actor.isWatched) this.#watch(actor);
      return sent;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The actor of an aggregate: the resident one, or a new one that has not loaded yet. */
  of(type: string, id: string): Actor {
    const known = this.#resident.get(type)?.get(id);
    if (known === undefined) return this.#add(type, id);
    known.isUsed = true;
    return known;
  }

  #add(type: string, id: string): Actor {
    const actor = new Actor({ type, id }, this.#portsFor(type, id));
    const ofType = this.#resident.get(type) ?? new Map<string, Actor>();
    this.#resident.set(type, ofType.set(id, actor));
    this.#order.add(actor);
    this.#evict(actor);
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
        underWay: this.underWay,
        onDefect: () => {
          this.#defects++;
        },
      }),
    );
    this.#ports.set(type, ports);
    return ports[partition] as ActorPorts;
  }

  /**
   * Forgets unused actors above the bound; busy ones, and `added`, stay. Those used since the last look are passed over once: so
   * the use of an actor costs no more than a note, and those that stay are nearly those used last.
   */
  #evict(added: Actor): void {
    for (let looks = 0; looks < MOST_LOOKS && this.#order.size > this.#limits.maxResident; looks++) {
      const actor = this.#longestUnseen();
      this.#order.delete(actor);
      if (actor.isUsed || !actor.idle || actor === added) {
        actor.isUsed = false;
        this.#order.add(actor);
        continue;
      }
      actor.rest();
      this.#resident.get(actor.key.type)?.delete(actor.key.id);
    }
  }

  /** What was looked at before it has left the order, or stands at its end. */
  #longestUnseen(): Actor {
    this.#next ??= this.#order.values();
    return this.#next.next().value;
  }

  #watch(actor: Actor): void {
    actor.isWatched = true;
    this.#watched.push(actor);
    this.#sweepLater();
  }

  #sweepLater(): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    this.#runtime.after(SWEEP_MS, () => {
      this.#sweeping = false;
      const now = this.#log.now();
      for (const actor of this.#watched) {
        actor.expire(now);
        actor.isWatched = !actor.idle;
      }
      this.#watched = this.#watched.filter((actor) => actor.isWatched);
      if (this.#watched.length > 0) this.#sweepLater();
    });
  }
}
