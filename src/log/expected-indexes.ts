// What the indexes of aggregates must hold, as told by the blocks of a log, against what they do hold. Keeps no commit, only a hash over all of them.
import { hash } from 'node:crypto';
import { isStatefoldError } from '../kernel/error.js';
import type { Partition, Position } from '../kernel/place.js';
import { NO_VERSION } from '../kernel/version.js';
import { aggregateName } from './aggregate-name.js';
import type { AggregateKey, EventLog } from './event-log.js';
import { type AggregateIndex, type IndexedCommit, type LogFinding, REMEDY } from './log-audit.js';

/** The commits of one aggregate so far. */
interface Expected {
  readonly partition: Partition;
  readonly aggregate: AggregateKey;
  count: number;
  /** Over place and head of each commit, in order. */
  chain: string;
  isSeen: boolean;
}

/** What was read of a partition: both positions included. */
interface Stretch {
  readonly first: Position;
  last: Position;
}

/** Commits of one aggregate asked for at once. */
const PAGE = 500;

/** The indexes that a log's blocks call for. */
export class ExpectedIndexes {
  readonly #aggregates: readonly Map<string, Expected>[];
  readonly #stretches = new Map<Partition, Stretch>();

  constructor(partitions: number) {
    this.#aggregates = Array.from({ length: partitions }, () => new Map<string, Expected>());
  }

  /** How many aggregates there are. */
  get size(): number {
    return this.#aggregates.reduce((sum, { size }) => sum + size, 0);
  }

  /** To be called before the first commit of a partition: what lies before is not compared. */
  begin(partition: Partition, first: Position): void {
    this.#stretches.set(partition, { first, last: (first - 1) as Position });
  }

  /** Takes the next commit of a partition. */
  add(partition: Partition, aggregate: AggregateKey, commit: IndexedCommit): void {
    const name = aggregateName(aggregate);
    const ofPartition = this.#aggregates[partition];
    const known = ofPartition?.get(name);
    const expected = known ?? { partition, aggregate, count: 0, chain: '', isSeen: false };
    if (known === undefined) ofPartition?.set(name, expected);
    expected.count += 1;
    expected.chain = linked(expected.chain, commit);
    const stretch = this.#stretches.get(partition);
    if (stretch !== undefined) stretch.last = commit.position;
  }

  /** Compares with the indexes as a store tells them, foreign ones included. */
  async *compare(indexes: AsyncIterable<AggregateIndex>, log: Pick<EventLog, 'head'>): AsyncGenerator<LogFinding> {
    /** Behind what was read: the farthest of each partition, and whose it is. */
    const beyond = new Map<Partition, { readonly name: string; readonly position: Position }>();
    for await (const { partition, aggregate, commits } of indexes) {
      const stretch = this.#stretches.get(partition);
      const name = aggregateName(aggregate);
      const farthest = commits.at(-1);
      if (farthest !== undefined && farthest.position > (beyond.get(partition)?.position ?? stretch?.last ?? 0)) {
        beyond.set(partition, { name: nameOf(aggregate), position: farthest.position });
      }
      const expected = this.#aggregates[partition]?.get(name);
      const found = compared(commits, stretch);
      if (expected?.isSeen || (expected === undefined && found.count === 0)) continue;
      if (expected !== undefined) expected.isSeen = true;
      const finding = differing({ partition, aggregate }, expected, found);
      if (finding !== null) yield finding;
    }
    for (const expected of this.#all()) {
      if (!expected.isSeen) yield differing(expected, expected, { count: 0, chain: '' }) as LogFinding;
    }
    // Asked for at last: what was appended meanwhile is no surprise.
    for (const [partition, { name, position }] of beyond) {
      if (!this.#stretches.has(partition) || position <= (await log.head(partition)).position) continue;
      const message = `Partition ${partition}: the index of ${name} lists position ${position}, and the log does not reach it. ${REMEDY}`;
      yield { partition, message };
    }
  }

  /** Compares with what a log itself tells of each aggregate, where nobody can tell of others. */
  async *compareByHistory(log: Pick<EventLog, 'history'>): AsyncGenerator<LogFinding> {
    for (const expected of this.#all()) {
      const { partition, aggregate } = expected;
      try {
        const commits = await indexByHistory(log, aggregate);
        const finding = differing(expected, expected, compared(commits, this.#stretches.get(partition)));
        if (finding !== null) yield finding;
      } catch (error) {
        if (!isStatefoldError(error, 'CORRUPT')) throw error;
        yield { partition, message: `${nameOf(aggregate)}: ${error.message}` };
      }
    }
  }

  *#all(): Generator<Expected> {
    for (const ofPartition of this.#aggregates) yield* ofPartition.values();
  }
}

async function indexByHistory(
  log: Pick<EventLog, 'history'>,
  aggregate: AggregateKey,
): Promise<readonly IndexedCommit[]> {
  const commits: IndexedCommit[] = [];
  for (let after = NO_VERSION; ; ) {
    const page = await log.history(aggregate, after, PAGE);
    commits.push(...page.map(({ place, head }) => ({ position: place.position, head })));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return commits;
    after = last.head.version;
  }
}

type Compared = Pick<Expected, 'count' | 'chain'>;

/** Those of the commits that lie in what was read. */
function compared(commits: readonly IndexedCommit[], stretch: Stretch | undefined): Compared {
  const found = { count: 0, chain: '' };
  for (const commit of commits) {
    if (stretch === undefined || commit.position < stretch.first || commit.position > stretch.last) continue;
    found.count += 1;
    found.chain = linked(found.chain, commit);
  }
  return found;
}

function differing(
  { partition, aggregate }: Pick<Expected, 'partition' | 'aggregate'>,
  expected: Compared | undefined,
  found: Compared,
): LogFinding | null {
  if (expected !== undefined && expected.count === found.count && expected.chain === found.chain) return null;
  const of = `the index of ${nameOf(aggregate)}`;
  const what =
    expected === undefined
      ? `${of} lists commits, and the log has none of it`
      : expected.count === found.count
        ? `${of} lists other commits than the log has`
        : `${of} lists ${found.count} of the ${expected.count} commits in the log`;
  return { partition, message: `Partition ${partition}: ${what}. ${REMEDY}` };
}

/** As it stands in a line: ids may hold anything. */
function nameOf({ type, id }: AggregateKey): string {
  return JSON.stringify(`${type}-${id}`);
}

function linked(chain: string, { position, head: { version, tag } }: IndexedCommit): string {
  return hash('sha1', `${chain} ${position} ${version} ${tag}`, 'hex');
}
