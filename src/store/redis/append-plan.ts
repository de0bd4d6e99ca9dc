// Turns a block into what the append script is called with, and its answer into verdicts. Pure.
import { digestOf } from '../../kernel/hash.js';
import { aggregateName } from '../../log/aggregate-name.js';
import type { AggregateKey, Appended, BlockDraft, Head } from '../../log/event-log.js';
import { blockBytes } from '../block-bytes.js';
import { sameHead } from '../head.js';
import { judge, type Standing } from '../judge.js';
import { HEAD_BYTES, readHead, writeHead } from './index-record.js';
import type { PartitionKeys } from './keys.js';
import type { AppendAnswer, AppendCall } from './scripts.js';

/** Aggregates of one block: so many keys fit into one call without holding up everybody else. */
const MOST_AGGREGATES = 10_000;
/** Commits of one aggregate. Its index is one value, and a server takes none above 512 MB. */
const MOST_COMMITS = 20_000_000;
const COMMIT_BYTES = 2 + HEAD_BYTES;

/** A block as it is sent. */
export interface AppendPlan {
  readonly draft: BlockDraft;
  /** The aggregates by name, in the order of their keys; those that are written to come first. */
  readonly names: ReadonlyMap<string, number>;
  /** What the aggregates that are written to stand at before the block, where it is accepted. */
  readonly expected: readonly Head[];
  readonly aggregates: readonly string[];
  readonly block: AppendCall['block'];
  /** The latest deadline of anything in the block. */
  readonly latest: number;
}

/** Plans a block. Throws a `RangeError` for one that no log can take. */
export function planAppend(draft: BlockDraft, keys: PartitionKeys): AppendPlan {
  const names = new Map<string, number>();
  const expected: Head[] = [];
  const reached: Head[] = [];
  const aggregates: string[] = [];
  const commits = Buffer.alloc(draft.commits.length * COMMIT_BYTES);
  let deadline = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  // A commit that does not stand on the one before it in the block refuses the block, whatever the server holds.
  let isChained = true;
  const enter = (aggregate: AggregateKey): number => {
    const name = aggregateName(aggregate);
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    aggregates.push(keys.aggregate(aggregate));
    return names.size - 1;
  };
  for (let index = 0; index < draft.commits.length; index++) {
    const commit = draft.commits[index] as BlockDraft['commits'][number];
    const { aggregate, head } = commit.expects;
    const number = enter(aggregate);
    const before = reached[number];
    if (before === undefined) expected[number] = head;
    else if (!sameHead(before, head)) isChained = false;
    reached[number] = commit.next;
    commits.writeUInt16BE(number + 1, index * COMMIT_BYTES);
    writeHead(commits, index * COMMIT_BYTES + 2, commit.next);
    deadline = Math.min(deadline, commit.expects.deadline);
    latest = Math.max(latest, commit.expects.deadline);
  }
  for (const check of draft.checks) {
    enter(check.aggregate);
    latest = Math.max(latest, check.deadline);
  }
  if (aggregates.length > MOST_AGGREGATES) {
    throw new RangeError(`A block holds at most ${MOST_AGGREGATES} aggregates, not ${aggregates.length}.`);
  }
  const isWritten = isChained && draft.commits.length > 0;
  const block = isWritten ? { deadline, commits, ...written(draft, expected) } : null;
  return { draft, names, expected, aggregates, block, latest };
}

function written(draft: BlockDraft, expected: readonly Head[]): { expected: Buffer; bytes: Buffer; digest: string } {
  const heads = Buffer.alloc(expected.length * HEAD_BYTES);
  for (let number = 0; number < expected.length; number++) {
    writeHead(heads, number * HEAD_BYTES, expected[number] as Head);
  }
  for (const { expects, next } of draft.commits) mustFit(expects.aggregate, next);
  const encoded = blockBytes(draft);
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  return { expected: heads, bytes, digest: digestOf(bytes) };
}

function mustFit({ type, id }: AggregateKey, { version }: Head): void {
  if (version > MOST_COMMITS) throw new RangeError(`${type} ${id} has more events than one aggregate can have here.`);
}

/** An answer that settles a block. */
type Settled = Extract<AppendAnswer, { readonly kind: 'appended' | 'looked' | 'refused' }>;

/** What an answer says of each commit and check. */
export function outcomeOf({ draft, names, expected }: AppendPlan, answer: Settled): Appended {
  const isStored = answer.kind === 'appended';
  if (isStored && draft.checks.length === 0) return appended(answer, []);
  const offset = isStored ? expected.length : 0;
  const standings = Array.from({ length: names.size }, (_, number): Standing => {
    const head = number < offset ? expected[number] : readHead(answer.heads, (number - offset) * HEAD_BYTES);
    return { ...(head as Head), reached: null };
  });
  const of = (aggregate: AggregateKey): Standing => standings[names.get(aggregateName(aggregate)) ?? 0] as Standing;
  const judged = judge(draft, answer.now, { of, headOf: of });
  if (!judged.accepted) return { kind: 'refused', commits: judged.commits, checks: judged.checks };
  if (answer.kind === 'refused')
    throw new TypeError('The append script has refused a block with which nothing is wrong.');
  return appended(answer, judged.checks);
}

function appended(answer: Exclude<Settled, { readonly kind: 'refused' }>, checks: Appended['checks']): Appended {
  return { kind: 'appended', epoch: answer.epoch, first: answer.position, mark: answer.mark, checks };
}
