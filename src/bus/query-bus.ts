// The way of a query: validate → authorise → wait for `after` → read → answer. One pipeline for all queries.
import { isStatefoldError, StatefoldError, type Violation, wordsOf } from '../kernel/error.js';
import type { Place, Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { Row } from '../projection/definition.js';
import { isPast } from '../projection/generation-fold.js';
import { lostTables, type ProjectionHost } from '../projection/projection-host.js';
import type { Projections } from '../projection/projections.js';
import { TableReader } from '../projection/table-reader.js';
import { copyValue } from '../schema/copy.js';
import type { StoreConnection } from '../store/store.js';
import type { PageQuery, QueryDefinition } from '../table/query-definition.js';
import { type PageRequest, type Parameters, planPage } from '../table/query-plan.js';
import type { QueryRequest } from './hooks.js';
import { invalid, suggestion, unknownName } from './invalid.js';
import { optionViolations, readOptions } from './query-checks.js';
import type { RowsOf } from './query-helpers.js';
import type { Answer, QueryAfter, QueryOptions } from './query-options.js';
import { holdsStill, type Trust, untilServing, waitFor } from './waiting.js';

/** What the pipeline works with. */
export interface QueryBusPorts {
  readonly queries: readonly QueryDefinition[];
  readonly projections: Projections;
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  /** Violations of a query's schema; none = the parameters fit. */
  readonly validate: (query: string, parameters: unknown) => readonly Violation[];
  /** Runs after validation and before anything is read; throws to refuse. */
  readonly before: (request: QueryRequest) => void | Promise<void>;
  /** Milliseconds, where a query does not say. */
  readonly defaultTimeout: number;
}

/** Answers the queries of a domain. */
export interface QueryBus {
  /** The result; with `after`, an `Answer` that says whether it includes the command. */
  ask(query: string, parameters: unknown, options?: QueryOptions | QueryAfter): Promise<unknown>;
}

/** A rebuild may replace the tables under a query; then it is answered again from the new ones, this often. */
const ATTEMPTS = 5;
/** How long reading may take after the time to wait for a command is over. */
const READ_MS = 500;
/** A store that is as patient as the query says a moment later why there is no answer: that is worth more than that there is none. */
const REASON_MS = 50;

/** A query bus over the projections of an engine. */
export function createQueryBus(ports: QueryBusPorts): QueryBus {
  const byName = new Map(ports.queries.map((query) => [query.name, query]));
  return {
    async ask(name, parameters, options = {}) {
      const query = byName.get(name);
      if (query === undefined) {
        const message = `is no query of this domain${suggestion(name, byName.keys())}`;
        throw invalid(unknownName(name), [{ pointer: '', message }]);
      }
      const { timeout, after, metadata } = readOptions(name, options);
      const violations = [
        ...ports.validate(name, parameters),
        ...optionViolations({ timeout, after }, ports.connection.log.partitions),
      ];
      if (violations.length > 0) throw invalid(name, violations);
      const asked = new Asked(query, copyValue(parameters) as Parameters);
      const timeoutMs = timeout ?? ports.defaultTimeout;
      const answer = async (): Promise<unknown> => {
        await ports.before({ type: name, parameters: asked.parameters, metadata });
        if (after === undefined) return (await answerFrom(ports, asked)).value;
        return answerAfter(ports, asked, { hosts: hostsOf(ports, query), after, timeoutMs });
      };
      // A query that waits for a command may use its time up for that, and then still has to read.
      const graceMs = after === undefined ? REASON_MS : READ_MS;
      return within(ports.runtime, name, { timeoutMs, graceMs }, answer);
    },
  };
}

/** A query with its parameters. */
class Asked {
  readonly query: QueryDefinition;
  readonly parameters: Parameters;
  #plan: PageRequest | null = null;

  constructor(query: QueryDefinition, parameters: Parameters) {
    this.query = query;
    this.parameters = parameters;
  }

  /** The page that is asked for, by a query that asks for one: planned once, though it may be read several times. */
  pageOf(query: PageQuery): PageRequest {
    this.#plan ??= planPage(query, this.parameters);
    return this.#plan;
  }
}

/** The projections that a query reads, each once. */
function hostsOf({ projections }: QueryBusPorts, query: QueryDefinition): readonly ProjectionHost[] {
  const sources = query.kind === 'handler' ? query.sources : [query.source];
  return [...new Set(sources.map((source) => projections.hostOf(source)))];
}

/** Those of a query's projections that a receipt says something of. Throws `INVALID` where there are none. */
function concernedBy(
  { aggregate }: Receipt,
  hosts: readonly ProjectionHost[],
  query: string,
): readonly ProjectionHost[] {
  const concerned = hosts.filter(({ unit }) => unit.projection.aggregate === aggregate);
  if (concerned.length > 0) return concerned;
  const message = `is the receipt of ${aggregate}, of which this query reads nothing: it cannot wait for it`;
  throw invalid(query, [{ pointer: '/after', message }]);
}

interface AfterReceipt {
  readonly hosts: readonly ProjectionHost[];
  readonly after: Receipt;
  readonly timeoutMs: number;
}

/**
 * Waits for a receipt, and answers from the generations that were waited for: one that came to serve meanwhile may be behind them.
 * What this engine's own folds say is taken at their word, and proved by what was read, or afterwards. A read that proves itself follows
 * the step on its way.
 */
async function answerAfter(
  ports: QueryBusPorts,
  asked: Asked,
  { hosts, after, timeoutMs }: AfterReceipt,
): Promise<Answer<unknown>> {
  const { connection, runtime } = ports;
  const concerned = concernedBy(after, hosts, asked.query.name);
  const { place } = after;
  // The aggregate has stored nothing yet: every answer includes that.
  if (place === null) return { value: (await answerFrom(ports, asked)).value, stale: false };
  const others = hosts.filter((host) => !concerned.includes(host));
  const trusts: Trust[] = provesItself(ports, asked) ? ['sent', 'folded'] : ['folded'];
  for (let attempt = 1; ; attempt++) {
    const known = await Promise.all(hosts.map((host) => host.lastServing()));
    const trust = trusts[attempt - 1] ?? 'store';
    const waiting = { connection, runtime, place, timeoutMs, trust };
    // The receipt says nothing of the others: of them it is enough that they are there.
    const [{ behind, isOwnWord }] = await Promise.all([waitFor(concerned, waiting), untilServing(others, waiting)]);
    const { value, generations, readers } = await answerFrom(ports, asked);
    if (behind > 0) return { value, stale: true, behind };
    const isSame = generations.every((generation, index) => generation === known[index]);
    if (isSame && (!isOwnWord || concerned.every((host) => haveSeen(readers.get(host) ?? [], place)))) {
      return { value, stale: false };
    }
    const read = concerned.map((host) => generations[hosts.indexOf(host)] ?? null);
    if (isSame && trust === 'folded' && (await holdsStill(concerned, read, waiting))) return { value, stale: false };
    if (attempt === ATTEMPTS) throw replaced(hosts.map(({ unit }) => unit.name).join(', '));
  }
}

/** Whether what a query reads will tell up to where it was folded. */
function provesItself(ports: QueryBusPorts, asked: Asked): boolean {
  const { query, parameters } = asked;
  if (query.kind === 'handler') return false;
  const reader = readerOf(ports, query.source, '');
  return query.kind === 'page' ? reader.isPageProvable(asked.pageOf(query)) : reader.isRowProvable(query, parameters);
}

/** Whether all that was read of a place's partition, and something was, was read when the place had been folded. */
function haveSeen(readers: readonly TableReader[], place: Place): boolean {
  const moments = readers.flatMap((reader) => reader.moments).filter(({ partition }) => partition === place.partition);
  const isProved = readers.every((reader) => reader.isProved);
  return isProved && moments.length > 0 && moments.every(({ checkpoint }) => isPast(checkpoint, place));
}

/** An answer, and what it was read from. */
interface Answered {
  readonly value: unknown;
  readonly generations: readonly string[];
  readonly readers: ReadonlyMap<ProjectionHost, readonly TableReader[]>;
}

/**
 * Answers from one generation of each projection: one that is dropped meanwhile is not answered from. What was not read while it was
 * there for sure is proved by what serves afterwards.
 */
async function answerFrom(ports: QueryBusPorts, asked: Asked): Promise<Answered> {
  const { query } = asked;
  const hosts = hostsOf(ports, query);
  for (let attempt = 1; ; attempt++) {
    const generations = await Promise.all(hosts.map((host) => servingOf(host, attempt === 1)));
    const readers = new Map<ProjectionHost, TableReader[]>();
    const reader = (table: string) => {
      const host = ports.projections.hostOf(table);
      const made = readerOf(ports, table, generations[hosts.indexOf(host)] ?? '');
      readers.set(host, [...(readers.get(host) ?? []), made]);
      return made;
    };
    const outcome = await settled(() => run(asked, reader));
    // A store that does not answer would not tell what serves either.
    if ('error' in outcome && isStatefoldError(outcome.error, 'UNAVAILABLE')) throw outcome.error;
    const areProved = [...readers.values()].flat().every(({ isProved }) => isProved);
    if ('value' in outcome && areProved) return { ...outcome, generations, readers };
    const serving = await Promise.all(hosts.map((host) => host.serving()));
    const isSame = serving.every((generation, index) => generation === generations[index]);
    // What has come to serve only after it was looked for is there by now.
    const lost = [...readers].find(([, own]) => own.some(({ isLost }) => isLost));
    if ((isSame && lost === undefined) || attempt === ATTEMPTS) {
      if ('error' in outcome) throw outcome.error;
      if (!isSame) throw replaced(query.name);
      if (lost !== undefined) throw lostTables(lost[0].unit.name, generations[hosts.indexOf(lost[0])] ?? '');
      return { ...outcome, generations, readers };
    }
  }
}

function readerOf({ connection, projections }: QueryBusPorts, table: string, generation: string): TableReader {
  return new TableReader(connection, projections.hostOf(table).unit, generation, table);
}

function replaced(what: string): StatefoldError<'UNAVAILABLE'> {
  return new StatefoldError('UNAVAILABLE', `${what}: its read models are being replaced. Ask again.`, { what });
}

/** What serves; as last heard, where that is enough: what is read of it is proved. */
async function servingOf(host: ProjectionHost, isEnoughAsHeard: boolean): Promise<string> {
  const generation = (isEnoughAsHeard ? await host.lastServing() : null) ?? (await host.serving());
  if (generation === null) throw await host.building();
  return generation;
}

async function run(asked: Asked, reader: (table: string) => TableReader): Promise<unknown> {
  const { query, parameters } = asked;
  if (query.kind === 'row') return reader(query.source).row(query, parameters);
  if (query.kind === 'page') return reader(query.source).page(asked.pageOf(query));
  const rows = Object.fromEntries(query.sources.map((table) => [table, rowsOf(reader(table))]));
  try {
    return await (query.handle as (input: object) => unknown)({ query: parameters, rows });
  } catch (cause) {
    if (isStatefoldError(cause)) throw cause;
    const where = `query ${query.name}`;
    const reason = wordsOf(cause);
    throw new StatefoldError('DEFECT', `${where}: its handler threw: ${reason}`, { where }, { cause });
  }
}

/** A table as a hand-written query sees it. */
function rowsOf(reader: TableReader): RowsOf<Row, unknown> {
  return {
    get: async (key) => (await reader.rows([key]))[0] ?? null,
    getMany: (keys) => reader.rows(keys),
    async *all() {
      for await (const [, row] of reader.all()) yield row;
    },
  };
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

async function settled(task: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

/** The result of a task, or `TIMEOUT` when it takes longer; what the task does afterwards is of no consequence. */
async function within<T>(
  runtime: Runtime,
  what: string,
  { timeoutMs: afterMs, graceMs }: { readonly timeoutMs: number; readonly graceMs: number },
  task: () => Promise<T>,
): Promise<T> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    cancel = runtime.after(afterMs + graceMs, () => {
      reject(new StatefoldError('TIMEOUT', `${what}: no answer within ${afterMs} ms. Ask again.`, { what, afterMs }));
    });
  });
  try {
    return await Promise.race([task(), timeout]);
  } finally {
    cancel();
  }
}
