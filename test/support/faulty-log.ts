// A real log behind a wire that a test can hold, cut or slow. Everything is done by the log inside; only replies suffer.
import { StatefoldError } from '../../src/kernel/error.js';
import type { Appended, BlockDraft, EventLog } from '../../src/log/event-log.js';

/** What happens to the next append, and to all after it until it is changed. */
export type Fault =
  | 'none'
  /** The reply waits until `release()`. */
  | 'hold'
  /** Stored, and the reply is lost. */
  | 'lose-reply'
  /** Lost on the way: not stored, and nobody can say. */
  | 'lose-request'
  /** Stored, and no reply ever comes. */
  | 'black-hole'
  /** Refused by the store: definitely not done. */
  | 'unavailable';

/** A log with faults in its append, and a count of each that happened. */
export interface FaultyLog extends EventLog {
  fault: Fault;
  readonly happened: Map<Fault, number>;
  /** Lets held replies go, and ends the fault. */
  release(): void;
}

/** Wraps a log. */
export function faultyLog(log: EventLog): FaultyLog {
  let held: (() => void)[] = [];
  const happened = new Map<Fault, number>();
  const faulty: FaultyLog = {
    ...delegate(log),
    fault: 'none',
    happened,
    release() {
      faulty.fault = 'none';
      const released = held;
      held = [];
      for (const go of released) go();
    },
    async append(partition, block: BlockDraft): Promise<Appended> {
      const fault = faulty.fault;
      if (fault !== 'none') happened.set(fault, (happened.get(fault) ?? 0) + 1);
      if (fault === 'unavailable')
        throw new StatefoldError('UNAVAILABLE', 'The store is away.', { what: 'test store' });
      if (fault === 'lose-request') throw lost();
      const appended = log.append(partition, block);
      if (fault === 'hold') await new Promise<void>((resolve) => held.push(resolve));
      if (fault === 'black-hole') await new Promise<never>(() => {});
      const answer = await appended;
      if (fault === 'lose-reply') throw lost();
      return answer;
    },
  };
  return faulty;
}

function delegate(log: EventLog): Omit<EventLog, 'append'> {
  return {
    partitions: log.partitions,
    shared: log.shared,
    now: () => log.now(),
    head: (partition) => log.head(partition),
    epoch: (partition) => log.epoch(partition),
    read: (partition, after, maxBytes) => log.read(partition, after, maxBytes),
    history: (aggregate, after, limit) => log.history(aggregate, after, limit),
    aggregateHead: (aggregate) => log.aggregateHead(aggregate),
    find: (aggregate, tag) => log.find(aggregate, tag),
    holds: (place) => log.holds(place),
    onAppend: (partition, wake) => log.onAppend(partition, wake),
  };
}

function lost(): StatefoldError<'OUTCOME_UNKNOWN'> {
  const details = { aggregate: 'Ledger', aggregateId: '', commandId: '' };
  return new StatefoldError('OUTCOME_UNKNOWN', 'The connection was lost before the store answered.', details);
}
