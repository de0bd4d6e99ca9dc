// Loads the aggregates of one type: from a snapshot where there is one, and the commits since. Writes snapshots, off the hot path.

import { encodeValue } from '../codec/packer.js';
import { decodeValue } from '../codec/unpacker.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError } from '../kernel/error.js';
import type { Runtime } from '../kernel/runtime.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey, EventLog, StoredCommit } from '../log/event-log.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { Snapshots, StoredSnapshot } from '../log/snapshots.js';
import { freeze } from '../schema/freeze.js';
import type { Stepper } from '../statechart/stepper.js';
import { type AggregateState, applyEvent, emptyState } from './aggregate-state.js';
import { eventsIn } from './stored-events.js';

/** Commits asked for at once: a long history never stands in memory whole. */
const PAGE = 500;

/** What a loader works with. */
export interface LoaderPorts {
  readonly log: EventLog;
  readonly recorded: RecordedEvents;
  readonly snapshots: Snapshots;
  readonly stepper: Stepper;
  /** Of the machine: a snapshot under another one is not looked at. */
  readonly fingerprint: string;
  readonly runtime: Runtime;
  /** Told of a snapshot that cannot be read or written. Nothing else comes of it: the aggregate is loaded from its events. */
  readonly onSnapshotError: (error: StatefoldError) => void;
}

/** A loaded state, and the version of the snapshot that it was loaded from: 0 = none. */
export interface Loaded {
  readonly state: AggregateState;
  readonly snapshotVersion: Version;
}

/** Loads the aggregates of one type. */
export class Loader {
  readonly #ports: LoaderPorts;
  readonly #saving = new Set<Promise<void>>();

  constructor(ports: LoaderPorts) {
    this.#ports = ports;
  }

  /** The state after every commit that the log holds. */
  async load(aggregate: AggregateKey): Promise<Loaded> {
    const snapshot = await this.#fromSnapshot(aggregate);
    const state = await this.loadFrom(aggregate, snapshot ?? emptyState(this.#ports.stepper));
    return { state, snapshotVersion: snapshot?.version ?? NO_VERSION };
  }

  /** The state after every commit that the log holds beyond `from`. The same object when there is none. */
  async loadFrom(aggregate: AggregateKey, from: AggregateState): Promise<AggregateState> {
    const { log } = this.#ports;
    let state = from;
    for (;;) {
      const page = await log.history(aggregate, state.version, PAGE);
      for (const stored of page) state = this.#after(aggregate, state, stored);
      if (page.length < PAGE) return state;
    }
  }

  /** Keeps a snapshot of an acknowledged state, once what is ready now has run. */
  saveSoon(aggregate: AggregateKey, state: AggregateState): void {
    const saving = new Promise<void>((resolve) => this.#ports.runtime.soon(resolve))
      .then(() => this.#save(aggregate, state))
      .catch((cause: unknown) => this.#report(aggregate, 'written', cause))
      .finally(() => this.#saving.delete(saving));
    this.#saving.add(saving);
  }

  /** Resolves once no snapshot is on its way to the store. */
  async saved(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving);
  }

  async #save(aggregate: AggregateKey, { machine, version, tag }: AggregateState): Promise<void> {
    const { snapshots, stepper, fingerprint } = this.#ports;
    const bytes = encodeValue(stepper.save(machine));
    await snapshots.save(aggregate, fingerprint, { head: { version, tag }, bytes });
  }

  async #fromSnapshot(aggregate: AggregateKey): Promise<AggregateState | null> {
    const { snapshots, stepper, fingerprint } = this.#ports;
    const stored = await snapshots.load(aggregate, fingerprint);
    if (stored === null) return null;
    try {
      return restored(stepper, stored);
    } catch (cause) {
      this.#report(aggregate, 'read', cause);
      return null;
    }
  }

  #after(aggregate: AggregateKey, state: AggregateState, stored: StoredCommit): AggregateState {
    let { machine } = state;
    for (const event of eventsIn(this.#ports.recorded, aggregate, stored)) {
      machine = applyEvent(this.#ports.stepper, machine, event, aggregate.type);
    }
    return { machine, version: stored.head.version, tag: stored.head.tag, place: stored.place };
  }

  #report({ type, id }: AggregateKey, done: 'read' | 'written', cause: unknown): void {
    const message = `${labelOf(type, id)}: its snapshot cannot be ${done}. It is loaded from its events: nothing is lost but time.`;
    const where = `snapshot of ${labelOf(type, id)}`;
    const error =
      done === 'read'
        ? new StatefoldError('CORRUPT', message, { where }, { cause })
        : new StatefoldError('UNAVAILABLE', message, { what: where }, { cause });
    this.#ports.onSnapshotError(error);
  }
}

function restored(stepper: Stepper, { head, place, bytes }: StoredSnapshot): AggregateState {
  const machine = stepper.restore(decodeValue(bytes));
  freeze(machine.context);
  return { machine, version: head.version, tag: head.tag, place };
}
