// Calls the scripts, one function each. What they do, and their keys, arguments and answers, stands at the top of each file in `lua/`.
import type { Epoch, Mark, Partition, Position } from '../../kernel/place.js';
import type { Checkpoint } from '../../table/tables.js';
import { corrupt } from './block-entry.js';
import type { PartitionKeys } from './keys.js';
import { SCRIPT_NAMES, scriptOf } from './script.js';
import type { Argument, Reply, Wire } from './wire.js';
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
  readonly aggregates: readonly string[];
  /** What is written; `null` where the call only looks. */
  readonly block: {
    readonly deadline: number;
    readonly expected: Buffer;
    readonly commits: Buffer;
    readonly bytes: Buffer;
    readonly digest: string;
  } | null;
}

export async function append(wire: Wire, call: AppendCall, until: number): Promise<AppendAnswer> {
  const { keys, segment, block } = call;
  const allKeys = [keys.head, keys.segment(segment), keys.segment(segment + 1), keys.segments, ...call.aggregates];
  const written: Argument[] =
    block === null ? ['', '', '', '', ''] : [block.deadline, block.expected, block.commits, block.bytes, block.digest];
  const answer = list(
    await wire.script('append', allKeys, [call.epoch, segment, call.segmentBytes, keys.appends, ...written], until),
  );
  const kind = text(answer[0]);
  if (kind === 'appended' || kind === 'looked') {
    const [, epoch, position, mark, now, number, heads] = answer;
    return {
      kind,
      epoch: text(epoch) as Epoch,
      position: Number(text(position)) as Position,
      mark: text(mark) as Mark,
      now: Number(text(now)),
      segment: Number(text(number)),
      heads: bytes(heads),
    };
  }
  if (kind === 'refused') return { kind, now: Number(text(answer[1])), heads: bytes(answer[2]) };
  return { kind: kind as 'server' | 'epoch' | 'segment' };
}

/** Where a partition's log ends, and in which epoch it goes on. */
export interface Adopted {
  readonly epoch: Epoch;
  readonly position: Position;
  readonly segment: number;
  readonly now: number;
}

/** Throws `CORRUPT` where there is a log without its head. */
export async function adopt(wire: Wire, keys: PartitionKeys, partition: Partition, until: number): Promise<Adopted> {
  const answer = list(await wire.script('adopt', [keys.head, keys.segment(1), keys.segments], [], until)).map(text);
  const [kind, epoch, position, segment, now] = answer;
  if (kind === 'headless') throw corrupt(partition, 'the log is there, and its head is gone');
  return {
    epoch: epoch as Epoch,
    position: Number(position) as Position,
    segment: Number(segment),
    now: Number(now),
  };
}

/** The format and number of partitions that are recorded. */
export async function open(
  wire: Wire,
  meta: string,
  wanted: { readonly format: number; readonly partitions: number },
  until: number,
): Promise<{ readonly format: number; readonly partitions: number }> {
  const answer = list(await wire.script('open', [meta], [wanted.format, wanted.partitions], until));
  return { format: Number(text(answer[0])), partitions: Number(text(answer[1])) };
}

/** The records of the commits above a version: see `index-record.ts`. */
export async function indexAbove(wire: Wire, index: string, above: { version: number; limit: number }, until: number) {
  return bytes(await wire.script('index-above', [index], [above.version, above.limit], until));
}

/** The records of the commits that carry a tag. */
export async function indexTagged(wire: Wire, index: string, tag: string, until: number): Promise<Buffer> {
  return bytes(await wire.script('index-tagged', [index], [Buffer.from(tag, 'hex')], until));
}

/** A commit as it was found at a position; `null` where the segment does not hold it. */
export interface FoundCommit {
  readonly position: Position;
  readonly found: {
    readonly entryId: string;
    readonly mark: Mark;
    readonly storedAt: number;
    readonly head: Buffer;
    readonly payload: Buffer;
  } | null;
}

/** Commits at some positions of one segment: at least one, and no more once they hold so many bytes. */
export async function commits(
  wire: Wire,
  segment: string,
  asked: { readonly positions: readonly Position[]; readonly maxBytes: number },
  until: number,
): Promise<readonly FoundCommit[]> {
  const answer = list(await wire.script('commits', [segment], [asked.maxBytes, ...asked.positions], until));
  return answer.map((one) => {
    const [position, id, mark, time, head, payload] = list(one);
    const found =
      id === undefined
        ? null
        : {
            entryId: text(id),
            mark: text(mark) as Mark,
            storedAt: Number(text(time)),
            head: bytes(head),
            payload: bytes(payload),
          };
    return { position: Number(text(position)) as Position, found };
  });
}

