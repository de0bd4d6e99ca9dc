// `statefold tail` and `statefold export`: show and print a log, with nothing but the store. Decode nothing themselves.
import { exportLog } from '../engine/log-export.js';
import { type LoggedCommit, readLog } from '../engine/log-reader.js';
import { allPartitions, BEFORE_FIRST, type Position } from '../kernel/place.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Store, StoreConnection } from '../store/store.js';
import { byTime } from './by-time.js';
import { namesIn } from './known-names.js';
import { eventLines, jsonLines } from './log-lines.js';
import { typedPartition, wholeNumber } from './numbers.js';
import { Output, untilDone } from './output.js';
import { UsageError } from './user-module.js';
import { withConnection } from './with-connection.js';

/** What part of a log a command is asked for, as it was typed. */
export interface LogSelection {
  readonly from?: string;
  readonly to?: string;
  readonly partition?: string;
  /** `Order`, or `Order-7` for one of them. */
  readonly aggregate?: string;
}

/** How `tail` shows it. */
export interface TailOptions extends LogSelection {
  readonly follow?: boolean;
  readonly event?: readonly string[];
  readonly json?: boolean;
}

/** Commits that `tail` shows of each partition where it is not told from where. */
const LAST = 10;

/** Shows events; the exit code. Of several partitions the earliest commit comes first, as far as they are stored already. `signal` ends following. */
export function tail(find: () => Promise<Store>, options: TailOptions, signal: AbortSignal): Promise<number> {
  return withConnection(find, async (connection) => {
    const { follow = false, event: names, json } = options;
    const { partitions, from, to, where } = selected(connection, options);
    await checkNames(connection, options, follow);
    const linesOf = json ? jsonLines : eventLines;
    const output = new Output();
    // In one piece: what is printed of other partitions does not come between the events of a commit.
    const isMeant = (event: string) => names?.includes(event) ?? true;
    const show = (commit: LoggedCommit) => output.print(linesOf(commit, isMeant));
    const isFiltered = names !== undefined || options.aggregate !== undefined;

    const end = to ?? (Number.POSITIVE_INFINITY as Position);
    const ranges = await Promise.all(
      partitions.map(async (partition) => {
        const head = (await connection.log.head(partition)).position;
        // The last of those that are meant may lie anywhere.
        const after = from ?? (isFiltered ? BEFORE_FIRST : (Math.max(0, head - LAST) as Position));
        return { partition, after, to: Math.min(head, end) as Position, ...where, signal };
      }),
    );
    const stored = ranges.map((range) => {
      const commits = readLog(connection, range);
      return from === null && isFiltered ? lastOf(commits, isMeant) : commits;
    });
    for await (const commit of byTime(stored)) await show(commit);
    if (!follow) return;
    await untilDone(
      ranges.map(async (past) => {
        const range = { ...past, after: Math.max(past.after, past.to) as Position, to: end, follow };
        for await (const commit of readLog(connection, range)) await show(commit);
      }),
    );
  });
}

/** The last commits that hold an event that is meant. */
async function* lastOf(
  commits: AsyncIterable<LoggedCommit>,
  isMeant: (event: string) => boolean,
): AsyncGenerator<LoggedCommit> {
  const last: LoggedCommit[] = [];
  for await (const commit of commits) {
    if (!commit.events.some(({ descriptor }) => isMeant(descriptor.event))) continue;
    last.push(commit);
    if (last.length > LAST) last.shift();
  }
  yield* last;
}

/** Prints a log as lines of JSON; the exit code. */
export function exportToLines(find: () => Promise<Store>, options: LogSelection): Promise<number> {
  return withConnection(find, async (connection) => {
    const { partitions, from, to, where } = selected(connection, options);
    await checkNames(connection, options, false);
    const range = { partitions, ...(from === null ? {} : { after: from }), ...(to === null ? {} : { to }), ...where };
    const output = new Output();
    for await (const line of exportLog(connection, range)) await output.print([line]);
  });
}

function selected({ log }: StoreConnection, { from, to, partition, aggregate }: LogSelection) {
  const only = typedPartition(partition, log.partitions);
  const [first, last] = [wholeNumber('--from', from, 1), wholeNumber('--to', to, 1)];
  if (first !== undefined && last !== undefined && last < first) {
    throw new UsageError(`--to ${last} lies before --from ${first}: no position is both. Exchange them.`);
  }
  return {
    partitions: only === undefined ? allPartitions(log.partitions) : [only],
    from: first === undefined ? null : ((first - 1) as Position),
    to: last === undefined ? null : (last as Position),
    where: aggregate === undefined ? {} : { where: (key: AggregateKey) => isNamed(key, aggregate) },
  };
}

/** Names that the log has never heard of are mistyped; or, for who follows, may be yet to come. */
async function checkNames(
  { registry }: StoreConnection,
  { event: events = [], aggregate }: TailOptions,
  follow: boolean,
): Promise<void> {
  if (events.length === 0 && aggregate === undefined) return;
  const known = await registry.read();
  const complaints = [
    ...events.map((name) => unknownName('event', name, namesIn(known, 'event'))),
    ...(aggregate === undefined ? [] : [unknownName('aggregate', aggregate, namesIn(known, 'aggregate'))]),
  ].filter((complaint) => complaint !== null);
  if (complaints.length === 0) return;
  if (!follow) throw new UsageError(complaints.join('\n'));
  process.stderr.write(complaints.map((complaint) => `${complaint} Waiting for it.\n`).join(''));
}

function unknownName(what: 'event' | 'aggregate', name: string, known: readonly string[]): string | null {
  // Of an aggregate, an id may follow.
  if (known.some((one) => name === one || (what === 'aggregate' && name.startsWith(`${one}-`)))) return null;
  const list = known.length === 0 ? 'no event was ever stored in it' : `it knows ${known.join(', ')}`;
  return `This log knows no ${what} ${name}: ${list}.`;
}

function isNamed({ type, id }: AggregateKey, name: string): boolean {
  return name === type || name === `${type}-${id}`;
}
