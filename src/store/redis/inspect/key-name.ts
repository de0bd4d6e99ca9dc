// Reads what a key of a log is, by its name alone: the other direction of `keys.ts`. Asks no server.
import type { Partition } from '../../../kernel/place.js';
import type { AggregateKey } from '../../../log/event-log.js';
import type { FoldId, IndexId, TableId } from '../../../table/tables.js';
import type { Keys } from '../keys.js';

/** What a key is. */
export type KeyName =
  | { readonly kind: 'meta' }
  | { readonly kind: 'head' | 'segments' | 'steps' | 'leases'; readonly partition: Partition }
  | { readonly kind: 'log'; readonly partition: Partition; readonly segment: number }
  | { readonly kind: 'agg'; readonly partition: Partition; readonly aggregate: AggregateKey }
  | { readonly kind: 'snap'; readonly partition: Partition; readonly type: string }
  | { readonly kind: 'cp'; readonly partition: Partition; readonly fold: FoldId }
  | { readonly kind: 'row' | 'keys'; readonly partition: Partition; readonly table: TableId }
  | { readonly kind: 'ix'; readonly partition: Partition; readonly index: IndexId };

/** What a key of a log is; `null` for one that no store has made. */
export function readKeyName(keys: Keys, key: string): KeyName | null {
  if (!key.startsWith(keys.prefix)) return null;
  if ([keys.meta, keys.serving, keys.servingSteps, keys.registry, keys.workers].includes(key)) return { kind: 'meta' };
  const [, digits, kind = '', rest = ''] = /^(0|[1-9]\d*)\}([a-z]+):?(.*)$/s.exec(key.slice(keys.prefix.length)) ?? [];
  if (digits === undefined) return null;
  const partition = Number(digits) as Partition;
  const own = keys.of(partition);
  const found = named(kind, rest, partition);
  // Made again from what was read: what is not the same was not made by `keys.ts`.
  return found !== null && keyOf(found, own, rest) === key ? found : null;
}

function named(kind: string, rest: string, partition: Partition): KeyName | null {
  const [first = '', ...others] = rest.split(':');
  const second = others[0] ?? '';
  switch (kind) {
    case 'head':
    case 'segments':
    case 'steps':
    case 'leases':
      return { kind, partition };
    case 'log':
      return { kind, partition, segment: Number(rest) };
    case 'agg':
      return { kind, partition, aggregate: { type: unescaped(first), id: others.join(':') } };
    case 'snap':
      return { kind, partition, type: unescaped(first) };
    case 'cp':
      return { kind, partition, fold: { projection: unescaped(first), generation: others.join(':') } };
    case 'row':
      return { kind, partition, table: { table: unescaped(first), generation: unescaped(second) } };
    case 'keys':
      return { kind, partition, table: { table: unescaped(first), generation: others.join(':') } };
    case 'ix': {
      const index = others.slice(1).join(':');
      return { kind, partition, index: { table: unescaped(first), generation: unescaped(second), index } };
    }
    default:
      return null;
  }
}

function keyOf(name: KeyName, own: ReturnType<Keys['of']>, rest: string): string {
  const bucket = Number(rest.slice(rest.lastIndexOf(':') + 1));
  switch (name.kind) {
    case 'meta':
      return '';
    case 'log':
      return own.segment(name.segment);
    case 'agg':
      return own.aggregate(name.aggregate);
    case 'snap':
      return own.snapshots(name.type, bucket);
    case 'cp':
      return own.checkpoint(name.fold);
    case 'row':
      return own.rows(name.table, bucket);
    case 'keys':
      return own.rowKeys(name.table);
    case 'ix':
      return own.index(name.index);
    default:
      return own[name.kind];
  }
}

/** What `part` of `keys.ts` has made of a name. */
function unescaped(part: string): string {
  return part.replaceAll('%3A', ':').replaceAll('%25', '%');
}
