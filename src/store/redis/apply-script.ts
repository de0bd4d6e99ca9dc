// Calls `lua/apply.lua` and `lua/drop.lua`, and reads the checkpoints that they tell: see their tops.
import type { Epoch, Mark, Position } from '../../kernel/place.js';
import type { LeaseProof } from '../../table/leases.js';
import type { Applied, Checkpoint } from '../../table/tables.js';
import type { PartitionKeys } from './keys.js';
import type { Argument } from './packed-call.js';
import { textsIn } from './script-reply.js';
import type { Wire } from './wire.js';

/** Changes of one key: the command, and what follows the key. */
export interface Operation {
  readonly command: 'HSET' | 'HDEL' | 'ZADD' | 'ZREM';
  readonly key: string;
  readonly args: readonly Argument[];
}

/** What `apply.lua` is called with. */
export interface ApplyCall {
  readonly keys: PartitionKeys;
  readonly checkpoint: string;
  readonly projection: string;
  readonly expects: Checkpoint | null;
  readonly next: Checkpoint;
  /** The segment that holds the next checkpoint's position. */
  readonly segment: number;
  /** The consumer group that mirrors the checkpoint; '' = none. */
  readonly group: string;
  readonly operations: readonly Operation[];
  /** The lease that the step is made under; `null` = none. */
  readonly lease: LeaseProof | null;
  /** The epoch that the log must be in; `null` = any. */
  readonly readIn: Epoch | null;
}

export async function apply(
  wire: Wire,
  call: ApplyCall,
  until: number,
): Promise<Applied | { readonly kind: 'server' }> {
  const { keys, expects, next, operations, lease, readIn } = call;
  const numbers = new Map<string, number>();
  for (const { key } of operations) if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  const allKeys = [keys.head, call.checkpoint, keys.steps, keys.segment(call.segment), keys.leases, ...numbers.keys()];
  const args: Argument[] = [call.projection, keys.applies, call.group, ...fieldsOf(expects), ...fieldsOf(next)];
  args.push(lease?.name ?? '', lease?.fence ?? '', readIn ?? '');
  for (const { command, key, args: own } of operations) {
    args.push(command, numbers.get(key) ?? 0, own.length);
    for (const one of own) args.push(one);
  }
  const [kind, ...fields] = textsIn(await wire.script('apply', allKeys, args, until));
  if (kind !== 'conflict') return { kind: kind as 'applied' };
  return { kind, actual: checkpointOf(fields) };
}

/** Deletes keys of a partition. `epoch`: the log is in another one than it was to be, and nothing was deleted. */
export async function drop(
  wire: Wire,
  head: string,
  { names, readIn }: { readonly names: readonly string[]; readonly readIn: Epoch | undefined },
  until: number,
): Promise<{ readonly kind: 'dropped' | 'epoch' } | { readonly kind: 'server' }> {
  const [kind] = textsIn(await wire.script('drop', [head, ...names], [readIn ?? ''], until));
  return { kind: kind as 'dropped' };
}

function fieldsOf(checkpoint: Checkpoint | null): Argument[] {
  if (checkpoint === null) return ['', '', '', ''];
  return [checkpoint.epoch, checkpoint.position, checkpoint.mark, checkpoint.revision];
}

/** The checkpoint at a key; `null` where there is none. */
export async function checkpointAt(wire: Wire, key: string, until: number): Promise<Checkpoint | null> {
  const found = await wire.send('hmget', [key, 'epoch', 'position', 'mark', 'revision'], until, 'utf8');
  return checkpointOf(found as (string | null)[]);
}

/** A checkpoint from its fields: epoch, position, mark, revision; `null` where they are missing. */
export function checkpointOf(fields: readonly (string | null | undefined)[]): Checkpoint | null {
  const [epoch, position, mark, revision] = fields;
  if (!epoch) return null;
  return {
    epoch: epoch as Epoch,
    position: Number(position) as Position,
    mark: mark as Mark,
    revision: Number(revision),
  };
}
