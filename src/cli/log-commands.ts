// `statefold tail` and `statefold export`: show and print a log, with nothing but the store. Decode nothing themselves.
import { once } from 'node:events';
import { exportLog } from '../engine/log-export.js';
import { readLog } from '../engine/log-reader.js';
import type { Partition, Position } from '../kernel/place.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Store, StoreConnection } from '../store/store.js';
import { eventLines, jsonLines } from './log-lines.js';
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

/** Shows events; the exit code. `signal` ends following. */
export function tail(find: () => Promise<Store>, options: TailOptions, signal: AbortSignal): Promise<number> {
  return withConnection(find, async (connection) => {
    const { partitions, from, to, where } = selected(connection, options);
    const shows = (event: string) => options.event === undefined || options.event.includes(event);
    const linesOf = options.json ? jsonLines : eventLines;
    const { follow = false } = options;
    await Promise.all(
      partitions.map(async (partition) => {
        const after = from ?? (Math.max(0, (await connection.log.head(partition)).position - LAST) as Position);
        for await (const commit of readLog(connection, { partition, after, follow, signal, ...to, ...where })) {
          for (const line of linesOf(commit, shows)) await print(line);
        }
      }),
    );
  });
}

/** Prints a log as lines of JSON; the exit code. */
export function exportToLines(find: () => Promise<Store>, options: LogSelection): Promise<number> {
  return withConnection(find, async (connection) => {
    const { partitions, from, to, where } = selected(connection, options);
    const range = { partitions, ...(from === null ? {} : { after: from }), ...to, ...where };
    for await (const line of exportLog(connection, range)) await print(line);
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
  return {
    partitions: only === null ? all : [only as Partition],
    from: from === undefined ? null : ((numberOf('--from', from, 1) - 1) as Position),
    to: to === undefined ? {} : { to: numberOf('--to', to, 1) as Position },
    where: aggregate === undefined ? {} : { where: (key: AggregateKey) => isNamed(key, aggregate) },
  };
}

function isNamed({ type, id }: AggregateKey, name: string): boolean {
  return name === type || name === `${type}-${id}`;
}

function numberOf(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${option} takes a whole number of at least ${least}, not '${text}'.`);
}

async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