/** Id and mark of the entry that holds a position; `null` where the segment has none. */
export async function place(
  wire: Wire,
  segment: string,
  position: Position,
  until: number,
): Promise<{ readonly entryId: string; readonly mark: Mark } | null> {
  const [id, mark] = list(await wire.script('place', [segment], [position], until));
  return id === undefined ? null : { entryId: text(id), mark: text(mark) as Mark };
}

/** Rows of several buckets, in the order in which they are asked for. Few enough for Lua's stack: a page of them. */
export async function rows(
  wire: Wire,
  asked: readonly { readonly bucket: string; readonly keys: readonly string[] }[],
  until: number,
): Promise<readonly (Buffer | null)[]> {
  const buckets = asked.map(({ bucket }) => bucket);
  const args = asked.flatMap(({ keys }): Argument[] => [keys.length, ...keys]);
  return list(await wire.script('rows', buckets, args, until)) as readonly (Buffer | null)[];
}

/** Names one snapshot. */
export interface SnapshotKeys {
  readonly bucket: string;
  readonly index: string;
  readonly field: string;
}

/** Whether the snapshot was kept. */
export async function saveSnapshot(
  wire: Wire,
  { bucket, index, field }: SnapshotKeys,
  snapshot: { readonly head: Buffer; readonly bytes: Buffer },
  until: number,
): Promise<boolean> {
  const args = [field, snapshot.head, snapshot.bytes];
  return (await wire.script('save-snapshot', [bucket, index], args, until)) === 1;
}

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
}

export async function apply(
  wire: Wire,
  call: ApplyCall,
  until: number,
): Promise<
  { readonly kind: 'applied' | 'server' } | { readonly kind: 'conflict'; readonly actual: Checkpoint | null }
> {
  const { keys, expects, next, operations } = call;
  const numbers = new Map<string, number>();
  for (const { key } of operations) if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  const allKeys = [keys.head, call.checkpoint, keys.steps, keys.segment(call.segment), ...numbers.keys()];
  const args: Argument[] = [call.projection, keys.applies, call.group, ...fieldsOf(expects), ...fieldsOf(next)];
  for (const { command, key, args: own } of operations) {
    args.push(command, numbers.get(key) ?? 0, own.length);
    for (const one of own) args.push(one);
  }
  const [kind, ...fields] = list(await wire.script('apply', allKeys, args, until)).map(text);
  if (kind !== 'conflict') return { kind: kind as 'applied' | 'server' };
  return { kind, actual: checkpointOf(fields) };
}

function fieldsOf(checkpoint: Checkpoint | null): Argument[] {
  if (checkpoint === null) return ['', '', '', ''];
  return [checkpoint.epoch, checkpoint.position, checkpoint.mark, checkpoint.revision];
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

/** Whether the next generation serves now. */
export async function serve(
  wire: Wire,
  keys: { readonly serving: string; readonly steps: string; readonly channel: string },
  change: { readonly projection: string; readonly from: string | null; readonly to: string },
  until: number,
): Promise<boolean> {
  const { projection, from, to } = change;
  const expected = from === null ? '-' : `=${from}`;
  const args = [projection, expected, to, keys.channel];
  return (await wire.script('serve', [keys.serving, keys.steps], args, until)) === 1;
}

/** The fingerprint that is there with another text; `null` = all of them are there now. */
export async function register(
  wire: Wire,
  registry: string,
  entries: ReadonlyMap<string, string>,
  until: number,
): Promise<string | null> {
  const [kind, fingerprint] = list(await wire.script('register', [registry], [...entries].flat(), until));
  return text(kind) === 'added' ? null : text(fingerprint);
}

function list(reply: Reply): readonly Reply[] {
  if (Array.isArray(reply)) return reply as readonly Reply[];
  throw new TypeError('A script has answered something else than it says it does.');
}

function text(reply: Reply | undefined): string {
  return Buffer.isBuffer(reply) ? reply.toString() : String(reply ?? '');
}

function bytes(reply: Reply | undefined): Buffer {
  if (Buffer.isBuffer(reply)) return reply;
  throw new TypeError('A script has answered something else than it says it does.');
}
