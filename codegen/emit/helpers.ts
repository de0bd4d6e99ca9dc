// Emits `projections.ts` and `queries.ts`: the typed helpers for folds and hand-written queries.
import type { DomainModel } from '../model.js';
import { code, contractType, contractValue, domainType, GeneratedFile, type Printable } from './generated-file.js';
import { literal, propertyName, quoted } from './literal.js';
import { keyOf, readModel, sourcesOf, WHOLE_DOMAIN } from './sources.js';

/** Path of the helpers for folds. */
export const PROJECTIONS_FILE = 'projections.ts';

/** Path of the helpers for hand-written queries. */
export const QUERIES_FILE = 'queries.ts';

/** The helpers for folds; none in a domain without projections. */
export function projectionHelpersFile(model: DomainModel): GeneratedFile[] {
  const { projections } = model;
  if (projections.length === 0) return [];
  const file = new GeneratedFile(PROJECTIONS_FILE, WHOLE_DOMAIN, ['projection', 'Projections']);
  file.print`interface Projections {`;
  for (const { name, at } of projections) file.print`  ${name}: ${domainType(name, at.file)};`;
  file.print`}`;
  file.print``;
  file.doc('`projection.<Name>({ creates, updates })` gives the folds of a projection their types.');
  const names = projections.map(({ name }) => name);
  const [type, make] = [contractType('ProjectionHelpers'), contractValue('projectionHelpers')];
  const folded = ['Projections', ...retiredNames(model)].join(', ');
  file.print`export const projection: ${type}<${folded}> = ${make}<${folded}>(${literal(names, 0, 86)});`;
  return [file];
}

/** The helpers for hand-written queries; none in a domain that has none. */
export function queryHelpersFile(model: DomainModel): GeneratedFile[] {
  const queries = model.queries.filter(({ plan }) => plan.kind === 'handler');
  if (queries.length === 0) return [];
  const file = new GeneratedFile(QUERIES_FILE, WHOLE_DOMAIN, ['query', 'Queries']);
  file.print`interface Queries {`;
  for (const query of queries) {
    file.print`  ${query.name}: {`;
    file.print`    query: ${domainType(query.name, query.at.file)};`;
    file.print`    rows: {`;
    for (const source of sourcesOf(query)) file.print`      ${source}: ${rowsOf(model, source)};`;
    file.print`    };`;
    file.print`  };`;
  }
  file.print`}`;
  file.print``;
  file.doc('`query.<Name>(async ({ query, rows }) => …)` gives a hand-written query its types.');
  const names = queries.map(({ name }) => name);
  const [type, make] = [contractType('QueryHelpers'), contractValue('queryHelpers')];
  file.print`export const query: ${type}<Queries> = ${make}<Queries>(${literal(names, 0, 63)});`;
  return [file];
}

/** The names of all retired events as one type; none where there are none. */
function retiredNames({ aggregates }: DomainModel): string[] {
  const retired = aggregates.flatMap(({ events }) => events.filter((event) => event.retired));
  return retired.length === 0 ? [] : [retired.map(({ name }) => quoted(name)).join(' | ')];
}

function rowsOf(model: DomainModel, name: string): Printable {
  const source = readModel(model, name);
  const row = domainType(name, source.at.file);
  const key = propertyName(keyOf(source));
  return code`${contractType('RowsOf')}<${row}, ${row}[${key.startsWith("'") ? key : `'${key}'`}]>`;
}
