// Turns a block into what the append script is called with, and its answer into verdicts. Pure.
import { digestOf } from '../../kernel/hash.js';
import type { AggregateKey, Appended, BlockDraft, Head } from '../../log/event-log.js';
import { blockBytes } from '../block-bytes.js';
import { sameHead } from '../head.js';
import { judge, type Standing } from '../judge.js';
import { HEAD_BYTES, readHead, writeHead } from './index-record.js';
import { lastPart, type PartitionKeys } from './keys.js';
import { ArgumentPacker, type Packed } from './packed-call.js';
import type { AppendAnswer, AppendCall } from './scripts.js';

/** Aggregates of one block: so many keys fit into one call without holding up everybody else. */
const MOST_AGGREGATES = 10_000;
/** Commits of one aggregate. Its index is one value, and a server takes none above 512 MB. */
const MOST_COMMITS = 20_000_000;
const COMMIT_BYTES = 2 + HEAD_BYTES;
/** Commits up to which an index is written whole, so that it takes no more memory than it needs; see `lua/append.lua`. */
const SHORT_INDEX = 32;
const YES = 0x31;

/** A block as it is sent. */
export interface AppendPlan {
  readonly draft: BlockDraft;
  /** Those that are written to come first. */
  readonly aggregates: Aggregates;
  /** What the aggregates that are written to stand at before the block, where it is accepted. */
  readonly expected: readonly Head[];
  readonly block: AppendCall['block'];
  /** The latest deadline of anything in the block. */
  readonly latest: number;
}

/** The aggregates of one block: each has a number, from 0, and a key. */
class Aggregates {
  readonly #keys: PartitionKeys;
  /** By type, then by id. */
  readonly #numbers = new Map<string, Map<string, number>>();
  readonly #packer: ArgumentPacker;
  #size = 0;

  constructor({ commits, checks }: BlockDraft, keys: PartitionKeys) {
    this.#keys = keys;
    let most = 0;
    for (const { expects } of commits) most += this.#mostBytes(expects.aggregate);
    for (const { aggregate } of checks) most += this.#mostBytes(aggregate);
    this.#packer = new ArgumentPacker(most);
  }

  get size(): number {
    return this.#size;
  }

  /** Their keys, in the order of their numbers. */
  get keys(): Packed {
    return this.#packer.packed;
  }

  /** The number of an aggregate; 0 for one that has not been entered. */
  of({ type, id }: AggregateKey): number {
    return this.#numbers.get(type)?.get(id) ?? 0;
  }

  enter({ type, id }: AggregateKey): number {
    const numbers = this.#numbers.get(type) ?? new Map<string, number>();
    if (numbers.size === 0) this.#numbers.set(type, numbers);
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#size++;
    numbers.set(id, number);
    this.#packer.text(this.#keys.aggregates(type), lastPart(id));
    return number;
  }

  #mostBytes({ type, id }: AggregateKey): number {
    return ArgumentPacker.most(this.#keys.aggregates(type), id);
  }
}

/** Plans a block. Throws a `RangeError` for one that no log can take. */
export function planAppend(draft: BlockDraft, keys: PartitionKeys): AppendPlan {
  const { commits: drafts, checks } = draft;
  const aggregates = new Aggregates(draft, keys);
  const expected: Head[] = [];
  const reached: Head[] = [];
  const commits = Buffer.alloc(drafts.length * COMMIT_BYTES);
  let deadline = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  // A commit that does not stand on the one before it in the block refuses the block, whatever the server holds.
  let isChained = true;
  for (let index = 0; index < drafts.length; index++) {
    const { expects, next } = drafts[index] as BlockDraft['commits'][number];
    const number = aggregates.enter(expects.aggregate);
    const before = reached[number];
    if (before === undefined) expected[number] = expects.head;
    else if (!sameHead(before, expects.head)) isChained = false;
    reached[number] = next;
    commits.writeUInt16BE(number + 1, index * COMMIT_BYTES);
    writeHead(commits, index * COMMIT_BYTES + 2, next);
    if (expects.deadline < deadline) deadline = expects.deadline;
    if (expects.deadline > latest) latest = expects.deadline;
  }
  for (const check of checks) {
    aggregates.enter(check.aggregate);
    latest = Math.max(latest, check.deadline);
  }
  if (aggregates.size > MOST_AGGREGATES) {
    throw new RangeError(`A block holds at most ${MOST_AGGREGATES} aggregates, not ${aggregates.size}.`);
  }
  const isWritten = isChained && draft.commits.length > 0;
  const block = isWritten ? { deadline, commits, ...written(draft, expected) } : null;
  return { draft, aggregates, expected, block, latest };
}

function written(
  draft: BlockDraft,
  expected: readonly Head[],
): Pick<NonNullable<AppendCall['block']>, 'expected' | 'bytes' | 'digest' | 'isShort'> {
  const heads = Buffer.alloc(expected.length * HEAD_BYTES);
  const isShort = Buffer.alloc(expected.length, '0');
  for (let number = 0; number < expected.length; number++) {
    const head = expected[number] as Head;
    writeHead(heads, number * HEAD_BYTES, head);
    if (head.version < SHORT_INDEX) isShort[number] = YES;
  }
  for (const { expects, next } of draft.commits) mustFit(expects.aggregate, next);
  const encoded = blockBytes(draft);
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  return { expected: heads, bytes, digest: digestOf(bytes), isShort };
}

function mustFit({ type, id }: AggregateKey, { version }: Head): void {
  if (version > MOST_COMMITS) throw new RangeError(`${type} ${id} has more events than one aggregate can have here.`);
}

/** An answer that settles a block. */
type Settled = Extract<AppendAnswer, { readonly kind: 'appended' | 'looked' | 'refused' }>;

/** What an answer says of each commit and check. */
export function outcomeOf({ draft, aggregates, expected }: AppendPlan, answer: Settled): Appended {
  const isStored = answer.kind === 'appended';
  if (isStored && draft.checks.length === 0) return appended(answer, []);
  const offset = isStored ? expected.length : 0;
  const standings = Array.from({ length: aggregates.size }, (_, number): Standing => {
    const head = number < offset ? expected[number] : readHead(answer.heads, (number - offset) * HEAD_BYTES);
    return { ...(head as Head), reached: null };
  });
  const of = (aggregate: AggregateKey): Standing => standings[aggregates.of(aggregate)] as Standing;
  const judged = judge(draft, answer.now, { of, headOf: of });
  if (!judged.accepted) return { kind: 'refused', commits: judged.commits, checks: judged.checks };
  if (answer.kind === 'refused')
    throw new TypeError('The append script has refused a block with which nothing is wrong.');
  return appended(answer, judged.checks);
}

function appended(answer: Exclude<Settled, { readonly kind: 'refused' }>, checks: Appended['checks']): Appended {
  return { kind: 'appended', epoch: answer.epoch, first: answer.position, mark: answer.mark, checks };
}
