// Calls the scripts, one function each. What they do, and their keys, arguments and answers, stands at the top of each file in `lua/`.
import type { Epoch, Mark, Partition, Position } from '../../kernel/place.js';
import type { Checkpoint } from '../../table/tables.js';
import { checkpointOf } from './apply-script.js';
import { corrupt } from './block-entry.js';
import type { PartitionKeys } from './keys.js';
import type { Argument, Packed } from './packed-call.js';
import { SCRIPT_NAMES, scriptOf } from './script.js';
import { bytesIn, listIn, packedIn, textIn, textsIn } from './script-reply.js';
import type { Reply, Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** Has a server know all scripts, so that none of them must be sent twice. Where that is not allowed, they go without. */
export async function loadAll(wire: Wire, until: number): Promise<void> {
  const loads = SCRIPT_NAMES.map((name) => wire.send('script', ['LOAD', scriptOf(name).text], until));
  try {
    await Promise.all(loads);
  } catch (error) {
    if (!(error instanceof WireError && error.kind === 'refused')) throw error;
  }
}

/** What `append.lua` answers. */
export type AppendAnswer =
  | {
      readonly kind: 'appended' | 'looked';
      readonly epoch: Epoch;
      readonly position: Position;
      readonly mark: Mark;
      readonly now: number;
      readonly segment: number;
      readonly heads: Buffer;
      /** The mark that the block goes on from; the mark itself where nothing was written. */
      readonly before: Mark;
    }
  | { readonly kind: 'refused'; readonly now: number; readonly heads: Buffer }
  | { readonly kind: 'server' | 'epoch' | 'segment' };

/** What `append.lua` is called with. */
export interface AppendCall {
  readonly keys: PartitionKeys;
  readonly epoch: Epoch;
  readonly segment: number;
  readonly segmentBytes: number;
  /** Index keys: of the aggregates that are written to, then of those that are only looked at. */
  readonly aggregates: Packed;
  /** What is written; `null` where the call only looks. */
  readonly block: {
    readonly deadline: number;
    readonly expected: Buffer;
    readonly commits: Buffer;
    readonly bytes: Buffer;
    readonly digest: string;
    /** A '1' for each aggregate that is written to and has a short index, else a '0'. */
    readonly isShort: Buffer;
  } | null;
}

export async function append(wire: Wire, call: AppendCall, until: number): Promise<AppendAnswer> {
  const { keys, segment, block } = call;
  const allKeys = [keys.head, keys.segment(segment), keys.segment(segment + 1), keys.segments, call.aggregates];
  const written: Argument[] =
    block === null
      ? ['', '', '', '', '', '']
      : [block.deadline, block.expected, block.commits, block.bytes, block.digest, block.isShort];
  const answer = listIn(
    await wire.script('append', allKeys, [call.epoch, segment, call.segmentBytes, keys.appends, ...written], until),
  );
  const kind = textIn(answer[0]);
  if (kind === 'appended' || kind === 'looked') {
    const [, epoch, position, mark, now, number, heads, before] = answer;
    return {
      kind,
      epoch: textIn(epoch) as Epoch,
      position: Number(textIn(position)) as Position,
      mark: textIn(mark) as Mark,
      now: Number(textIn(now)),
      segment: Number(textIn(number)),
      heads: bytesIn(heads),
      before: textIn(before ?? mark) as Mark,
    };
  }
  if (kind === 'refused') return { kind, now: Number(textIn(answer[1])), heads: bytesIn(answer[2]) };
  return { kind: kind as 'server' | 'epoch' | 'segment' };
}

/** Where a partition's log ends, and on which server and in which epoch it goes on. */
export interface Adopted {
  readonly server: string;
  readonly epoch: Epoch;
  readonly position: Position;
  readonly segment: number;
  readonly now: number;
}

/** Throws `CORRUPT` where there is a log without its head. */
export async function adopt(wire: Wire, keys: PartitionKeys, partition: Partition, until: number): Promise<Adopted> {
  const answer = textsIn(await wire.script('adopt', [keys.head, keys.segment(1), keys.segments], [], until));
  const [kind, epoch, position, segment, now, server = ''] = answer;
  if (kind === 'headless') throw corrupt(partition, 'the log is there, and its head is gone');
  return {
    server,
    epoch: epoch as Epoch,
    position: Number(position) as Position,
    segment: Number(segment),
    now: Number(now),
  };
}

/** The records of the commits above a version: see `index-record.ts`. */
export async function indexAbove(wire: Wire, index: string, above: { version: number; limit: number }, until: number) {
  return bytesIn(await wire.script('index-above', [index], [above.version, above.limit], until));
}

/** The records of the commits that carry a tag. */
export async function indexTagged(wire: Wire, index: string, tag: string, until: number): Promise<Buffer> {
  return bytesIn(await wire.script('index-tagged', [index], [Buffer.from(tag, 'hex')], until));
}

/** A commit as it was found at a position; `null` where the segment does not hold it, `forged` where its block is not the one that was written. */
export interface FoundCommit {
  readonly position: Position;
  readonly found:
    | {
        readonly entryId: string;
        readonly mark: Mark;
        readonly storedAt: number;
        readonly head: Buffer;
        readonly payload: Buffer;
      }
    | 'forged'
    | null;
}

/** Commits at some positions of one segment: at least one, and no more once they hold so many bytes. */
export async function commits(
  wire: Wire,
  segment: string,
  asked: { readonly positions: readonly Position[]; readonly maxBytes: number },
  until: number,
): Promise<readonly FoundCommit[]> {
  const answer = listIn(await wire.script('commits', [segment], [asked.maxBytes, ...asked.positions], until));
  return answer.map((one) => {
    const [at, id, mark, time, head, payload] = listIn(one);
    const position = Number(textIn(at)) as Position;
    if (id === undefined || mark === undefined) return { position, found: id === undefined ? null : 'forged' };
    const found = {
      entryId: textIn(id),
      mark: textIn(mark) as Mark,
      storedAt: Number(textIn(time)),
      head: bytesIn(head),
      payload: bytesIn(payload),
    };
    return { position, found };
  });
}

/** Entries from a position or an id on, as `XRANGE` takes and tells them, and whether the segment may hold more behind them. */
export async function pageFrom(
  wire: Wire,
  segment: string,
  asked: { readonly from: Position | string; readonly maxBytes: number },
  until: number,
): Promise<{ readonly entries: readonly Reply[]; readonly isCut: boolean }> {
  const answer = listIn(await wire.script('page', [segment], [asked.from, asked.maxBytes], until));
  return { entries: listIn(answer[1] ?? null), isCut: textIn(answer[0]) === '1' };
}

/** Id and mark of the entry that holds a position; `null` where the segment has none. */
export async function place(
  wire: Wire,
  segment: string,
  position: Position,
  until: number,
): Promise<{ readonly entryId: string; readonly mark: Mark } | null> {
  const [id, mark] = listIn(await wire.script('place', [segment], [position], until));
  return id === undefined ? null : { entryId: textIn(id), mark: textIn(mark) as Mark };
}

/** Rows of several buckets, in the order in which they are asked for. Few enough for Lua's stack: a page of them. */
export async function rows(
  wire: Wire,
  asked: readonly { readonly bucket: string; readonly keys: readonly string[] }[],
  until: number,
  checkpoint?: string,
): Promise<{ readonly rows: readonly (Buffer | null)[]; readonly checkpoint: Checkpoint | null }> {
  const keys = asked.map(({ bucket }) => bucket);
  if (checkpoint !== undefined) keys.push(checkpoint);
  const args = asked.flatMap((one): Argument[] => [one.keys.length, ...one.keys]);
  const [found = null, place = null] = listIn(await wire.script('rows', keys, args, until));
  return {
    rows: listIn(found) as readonly (Buffer | null)[],
    checkpoint: place === null ? null : checkpointOf(textsIn(place)),
  };
}

/** Names one snapshot, and the head of its partition's log. */
export interface SnapshotKeys {
  readonly bucket: string;
  readonly index: string;
  readonly head: string;
  readonly field: string;
}

/** Whether the snapshot was kept; `server`: this one has to be adopted first. */
export async function saveSnapshot(
  wire: Wire,
  { bucket, index, head, field }: SnapshotKeys,
  snapshot: { readonly head: Buffer; readonly bytes: Buffer },
  until: number,
): Promise<{ readonly kind: 'kept' | 'refused' } | { readonly kind: 'server' }> {
  const args = [field, snapshot.head, snapshot.bytes];
  const [kind] = textsIn(await wire.script('save-snapshot', [bucket, index, head], args, until));
  return { kind: kind as 'kept' };
}

/** What `slice.lua` is called with: all bounds as `ZRANGE` takes them, ascending. */
export interface SliceCall {
  readonly checkpoint: string;
  readonly index: string;
  readonly buckets: readonly string[];
  readonly counted: readonly [from: string, to: string];
  readonly told: readonly [from: string, to: string];
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

/** Rows of a stretch of an index; `null` where the fold has no checkpoint. `last`: the last member told, where more follow. */
export async function slice(
  wire: Wire,
  { checkpoint, index, buckets, counted, told, direction, offset, limit }: SliceCall,
  until: number,
): Promise<{
  readonly checkpoint: Checkpoint;
  readonly total: number;
  readonly rows: readonly (Buffer | null)[];
  readonly last: string | null;
} | null> {
  const [from, to] = told;
  const bounds = direction === 'asc' ? [from, to, ''] : [to, from, 'REV'];
  const args = [...counted, ...bounds, offset, limit];
  const answer = await wire.script('slice', [checkpoint, index, ...buckets], args, until);
  if (answer === null) return null;
  const [place, total, rows, last = null] = listIn(answer);
  const at = checkpointOf(textIn(place).split(' '));
  return (
    at && {
      checkpoint: at,
      total: Number(total),
      rows: packedIn(bytesIn(rows)),
      last: last === null ? null : textIn(last),
    }
  );
}
