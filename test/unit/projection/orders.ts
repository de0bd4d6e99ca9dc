// A small hand-written domain for tests of folding, with every kind of rollup field, and what appends its events to a log.
import { encodeCommit } from '../../../src/codec/commit.js';
import { digestOfText } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { NO_TAG, partitionOf, tagOf } from '../../../src/kernel/hash.js';
import type { Place } from '../../../src/kernel/place.js';
import { NO_VERSION, version } from '../../../src/kernel/version.js';
import type { CommitDraft, EventLog, Head } from '../../../src/log/event-log.js';
import type { ProjectionDefinition, RollupDefinition, Row } from '../../../src/projection/definition.js';
import type { Schema, SchemaTable } from '../../../src/schema/schema.js';
import type { QueryDefinition } from '../../../src/table/query-definition.js';
import { codecsOf, recordedEvents } from '../../support/app-codecs.js';
import { objectOf } from '../../support/descriptors.js';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export type OrderEvent =
  | {
      readonly type: 'Opened';
      readonly data: { customer: string | null; lines: Line[]; total: number; rating?: number | null };
    }
  | { readonly type: 'LineAdded'; readonly data: { line: Line } }
  | { readonly type: 'Moved'; readonly data: { customer: string | null } }
  | { readonly type: 'Rated'; readonly data: { rating: number | null } }
  | { readonly type: 'Unrated'; readonly data: Record<string, never> }
  | { readonly type: 'Closed'; readonly data: { status: 'shipped' | 'cancelled' } }
  | { readonly type: 'Forgotten'; readonly data: Record<string, never> }
  | { readonly type: 'Touched'; readonly data: Record<string, never> };

type Data<T extends OrderEvent['type']> = Extract<OrderEvent, { type: T }>['data'];

export const orders: ProjectionDefinition = {
  name: 'Orders',
  aggregate: 'Order',
  key: 'orderId',
  slaMs: null,
  fingerprint: 'orders-1',
  folds: {
    creates: {
      Opened: ({ event }) => {
        const data = event.data as Data<'Opened'>;
        return { ...data, orderId: event.aggregateId, status: 'open', placedAt: event.time };
      },
    },
    updates: {
      LineAdded: ({ row, event }) => ({
        ...row,
        lines: [...((row as Row).lines as Line[]), (event.data as Data<'LineAdded'>).line],
      }),
      Moved: ({ row, event }) => ({ ...row, customer: (event.data as Data<'Moved'>).customer }),
      Rated: ({ row, event }) => ({ ...row, rating: (event.data as Data<'Rated'>).rating }),
      Unrated: ({ row }) => {
        const { rating, ...rest } = row as Row;
        return rest;
      },
      Closed: ({ row, event }) => ({ ...row, status: (event.data as Data<'Closed'>).status }),
      Forgotten: () => null,
    },
  },
};

const customerTotals: RollupDefinition = {
  name: 'CustomerTotals',
  source: 'Orders',
  key: 'customer',
  keyField: 'customer',
  unnest: null,
  where: { status: ['open', 'shipped'] },
  fields: {
    orders: { kind: 'count' },
    spent: { kind: 'sum', path: 'total' },
    firstAt: { kind: 'min', path: 'placedAt' },
    lastAt: { kind: 'max', path: 'placedAt' },
    bestRating: { kind: 'max', path: 'rating' },
    worstRating: { kind: 'min', path: 'rating' },
  },
  fingerprint: 'customer-totals-1',
};

const productSales: RollupDefinition = {
  name: 'ProductSales',
  source: 'Orders',
  key: 'lines.sku',
  keyField: 'sku',
  unnest: 'lines',
  where: {},
  fields: {
    orders: { kind: 'count' },
    units: { kind: 'sum', path: 'lines.quantity' },
    largest: { kind: 'max', path: 'lines.quantity' },
    smallest: { kind: 'min', path: 'lines.quantity' },
  },
  fingerprint: 'product-sales-1',
};

