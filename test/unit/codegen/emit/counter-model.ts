// A small domain as a model, made by hand: what emitters are shown when reading is not the point.
import type { LockedDomain } from '../../../../codegen/generate.js';
import { settleLock } from '../../../../codegen/lock/settle-lock.js';
import type {
  AggregateModel,
  Constraints,
  DomainModel,
  FieldModel,
  ObjectType,
  SourcePlace,
  TypeModel,
} from '../../../../codegen/model.js';

const DOMAIN_FILE = 'domain/counter.domain.ts';

export function place(line: number, file = DOMAIN_FILE): SourcePlace {
  return { file, line, column: 1 };
}

export function scalar(
  kind: 'string' | 'number' | 'integer' | 'bigint' | 'boolean' | 'null' | 'date' | 'bytes',
  constraints: Constraints = {},
): TypeModel {
  return { kind, constraints };
}

export function object(fields: Readonly<Record<string, TypeModel>>, optional: readonly string[] = []): ObjectType {
  const field = ([name, type]: [string, TypeModel]): FieldModel => ({
    name,
    type,
    doc: '',
    optional: optional.includes(name),
    renamedFrom: null,
    at: place(1),
  });
  return { kind: 'object', fields: Object.entries(fields).map(field) };
}

function message(name: string, payload: ObjectType, doc = '', line = 1) {
  return { name, payload, doc, at: place(line), version: 1, retired: false, renamedFrom: null };
}

const counter: AggregateModel = {
  name: 'Counter',
  doc: 'Counts up.',
  at: place(5),
  id: scalar('string', { minLength: 1 }),
  idName: { name: 'CounterId', file: DOMAIN_FILE },
  state: object({ count: scalar('integer', { minimum: 0 }) }),
  commands: [
    message('Bump', object({ by: scalar('integer', { minimum: 1, maximum: 10 }) }), 'Adds to the count.', 8),
    message('Reset', object({}), 'Back to zero.\nCannot be undone. */', 9),
  ],
  events: [
    message('Bumped', object({ by: scalar('integer'), note: scalar('string') }, ['note']), '', 12),
    message('WasReset', object({}), '', 13),
  ],
};

const tallyRow = object({
  counterId: scalar('string', { minLength: 1 }),
  status: {
    kind: 'union',
    members: [
      { kind: 'literal', value: 'low' },
      { kind: 'literal', value: 'high' },
    ],
    discriminator: null,
  },
  count: scalar('integer'),
  bumps: { kind: 'array', element: { kind: 'reference', name: 'BumpNote' }, constraints: { maxItems: 100 } },
});

export const counterModel: DomainModel = {
  aggregates: [counter],
  types: [
    { name: 'BumpNote', doc: 'One bump.', at: place(3), type: object({ by: scalar('integer'), at: scalar('date') }) },
  ],
  projections: [
    {
      name: 'Tally',
      doc: 'One row per counter.',
      at: place(16),
      aggregate: 'Counter',
      key: 'counterId',
      unique: [],
      slaMs: 250,
      row: tallyRow,
    },
  ],
  rollups: [
    {
      name: 'ByStatus',
      doc: '',
      at: place(24),
      source: 'Tally',
      key: 'status',
      keyField: 'status',
      unnest: null,
      where: { status: ['high'] },
      fields: [
        { name: 'counters', doc: '', at: place(25), aggregation: { kind: 'count' } },
        { name: 'total', doc: '', at: place(26), aggregation: { kind: 'sum', path: 'count' } },
      ],
      row: object({ status: scalar('string'), counters: scalar('integer'), total: scalar('integer') }),
    },
  ],
  queries: [
    {
      name: 'GetTally',
      doc: 'One counter.',
      at: place(30),
      parameters: object({ counterId: scalar('string') }),
      plan: {
        kind: 'row',
        source: 'Tally',
        filters: [{ field: 'counterId', parameter: 'counterId', operator: '=', optional: false }],
      },
    },
    {
      name: 'GetTallies',
      doc: '',
      at: place(33),
      parameters: object({ status: scalar('string') }, ['status']),
      plan: {
        kind: 'page',
        source: 'Tally',
        filters: [{ field: 'status', parameter: 'status', operator: '=', optional: true }],
        sortable: ['count'],
        defaultOrder: { by: 'count', direction: 'desc' },
      },
    },
    {
      name: 'GetGrandTotal',
      doc: '',
      at: place(37),
      parameters: object({}),
      plan: { kind: 'handler', sources: ['Tally', 'ByStatus'] },
    },
  ],
};

/** A domain with the lock that it gets when it has none. */
export function locked(model: DomainModel): LockedDomain {
  const { lock, text, problems, changes } = settleLock(model, null, []);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return { model, lock, changes, lockText: text };
}

export const emptyModel: DomainModel = { aggregates: [], types: [], projections: [], rollups: [], queries: [] };
