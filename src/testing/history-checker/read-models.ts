// The rules of rows: what was read is a fold of a beginning of the log, and what is there in the end is a fold of all of it.
import type { Row } from '../../projection/definition.js';
import { groupBy } from '../group-by.js';
import { printValue } from '../print-value.js';
import type { CommitSeen } from './commit-seen.js';
import type { Evidence } from './evidence.js';
import { firstAtLeast } from './first-at-least.js';
import type { HistoryViolation, Observed, TableSeen } from './observed.js';
import { aggregateOf, type RowRead } from './operation.js';
import type { PlainFold } from './plain-fold.js';
import { digestOfRow } from './row-digest.js';
import { walkTime } from './timeline.js';

/** What is wrong with the rows in the end. */
export function* judgeTables({ commits, tables = [] }: Observed, fold: PlainFold): Generator<HistoryViolation> {
  const folded = new Map<string, ReturnType<PlainFold['tables']>>();
  for (const seen of tables) {
    const upTo = JSON.stringify(seen.upTo);
    const isWithin = ({ place }: CommitSeen) =>
      seen.upTo === null || place.position <= (seen.upTo[place.partition] ?? 0);
    const expected = folded.get(upTo) ?? fold.tables(commits.filter(isWithin));
    folded.set(upTo, expected);
    yield* judgeTable(seen, expected[seen.table] ?? []);
  }
}

function* judgeTable({ table, which, rows }: TableSeen, expected: readonly Row[]): Generator<HistoryViolation> {
  const left = new Map([...groupBy(expected, digestOfRow)].map(([digest, own]) => [digest, [...own]]));
  const surplus = rows.filter((row) => left.get(digestOfRow(row))?.pop() === undefined);
  const missing = [...left.values()].flat();
  if (surplus.length === 0 && missing.length === 0) return;
  const words = [
    ...(missing[0] === undefined
      ? []
      : [`${missing.length} rows are missing, such as ${printValue(missing[0], '  ')}`]),
    ...(surplus[0] === undefined
      ? []
      : [`${surplus.length} must not be there, such as ${printValue(surplus[0], '  ')}`]),
  ];
  yield { rule: 'read models', what: `${table}, ${which}: ${words.join('; ')}.` };
}

/** What is wrong with rows that were read while things happened. */
export function* judgeRows(evidence: Evidence, { operations }: Observed, fold: PlainFold): Generator<HistoryViolation> {
  const reads = operations
    .filter((one) => one.kind === 'row')
    .filter(({ returned, invoked, saw }) => returned !== null && saw !== null && invoked >= evidence.rowsSettledSince);
  const byRow = groupBy(reads, (read) => JSON.stringify([read.table, aggregateOf(read)]));
  for (const own of byRow.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const commits = evidence.commitsOf.get(aggregateOf(first)) ?? [];
    const versions = [0, ...commits.map(({ version }) => version)];
    const after = fold.rows(first.table, commits).map((row, index) => ({ digest: digestOfRow(row), index }));
    const versionsBy = new Map(
      [...groupBy(after, ({ digest }) => digest)].map(([digest, same]) => [
        digest,
        same.map(({ index }) => versions[index] ?? 0),
      ]),
    );
    for (const session of groupBy(own, (read) => read.session).values()) yield* judgeSession(session, versionsBy);
  }
}

/** One reader's rows: each is of the earliest version that it can be of, and no later one is of an earlier version. */
function* judgeSession(
  reads: readonly RowRead[],
  versionsBy: ReadonlyMap<string | null, readonly number[]>,
): Generator<HistoryViolation> {
  const found: HistoryViolation[] = [];
  const versionOf = new Map<RowRead, number>();
  let atLeast = 0;
  walkTime(reads, {
    told: (read) => {
      atLeast = Math.max(atLeast, versionOf.get(read) ?? 0);
    },
    asked: (read) => {
      const from = Math.max(atLeast, read.includes ?? 0);
      const possible = versionsBy.get(read.saw?.digest ?? null) ?? [];
      const version = possible[firstAtLeast(possible, from)];
      if (version === undefined) found.push(wrong(read, possible.at(-1), from));
      else versionOf.set(read, version);
    },
  });
  yield* found;
}

/** `last`: the last version that the row is of; `undefined` for none. */
function wrong(read: RowRead, last: number | undefined, from: number): HistoryViolation {
  const what = `${aggregateOf(read)}: what ${read.session} read of ${read.table}`;
  const row = printValue(read.saw?.row ?? null, '  ');
  if (last === undefined)
    return { rule: 'read models', what: `${what} is no fold of any beginning of the log: ${row}` };
  return { rule: 'reads', what: `${what} is of version ${last}, and must include version ${from}: ${row}` };
}
