// Calls the scripts of leases, one function each: see the top of `lua/lease.lua` and `lua/attend.lua`.
import type { Keys, PartitionKeys } from './keys.js';
import { textsIn } from './script-reply.js';
import type { Wire } from './wire.js';

/** What `lease.lua` answers. */
export type LeaseAnswer =
  | {
      readonly kind: 'leases';
      /** When they end: ms of the server's clock. */
      readonly until: number;
      /** Of the leases that the worker holds now, in the order of their names; '' for those that it does not hold. */
      readonly fences: readonly string[];
    }
  | { readonly kind: 'server' };

export async function lease(
  wire: Wire,
  keys: Pick<PartitionKeys, 'leases' | 'head'>,
  asked: {
    readonly worker: string;
    readonly ms: number;
    readonly names: readonly string[];
    readonly isSeized?: boolean;
  },
  until: number,
): Promise<LeaseAnswer> {
  const { worker, ms, isSeized = false, names } = asked;
  const args = [worker, ms, isSeized ? '1' : '0', ...names];
  const [kind, end, ...fences] = textsIn(await wire.script('lease', [keys.leases, keys.head], args, until));
  return kind === 'server' ? { kind } : { kind: 'leases', until: Number(end), fences };
}

/** What `attend.lua` answers. */
export type AttendAnswer =
  /** All workers that are there, each with what it folds. */
  { readonly kind: 'workers'; readonly workers: readonly string[] } | { readonly kind: 'server' };

export async function attend(
  wire: Wire,
  keys: Pick<Keys, 'workers' | 'servingSteps' | 'servingChannel' | 'meta'>,
  said: { readonly worker: string; readonly ms: number; readonly isNews: boolean },
  until: number,
): Promise<AttendAnswer> {
  const args = [said.worker, said.ms, said.isNews ? '1' : '0', keys.servingChannel];
  const reply = await wire.script('attend', [keys.workers, keys.servingSteps, keys.meta], args, until);
  const [kind, ...workers] = textsIn(reply);
  return kind === 'server' ? { kind } : { kind: 'workers', workers };
}
