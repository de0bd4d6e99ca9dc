// A domain written by hand, small enough to plant a mistake in each of its functions: a tally that adds up until it is closed.
import type { AggregateDefinition } from '../../../src/aggregate/definition.js';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import type { EventCodec, Upcast } from '../../../src/codec/event-codec.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import type { Aggregate, Int } from '../../../src/domain.js';
import { type AppDefinition, CONTRACT } from '../../../src/engine/app-definition.js';
import type { Message } from '../../../src/kernel/message.js';
import type { Folds } from '../../../src/projection/definition.js';
import type { ObjectSchema } from '../../../src/schema/schema.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';

/** Adds amounts; twice the same one in a row is refused. */
interface Tally extends Aggregate<string> {
  state: { total: Int; last: Int };
  commands: { Add: { amount: Int }; Pause: object; Resume: object; Close: object };
  events: { Added: { amount: Int; total: Int }; Paused: object; Resumed: object; Closed: object };
}

const COMMANDS = ['Add', 'Pause', 'Resume', 'Close'];
const EVENTS = ['Added', 'Paused', 'Resumed', 'Closed'];

/** Where a mistake can be planted; each is sound when absent. */
export interface TallyPlants {
  /** What an `Added` says of a command's time. */
  readonly amountOf?: (amount: number) => number;
  /** Whether a tally may be added to while it is paused, though no state applies that. */
  readonly addsWhilePaused?: boolean;
  readonly folds?: Folds;
  /** The codec of an event instead of the sound one. */
  readonly codecOf?: (sound: EventCodec) => EventCodec;
  /** Turns an `Added` of before, which had no total, into one of today: the domain then has that version too. */
  readonly upcast?: Upcast;
}

const { decide, evolve, guard, ...chart } = aggregateSetup<Tally>({ commands: COMMANDS, events: EVENTS });

function machineOf({
  amountOf = (amount) => amount,
  addsWhilePaused = false,
}: TallyPlants): AggregateDefinition['machine'] {
  const Add = {
    guard: 'another',
    actions: decide.Add(({ state, command }) => {
      const amount = amountOf(command.data.amount);
      return { type: 'Added', data: { amount, total: state.total + amount } };
    }),
  } as const;
  return chart
    .extend({ guards: { another: guard.Add(({ state, command }) => command.data.amount !== state.last) } })
    .createMachine({
      id: 'tally',
      context: { total: 0, last: 0 },
      initial: 'open',
      states: {
        open: {
          on: {
            Add,
            Added: { actions: evolve.Added(({ event }) => ({ total: event.data.total, last: event.data.amount })) },
            Pause: { actions: decide.Pause(() => ({ type: 'Paused', data: {} })) },
            Paused: 'paused',
            Close: { actions: decide.Close(() => ({ type: 'Closed', data: {} })) },
            Closed: 'closed',
          },
        },
        paused: {
          on: {
            ...(addsWhilePaused ? { Add } : {}),
            Resume: { actions: decide.Resume(() => ({ type: 'Resumed', data: {} })) },
            Resumed: 'open',
          },
        },
        closed: { type: 'final' },
      },
    });
}

const empty = objectOf({});
const integer = { type: 'integer', minimum: -1000, maximum: 1000 } as const;
const sum = { type: 'integer' } as const;
const schemas = {
  Tally: objectOf({ total: sum, last: sum }),
  Add: objectOf({ amount: integer }),
  Pause: empty,
  Resume: empty,
  Close: empty,
  Added: objectOf({ amount: sum, total: sum }),
  Paused: empty,
  Resumed: empty,
  Closed: empty,
  TallyRow: objectOf({ id: { type: 'string' }, status: { enum: ['open', 'paused'] }, total: sum, adds: sum }),
  ByStatus: objectOf({ status: { enum: ['open', 'paused'] }, tallies: sum, total: sum, largest: sum }),
  GetTallies: {
    type: 'object',
    properties: {
      status: { enum: ['open', 'paused'] },
      paging: objectOf({ number: sum, size: sum, cursor: { type: 'string' } }),
    },
    required: [],
    additionalProperties: false,
  },
} as const;

type TallyRow = { readonly id: string; readonly status: string; readonly total: number; readonly adds: number };
/** The data of an `Added`. */
export const dataOf = (event: Message): Tally['events']['Added'] => event.data as Tally['events']['Added'];

/** One row per tally; a closed one has none. */
export const FOLDS: Folds = {
  creates: {
    Added: ({ event }) => ({ id: event.aggregateId, status: 'open', total: dataOf(event).total, adds: 1 }),
    Paused: ({ event }) => ({ id: event.aggregateId, status: 'paused', total: 0, adds: 0 }),
  },
  updates: {
    Added: ({ row, event }) => ({ ...row, total: dataOf(event).total, adds: (row as TallyRow).adds + 1 }),
    Paused: ({ row }) => ({ ...row, status: 'paused' }),
    Resumed: ({ row }) => ({ ...row, status: 'open' }),
    Closed: () => null,
  },
};

const paging = { ...schemas.GetTallies.properties.paging, required: [] };

/** The domain, with mistakes or without. */
export function tallyApp(plants: TallyPlants = {}): AppDefinition {
  return {
    contract: CONTRACT,
    schemas: {
      ...schemas,
      GetTallies: { ...schemas.GetTallies, properties: { ...schemas.GetTallies.properties, paging } },
    },
    aggregates: [
      { type: 'Tally', machine: machineOf(plants), fingerprint: 'tally', commands: COMMANDS, events: EVENTS, id: null },
    ],
    projections: [
      {
        name: 'TallyRow',
        aggregate: 'Tally',
        key: 'id',
        slaMs: null,
        fingerprint: 'row',
        folds: plants.folds ?? FOLDS,
      },
    ],
    rollups: [
      {
        name: 'ByStatus',
        source: 'TallyRow',
        key: 'status',
        keyField: 'status',
        unnest: null,
        where: {},
        fields: {
          tallies: { kind: 'count' },
          total: { kind: 'sum', path: 'total' },
          largest: { kind: 'max', path: 'total' },
        },
        fingerprint: 'by status',
      },
    ],
    queries: [
      {
        kind: 'page',
        name: 'GetTallies',
        source: 'TallyRow',
        filters: [{ field: 'status', parameter: 'status', operator: '=', optional: true }],
        sortable: [],
        defaultOrder: { by: 'total', direction: 'desc' },
      },
    ],
    codecs: codecsOf(plants),
  };
}

function codecsOf({ codecOf = (sound) => sound, upcast }: TallyPlants): readonly EventCodec[] {
  const version = upcast === undefined ? 1 : 2;
  const today = EVENTS.map((event, index) =>
    codecOf(plainCodec(event, index, { version, schema: schemas[event as keyof typeof schemas] as ObjectSchema })),
  );
  const before = plainCodec('Added', 0, { version: 1, schema: objectOf({ amount: sum }) });
  return upcast === undefined ? today : [...today, { ...before, upcast }];
}

function plainCodec(
  event: string,
  index: number,
  { version, schema }: Pick<EventDescriptor, 'version' | 'schema'>,
): EventCodec {
  return schemaCodec(descriptorOf(event, schema, { aggregate: 'Tally', number: index + 1, version }));
}
