// A small domain whose folds are wrong when an event is folded twice or never: counters, and what each of them has counted.
import { schemaCodec } from '../../src/codec/schema-codec.js';
import type { Aggregate } from '../../src/domain.js';
import { type AppDefinition, CONTRACT } from '../../src/engine/app-definition.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Message } from '../../src/kernel/message.js';
import type { Receipt } from '../../src/kernel/place.js';
import type { ProjectionDefinition, Row } from '../../src/projection/definition.js';
import { aggregateSetup } from '../../src/statechart/aggregate-setup.js';
import { descriptorOf, objectOf } from './descriptors.js';

interface Counter extends Aggregate {
  state: { sum: number };
  commands: { Count: { by: number } };
  events: { Counted: { by: number } };
}

/** A counter's row: how often and how far it has counted, and the events that it has seen, in order. */
export interface CountRow extends Row {
  readonly counterId: string;
  readonly group: string;
  readonly count: number;
  readonly sum: number;
  readonly seen: readonly string[];
}

interface CounterTypes {
  readonly aggregates: { readonly counter: Counter };
  readonly queries: { readonly GetCount: object; readonly GetCopy: object };
  readonly rows: { readonly Counts: object; readonly Copies: object; readonly Groups: object };
  readonly commandBus: { count(id: string, data: { by: number }, options?: object): Promise<Receipt> };
  readonly queryBus: {
    getCount(by: { counterId: string }, options: object): Promise<{ value: CountRow | null; stale: boolean }>;
    getCopy(by: { counterId: string }, options: object): Promise<{ value: CountRow | null; stale: boolean }>;
  };
}

/** An engine of counters. */
export type CounterEngine = Engine<CounterTypes>;

const counter = aggregateSetup<Counter>({ commands: ['Count'], events: ['Counted'] });
const machine = counter.createMachine({
  context: { sum: 0 },
  on: {
    Count: { actions: counter.decide.Count(({ command }) => ({ type: 'Counted', data: command.data })) },
    Counted: { actions: counter.evolve.Counted(({ state, event }) => ({ sum: state.sum + event.data.by })) },
  },
});

const text = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const counted = descriptorOf('Counted', objectOf({ by: integer }), { aggregate: 'Counter' });

const byOf = (event: Message): number => (event.data as { by: number }).by;
const counting = (name: string): ProjectionDefinition => ({
  name,
  aggregate: 'Counter',
  key: 'counterId',
  slaMs: null,
  fingerprint: name,
  folds: {
    creates: {
      Counted: ({ event }) => ({
        counterId: event.aggregateId,
        group: event.aggregateId.split('-')[0] ?? '',
        count: 1,
        sum: byOf(event),
        seen: [event.id],
      }),
    },
    updates: {
      Counted: ({ row, event }) => {
        const before = row as CountRow;
        return {
          ...before,
          count: before.count + 1,
          sum: before.sum + byOf(event),
          seen: [...before.seen, event.id],
        };
      },
    },
  },
});
const byCounter = [{ field: 'counterId', parameter: 'counterId', operator: '=' as const, optional: false }];

/** The domain: two projections of the same events, so that there is something to share, and a rollup. */
export const countersApp: AppDefinition<CounterTypes> = {
  contract: CONTRACT,
  schemas: {
    Count: objectOf({ by: integer }),
    Counted: counted.schema,
    ...Object.fromEntries(
      ['Counts', 'Copies'].map((name) => [
        name,
        objectOf({
          counterId: text,
          group: text,
          count: integer,
          sum: integer,
          seen: { type: 'array', items: text },
        }),
      ]),
    ),
    Groups: objectOf({ group: text, counters: integer, sum: integer }),
    GetCount: objectOf({ counterId: text }),
    GetCopy: objectOf({ counterId: text }),
  },
  aggregates: [
    { type: 'Counter', machine, fingerprint: 'counter', commands: ['Count'], events: ['Counted'], id: null },
  ],
  projections: [counting('Counts'), counting('Copies')],
  rollups: [
    {
      name: 'Groups',
      source: 'Counts',
      key: 'group',
      keyField: 'group',
      unnest: null,
      where: {},
      fields: { counters: { kind: 'count' }, sum: { kind: 'sum', path: 'sum' } },
      fingerprint: 'groups',
    },
  ],
  queries: [
    { kind: 'row', name: 'GetCount', source: 'Counts', filters: byCounter },
    { kind: 'row', name: 'GetCopy', source: 'Copies', filters: byCounter },
  ],
  codecs: [schemaCodec(counted)],
};