const queries: readonly QueryDefinition[] = [
  {
    kind: 'row',
    name: 'GetOrder',
    source: 'Orders',
    filters: [{ field: 'orderId', parameter: 'orderId', operator: '=', optional: false }],
  },
  {
    kind: 'row',
    name: 'GetTotals',
    source: 'CustomerTotals',
    filters: [{ field: 'customer', parameter: 'customer', operator: '=', optional: false }],
  },
  {
    kind: 'page',
    name: 'CustomerOrders',
    source: 'Orders',
    filters: [
      { field: 'customer', parameter: 'customer', operator: '=', optional: false },
      { field: 'status', parameter: 'status', operator: 'in', optional: true },
      { field: 'total', parameter: 'above', operator: '>', optional: true },
    ],
    sortable: ['total', 'placedAt'],
    defaultOrder: { by: 'placedAt', direction: 'desc' },
  },
  { kind: 'page', name: 'AllOrders', source: 'Orders', filters: [], sortable: ['total', 'rating'], defaultOrder: null },
  {
    kind: 'page',
    name: 'RatedOrders',
    source: 'Orders',
    filters: [
      { field: 'rating', parameter: 'rating', operator: '=', optional: true },
      { field: 'rating', parameter: 'atLeast', operator: '>=', optional: true },
      { field: 'rating', parameter: 'below', operator: '<', optional: true },
    ],
    sortable: ['rating', 'customer'],
    defaultOrder: { by: 'rating', direction: 'asc' },
  },
  {
    kind: 'page',
    name: 'BestCustomers',
    source: 'CustomerTotals',
    filters: [{ field: 'orders', parameter: 'atLeast', operator: '>=', optional: true }],
    sortable: ['spent', 'lastAt'],
    defaultOrder: { by: 'spent', direction: 'desc' },
  },
  { kind: 'page', name: 'BestSellers', source: 'ProductSales', filters: [], sortable: ['units'], defaultOrder: null },
];

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const line = objectOf({ sku: text, quantity: number });

/** The events, and those of other aggregates that tests append. */
const events: SchemaTable = {
  Opened: objectOf({
    customer: maybe(text),
    lines: { type: 'array', items: line },
    total: number,
    'rating?': maybe(number),
  }),
  LineAdded: objectOf({ line }),
  Moved: objectOf({ customer: maybe(text) }),
  Rated: objectOf({ rating: maybe(number) }),
  Unrated: objectOf({}),
  Closed: objectOf({ status: text }),
  Forgotten: objectOf({}),
  Touched: objectOf({}),
};
const codecs = codecsOf('Order', events, Object.keys(events));
const eventCodecs = new EventCodecs(codecs);

/** Opens the commits of this domain. */
export const recordedOrders = recordedEvents(codecs);

/** All that `Projections` needs of this domain. */
export const domain = {
  projections: [orders],
  rollups: [customerTotals, productSales],
  queries,
  recorded: recordedOrders,
};

/** Events of one command to one order. */
export interface TestCommit {
  readonly id: string;
  readonly type?: string;
  readonly time: number;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
}

/** Appends commits to a log as engines do, without an engine. */
export class TestWriter {
  readonly #log: EventLog;
  readonly #heads = new Map<string, Head>();
  #commands = 0;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Appends commits, one block for each partition. Answers the place of the last commit of each partition. */
  async append(commits: readonly TestCommit[]): Promise<readonly Place[]> {
    const blocks = new Map<number, CommitDraft[]>();
    for (const { id, type = 'Order', time, events } of commits) {
      const partition = partitionOf(type, id, this.#log.partitions);
      const head = this.#heads.get(`${type}:${id}`) ?? { version: NO_VERSION, tag: NO_TAG };
      const commandId = `command-${++this.#commands}`;
      const next = { version: version(head.version + events.length), tag: tagOf(commandId) };
      const payload = encodeCommit(
        { commandId, digest: digestOfText('0123456789abcdef'), time, metadata: {}, events },
        eventCodecs,
      );
      this.#heads.set(`${type}:${id}`, next);
      const draft = { expects: { aggregate: { type, id }, head, deadline: Number.MAX_SAFE_INTEGER }, next, payload };
      blocks.set(partition, [...(blocks.get(partition) ?? []), draft]);
    }
    const places: Place[] = [];
    for (const [partition, drafts] of blocks) {
      const appended = await this.#log.append(partition as Place['partition'], { commits: drafts, checks: [] });
      if (appended.kind === 'refused') throw new Error('The log refused a block of the test.');
      const position = (appended.first + drafts.length - 1) as Place['position'];
      places.push({ partition: partition as Place['partition'], epoch: appended.epoch, position, mark: appended.mark });
    }
    return places;
  }
}
