// What the runners of a generation share with whoever starts them. Holds nothing itself.
import type { StatefoldError } from '../kernel/error.js';
import type { Partition } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { StoreConnection } from '../store/store.js';
import type { LeaseProof } from '../table/leases.js';
import type { CheckRow } from './fold-commit.js';
import type { FoldUnit } from './fold-unit.js';

/** What a runner works with. */
export interface RunnerContext {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  readonly unit: FoldUnit;
  readonly generation: string;
  readonly checkRow: CheckRow | undefined;
  readonly changesPerStep: number;
  /** Called after each step, and when the runner halts. */
  readonly onChange: () => void;
  /** Called when a step is on its way. */
  readonly onSend: () => void;
  /** Called when a step was refused because somebody else holds the lease; the runner has stopped then. */
  readonly onFenced: (partition: Partition, lease: LeaseProof) => void;
  /** Told of a `LOG_TRUNCATED` from which folding goes on. */
  readonly onLoss: (error: StatefoldError) => void;
}
