// The way of a query: validate → authorise → wait for `after` → read → answer. One pipeline for all queries.
import { isStatefoldError, StatefoldError, type Violation, wordsOf } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { Row } from '../projection/definition.js';
import type { ProjectionHost } from '../projection/projection-host.js';
import type { Projections } from '../projection/projections.js';
import { TableReader } from '../projection/table-reader.js';
import { copyValue } from '../schema/copy.js';
import type { StoreConnection } from '../store/store.js';
import type { QueryDefinition } from '../table/query-definition.js';
import type { Parameters } from '../table/query-plan.js';
import type { QueryRequest } from './hooks.js';
import { invalid, timeoutViolations, unknownName } from './invalid.js';
import type { RowsOf } from './query-helpers.js';
import type { Answer, QueryAfter, QueryOptions } from './query-options.js';
import { waitFor } from './waiting.js';

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

/** A query bus over the projections of an engine. */
export function createQueryBus(ports: QueryBusPorts): QueryBus {
  const byName = new Map(ports.queries.map((query) => [query.name, query]));
  return {
    async ask(name, parameters, options = {}) {
      const query = byName.get(name);
      if (query === undefined)
        throw invalid(unknownName(name), [{ pointer: '', message: 'is no query of this domain' }]);
      const violations = [...ports.validate(name, parameters), ...optionViolations(options)];
      if (violations.length > 0) throw invalid(name, violations);
      const asked = copyValue(parameters) as Parameters;
      const timeoutMs = options.timeout ?? ports.defaultTimeout;
      const { after } = options;
      const answer = async (): Promise<unknown> => {
        await ports.before({ type: name, parameters: asked, metadata: { ...options.metadata } });
        if (after === undefined) return answerFrom(ports, query, asked);
        const behind = await waitForReceipt(ports, query, after, timeoutMs);
        const value = await answerFrom(ports, query, asked);
        return (behind === 0 ? { value, stale: false } : { value, stale: true, behind }) satisfies Answer<unknown>;
      };
      // A query that waits for a command may use its time up for that, and then still has to read.
      return within(ports.runtime, name, after === undefined ? timeoutMs : timeoutMs + READ_MS, answer);
    },
  };
}

/** The projections that a query reads, each once. */
function hostsOf({ projections }: QueryBusPorts, query: QueryDefinition): readonly ProjectionHost[] {
  const sources = query.kind === 'handler' ? query.sources : [query.source];
  return [...new Set(sources.map((source) => projections.hostOf(source)))];
}

async function waitForReceipt(
  ports: QueryBusPorts,
  query: QueryDefinition,
  after: Receipt,
  timeoutMs: number,
): Promise<number> {
  const hosts = hostsOf(ports, query).filter(({ unit }) => unit.projection.aggregate === after.aggregate);
  if (hosts.length === 0) {
    const message = `is the receipt of ${after.aggregate}, of which this query reads nothing: it cannot wait for it`;
    throw invalid(query.name, [{ pointer: '/after', message }]);
  }
  if (after.place === null) return 0;
  const { connection, runtime } = ports;
  return waitFor(hosts, { connection, runtime, place: after.place, timeoutMs });
}

/** Answers from one generation of each projection: one that is dropped meanwhile is not answered from. */
async function answerFrom(ports: QueryBusPorts, query: QueryDefinition, parameters: Parameters): Promise<unknown> {
  const hosts = hostsOf(ports, query);
  for (let attempt = 1; ; attempt++) {
    const generations = await Promise.all(hosts.map((host) => servingOf(host)));
    const reader = (table: string) => {
      const host = ports.projections.hostOf(table);
      return new TableReader(ports.connection, host.unit, generations[hosts.indexOf(host)] ?? '', table);
    };
    const outcome = await settled(() => run(query, parameters, reader));
    const serving = await Promise.all(hosts.map((host) => host.serving()));
    const isSame = serving.every((generation, index) => generation === generations[index]);
    if (isSame || attempt === ATTEMPTS) {
      if ('error' in outcome) throw outcome.error;
      if (isSame) return outcome.value;
      const what = query.name;
      throw new StatefoldError('UNAVAILABLE', `${what}: its read models are being replaced. Ask again.`, { what });
    }
  }
}

async function servingOf(host: ProjectionHost): Promise<string> {
  const generation = await host.serving();
  if (generation === null) throw await host.building();
  return generation;
}

async function run(
  query: QueryDefinition,
  parameters: Parameters,
  reader: (table: string) => TableReader,
): Promise<unknown> {
  if (query.kind === 'row') return reader(query.source).row(query, parameters);
  if (query.kind === 'page') return reader(query.source).page(query, parameters);
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
async function within<T>(runtime: Runtime, what: string, afterMs: number, task: () => Promise<T>): Promise<T> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    cancel = runtime.after(afterMs, () => {
      reject(new StatefoldError('TIMEOUT', `${what}: no answer within ${afterMs} ms. Ask again.`, { what, afterMs }));
    });
  });
  try {
    return await Promise.race([task(), timeout]);
  } finally {
    cancel();
  }
}

function optionViolations({ timeout, after }: QueryOptions | QueryAfter): readonly Violation[] {
  const isReceipt =
    after === undefined || (typeof after === 'object' && after !== null && typeof after.place === 'object');
  return [...timeoutViolations(timeout), ...(isReceipt ? [] : [{ pointer: '/after', message: 'must be a receipt' }])];
}
