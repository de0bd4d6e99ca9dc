// Turns a fold's step into what the apply script does to keys: one operation for each key, removals first. Pure.
import type { ApplyStep, RowChanges } from '../../table/tables.js';
import type { Operation } from './apply-script.js';
import { memberOf } from './index-member.js';
import { type PartitionKeys, rowBucketOf } from './keys.js';
import type { Argument } from './packed-call.js';

/** The operations of a step, in an order in which they may be done. */
export function operationsOf(keys: PartitionKeys, step: ApplyStep): readonly Operation[] {
  const operations: Operation[] = [];
  for (const changes of step.rows) rowOperations(keys, changes, operations);
  for (const { index, remove, put } of step.indexes) {
    const key = keys.index(index);
    if (remove.length > 0) operations.push({ command: 'ZREM', key, args: remove.map(memberOf) });
    if (put.length > 0) operations.push({ command: 'ZADD', key, args: scored(put.map(memberOf)) });
  }
  return operations;
}

function rowOperations(keys: PartitionKeys, { table, rows, known }: RowChanges, operations: Operation[]): void {
  const put = new Map<number, Argument[]>();
  const removed = new Map<number, Argument[]>();
  const [putKeys, removedKeys]: [string[], string[]] = [[], []];
  for (const [key, row] of rows) {
    const bucket = rowBucketOf(key);
    if (row === null) {
      argumentsOf(removed, bucket).push(key);
      removedKeys.push(key);
    } else {
      argumentsOf(put, bucket).push(key, Buffer.from(row.buffer, row.byteOffset, row.byteLength));
      if (known?.has(key) !== true) putKeys.push(key);
    }
  }
  for (const [bucket, args] of removed) operations.push({ command: 'HDEL', key: keys.rows(table, bucket), args });
  for (const [bucket, args] of put) operations.push({ command: 'HSET', key: keys.rows(table, bucket), args });
  const order = keys.rowKeys(table);
  if (removedKeys.length > 0) operations.push({ command: 'ZREM', key: order, args: removedKeys });
  if (putKeys.length > 0) operations.push({ command: 'ZADD', key: order, args: scored(putKeys) });
}

function argumentsOf(all: Map<number, Argument[]>, bucket: number): Argument[] {
  const args = all.get(bucket) ?? [];
  all.set(bucket, args);
  return args;
}

/** Members with the score that makes a sorted set order them by their bytes. */
function scored(members: readonly string[]): Argument[] {
  const args: Argument[] = [];
  for (const member of members) args.push('0', member);
  return args;
}
