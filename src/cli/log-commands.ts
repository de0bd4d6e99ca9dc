// `statefold tail` and `statefold export`: show and print a log, with nothing but the store. Decode nothing themselves.
import type { EventDescriptor } from '../codec/descriptor.js';
import { exportLog } from '../engine/log-export.js';
import { type LoggedCommit, readLog } from '../engine/log-reader.js';
import type { Partition, Position } from '../kernel/place.js';
import { parseDescriptor } from '../log/descriptor-text.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Store, StoreConnection } from '../store/store.js';
import { byTime } from './by-time.js';
import { eventLines, jsonLines } from './log-lines.js';
import { Output, untilDone } from './output.js';
import { UsageError } from './store-module.js';

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
    const show = (commit: LoggedCommit) => output.print(linesOf(commit, (event) => names?.includes(event) ?? true));

    const end = to ?? (Number.POSITIVE_INFINITY as Position);
    const ranges = await Promise.all(
      partitions.map(async (partition) => {
        const head = (await connection.log.head(partition)).position;
        const after = from ?? (Math.max(0, head - LAST) as Position);
        return { partition, after, to: Math.min(head, end) as Position, ...where, signal };
      }),
    );
    for await (const commit of byTime(ranges.map((range) => readLog(connection, range)))) await show(commit);
    if (!follow) return;
    await untilDone(
      ranges.map(async (stored) => {
        const range = { ...stored, after: Math.max(stored.after, stored.to) as Position, to: end, follow };
        for await (const commit of readLog(connection, range)) await show(commit);
      }),
    );
  });
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

async function withConnection(
  find: () => Promise<Store>,
  work: (connection: StoreConnection) => Promise<void>,
): Promise<number> {
  let connection: StoreConnection | null = null;
  try {
    connection = await (await find()).connect();
    await work(connection);
    return 0;
  } catch (error) {
    // A store of the user's may bring a copy of the library with it: its errors are of another class, and still errors of ours.
    const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
    if (name !== 'StatefoldError' && !(error instanceof UsageError)) throw error;
    process.stderr.write(`${name === 'StatefoldError' ? `${String(code)}: ` : ''}${String(message)}\n`);
    return 1;
  } finally {
    await connection?.close();
  }
}

function selected({ log }: StoreConnection, { from, to, partition, aggregate }: LogSelection) {
  const all = Array.from({ length: log.partitions }, (_, index) => index as Partition);
  const only = partition === undefined ? null : numberOf('--partition', partition, 0);
  if (only !== null && only >= log.partitions) {
    throw new UsageError(`There is no partition ${only}: this log has ${log.partitions}, from 0.`);
  }
  const [first, last] = [from, to].map((text, index) => {
    return text === undefined ? null : numberOf(index === 0 ? '--from' : '--to', text, 1);
  });
  if (first != null && last != null && last < first) {
    throw new UsageError(`--to ${last} lies before --from ${first}: no position is both. Exchange them.`);
  }
  return {
    partitions: only === null ? all : [only as Partition],
    from: first == null ? null : ((first - 1) as Position),
    to: last == null ? null : (last as Position),
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
  const known = [...(await registry.read())].map(([fingerprint, text]) => parseDescriptor(fingerprint, text));
  const complaints = [
    ...events.map((name) => unknownName('event', name, namesIn(known, 'event'))),
    ...(aggregate === undefined ? [] : [unknownName('aggregate', aggregate, namesIn(known, 'aggregate'))]),
  ].filter((complaint) => complaint !== null);
  if (complaints.length === 0) return;
  if (!follow) throw new UsageError(complaints.join('\n'));
  process.stderr.write(complaints.map((complaint) => `${complaint} Waiting for it.\n`).join(''));
}

function namesIn(known: readonly EventDescriptor[], what: 'event' | 'aggregate'): string[] {
  return [...new Set(known.map((descriptor) => descriptor[what]))].sort();
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

function numberOf(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${option} takes a whole number of at least ${least}, not '${text}'.`);
}
