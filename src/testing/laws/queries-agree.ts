// Law: a generated query answers what filtering, sorting and cutting the plain rows answers.
import fc from 'fast-check';
import { methodName } from '../../engine/bus-methods.js';
import type { Row } from '../../projection/definition.js';
import type { PageOfRows } from '../../table/page-reader.js';
import type { PageQuery, QueryDefinition, RowQuery } from '../../table/query-definition.js';
import { must, mustEqual } from '../broken.js';
import { circumstances } from '../circumstances.js';
import { drawn } from '../drawn.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext, QueryCase } from '../law.js';
import { onStage } from '../on-stage.js';
import { plainAnswers, plainList } from '../plain-query.js';
import { printValue } from '../print-value.js';
import { keyFieldOf } from '../sorted-rows.js';
import type { Stage } from '../stage.js';

type GeneratedQuery = RowQuery | PageQuery;

/** By page number and by cursor, on any number of partitions. */
export const queriesAgree: Law = {
  name: 'queries agree',
  says: 'every generated query answers what filtering, sorting and paging the plain rows gives',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({
      history: historiesOf(domain, { commands }),
      circumstances: circumstances({ pause: 3, 'folding stops': 1, 'folding starts': 2 }, commands),
      queries: fc.array(
        fc.record({
          which: fc.nat({ max: 100 }),
          seed: fc.nat({ max: 100_000 }),
          size: fc.integer({ min: 1, max: 4 }),
        }),
        {
          maxLength: 6,
        },
      ),
    }),
  check: async (context, tried) => {
    if (!context.domain.app.queries.some(isGenerated)) return;
    await onStage(context, tried, (stage) => holds(context, tried, stage));
  },
};

function isGenerated(query: QueryDefinition): query is GeneratedQuery {
  return query.kind !== 'handler';
}

async function holds(context: LawContext, { history, queries = [] }: Case, stage: Stage): Promise<void> {
  await stage.play(history);
  await stage.caughtUp();
  const tables = await stage.rows();
  const all = context.domain.app.queries.filter(isGenerated);
  for (const asked of queries) {
    const query = all[asked.which % all.length];
    if (query === undefined) continue;
    const rows = tables[query.source] ?? [];
    const parameters = parametersFor(context, query, asked, rows);
    if (query.kind === 'row') await rowAgrees(stage, query, parameters, rows);
    else
      await pagesAgree(stage, query, parameters, {
        rows,
        size: asked.size,
        key: keyFieldOf(context.app, query.source),
      });
  }
}

/** Parameters, often with values of the rows themselves. */
function parametersFor(
  { domain }: LawContext,
  query: GeneratedQuery,
  { seed }: QueryCase,
  rows: readonly Row[],
): Readonly<Record<string, unknown>> {
  const made = drawn(seed, (random) => domain.commands.parameters(query.name, rows, random));
  const { paging, ...parameters } = made as { paging?: unknown };
  return parameters;
}

async function rowAgrees(
  stage: Stage,
  query: RowQuery,
  parameters: Readonly<Record<string, unknown>>,
  rows: readonly Row[],
): Promise<void> {
  const found = await stage.ask(methodName(query.name), parameters);
  const candidates = plainAnswers(query, parameters, rows);
  const asked = `${query.name} ${printValue(parameters)}`;
  if (candidates.length <= 1) mustEqual(`${asked} answers another row.`, found, candidates[0] ?? null);
  else
    must(
      candidates.some((row) => row[keyOf(row, found)] !== undefined),
      () => `${asked} answers a row that does not fit.`,
    );
}

/** A field of both; any will do. */
function keyOf(row: Row, found: unknown): string {
  return Object.keys(row).find((field) => (found as Row | null)?.[field] === row[field]) ?? '';
}

async function pagesAgree(
  stage: Stage,
  query: PageQuery,
  parameters: Readonly<Record<string, unknown>>,
  { rows, size, key }: { readonly rows: readonly Row[]; readonly size: number; readonly key: string },
): Promise<void> {
  const list = plainList(query, parameters, rows, key);
  const pages = Math.ceil(list.length / size);
  const asked = `${query.name} ${printValue(parameters)}, pages of ${size}`;
  let cursor: string | null = null;
  for (let number = 1; number <= pages + 1; number++) {
    const page = (await stage.ask(methodName(query.name), { ...parameters, paging: { number, size } })) as PageOfRows;
    const expected = { rows: list.slice((number - 1) * size, number * size), total: list.length, number, size };
    const { cursor: next, ...shown } = page;
    mustEqual(`${asked}: page ${number} is another.`, shown, expected);
    must(
      (next !== null) === number < pages,
      () => `${asked}: page ${number} of ${pages} ${next === null ? 'has no' : 'has a'} cursor.`,
    );
    if (cursor !== null) {
      const walked = (await stage.ask(methodName(query.name), {
        ...parameters,
        paging: { cursor, size },
      })) as PageOfRows;
      mustEqual(`${asked}: by cursor, page ${number} is another.`, walked.rows, expected.rows);
    }
    cursor = next;
  }
}
