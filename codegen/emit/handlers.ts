// Emits `handlers.ts`: what the engine needs to know of each aggregate, read model and query, but for their code.
import { digestOf } from '../../src/kernel/hash.js';
import type { EventVersion } from '../lock/event-versions.js';
import type {
  AggregateModel,
  DomainModel,
  Implementations,
  ProjectionModel,
  QueryModel,
  RollupModel,
} from '../model.js';
import { contractType, GeneratedFile, type Printable } from './generated-file.js';
import { type Literal, literal, propertyName } from './literal.js';
import { schemaOf } from './schema.js';
import { WHOLE_DOMAIN } from './sources.js';

/** Path of the tables of definitions. */
export const HANDLERS_FILE = 'handlers.ts';

/** The tables of definitions. `versions` are those of the events. */
export function handlersFile(
  model: DomainModel,
  { machines, projections, upcasters }: Implementations,
  versions: readonly EventVersion[],
): GeneratedFile {
  const tables = ['aggregates', 'projections', 'rollups', 'queries'];
  const file = new GeneratedFile(HANDLERS_FILE, WHOLE_DOMAIN, tables);
  // Upcasters change what machines and folds see of a log that has not changed.
  const pastOf = (aggregate: string) =>
    versions
      .filter(({ isToday, descriptor }) => !isToday && descriptor.aggregate === aggregate)
      .map(({ key }) => [key, upcasters[key]?.fingerprint ?? '']);
  const decided = model.aggregates.map((aggregate) =>
    aggregateLiteral(aggregate, [machines[aggregate.name]?.fingerprint ?? '', ...pastOf(aggregate.name)]),
  );
  printTable(file, 'aggregates', decided, ['Omit<', contractType('AggregateDefinition'), ", 'machine'>"]);
  const folded = model.projections.map((projection) =>
    projectionLiteral(projection, [projections[projection.name]?.fingerprint ?? '', ...pastOf(projection.aggregate)]),
  );
  printTable(file, 'projections', folded, ['Omit<', contractType('ProjectionDefinition'), ", 'folds'>"]);
  printTable(file, 'rollups', model.rollups.map(rollupLiteral), contractType('RollupDefinition'));
  printTable(file, 'queries', model.queries.map(queryLiteral), [
    contractType('RowQuery'),
    ' | ',
    contractType('PageQuery'),
    ' | Omit<',
    contractType('HandlerQuery'),
    ", 'handle'>",
  ]);
  return file;
}

type Definition = readonly [name: string, value: Literal];

function printTable(file: GeneratedFile, name: string, definitions: readonly Definition[], type: Printable): void {
  file.print`export const ${name} = {`;
  for (const [key, value] of definitions) {
    const start = `  ${propertyName(key)}: `;
    file.print`${start}${literal(value, 2, start.length)},`;
  }
  file.print`} satisfies Record<string, ${type}>;`;
  file.print``;
}

function aggregateLiteral(
  { name, commands, events, idName, state }: AggregateModel,
  sources: readonly unknown[],
): Definition {
  const names = (messages: AggregateModel['commands']) => messages.map((message) => message.name);
  const fingerprint = fingerprintOf([schemaOf(state), ...sources]);
  const id = idName?.name ?? null;
  return [name, { type: name, commands: names(commands), events: names(events), id, fingerprint }];
}

function projectionLiteral(projection: ProjectionModel, sources: readonly unknown[]): Definition {
  const { name, aggregate, key, slaMs } = projection;
  return [name, { name, aggregate, key, slaMs, fingerprint: fingerprintOf([rowShape(projection), ...sources]) }];
}

function rollupLiteral(rollup: RollupModel): Definition {
  const { name, source, key, keyField, unnest, where } = rollup;
  const fields = Object.fromEntries(rollup.fields.map((field) => [field.name, field.aggregation]));
  const shape = { name, source, key, keyField, unnest, where, fields };
  return [name, { ...shape, fingerprint: fingerprintOf([shape, rowShape(rollup)]) }];
}

function queryLiteral({ name, plan }: QueryModel): Definition {
  switch (plan.kind) {
    case 'row':
      return [name, { kind: 'row', name, source: plan.source, filters: plan.filters }];
    case 'page':
      return [
        name,
        {
          kind: 'page',
          name,
          source: plan.source,
          filters: plan.filters,
          sortable: plan.sortable,
          defaultOrder: plan.defaultOrder,
        },
      ];
    case 'handler':
      return [name, { kind: 'handler', name, sources: plan.sources }];
  }
}

/** What a declaration says of its rows, without docs and places: they may change without a rebuild. */
function rowShape({ row }: ProjectionModel | RollupModel): unknown {
  return schemaOf(row);
}

function fingerprintOf(content: readonly unknown[]): string {
  return digestOf(new TextEncoder().encode(JSON.stringify(content)));
}
