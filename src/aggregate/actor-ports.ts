// What an actor works with. Knows nothing of what it does with it.
import type { StatefoldError } from '../kernel/error.js';
import type { Runtime } from '../kernel/runtime.js';
import type { EventLog } from '../log/event-log.js';
import type { Committer } from './attempt.js';
import type { GroupCommit } from './group-commit.js';
import type { Loader } from './loader.js';
import type { UnderWay } from './under-way.js';

/** What an actor works with; all actors of one aggregate type and partition share it. */
export interface ActorPorts {
  readonly decider: Committer;
  readonly loader: Loader;
  readonly log: EventLog;
  readonly group: GroupCommit;
  readonly runtime: Runtime;
  /** Commands of one aggregate that may be under way at once. */
  readonly maxMailbox: number;
  /** Events after which a snapshot is written. */
  readonly snapshotEvery: number;
  readonly underWay: UnderWay;
  /** Called for each error of the domain's own code that a sender is told. */
  readonly onDefect: (error: StatefoldError<'DEFECT'>) => void;
}
