import { describe, expect, it } from 'vitest';
import { type Commit, encodeCommit } from '../../../src/codec/commit.js';
import { digestOfText } from '../../../src/codec/content-digest.js';
import type { EventCodec, Upcast } from '../../../src/codec/event-codec.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import type { Message } from '../../../src/kernel/message.js';
import type { Partition, Position } from '../../../src/kernel/place.js';
import { recordedEvents } from '../../support/app-codecs.js';
import { descriptorOf, grown, objectOf } from '../../support/descriptors.js';

const integer = { type: 'integer' } as const;
const text = { type: 'string' } as const;

const first = descriptorOf('OrderPlaced', objectOf({ total: integer }));
const second = { ...descriptorOf('OrderPlaced', objectOf({ total: integer, currency: text })), version: 2 };
const third = { ...descriptorOf('OrderPlaced', objectOf({ cents: integer, currency: text })), version: 3 };
const paid = descriptorOf('OrderPaid', objectOf({ amount: integer }));
const legacy = descriptorOf('OrderLegacy', objectOf({ note: text }));
const invoiced = descriptorOf('Invoiced', objectOf({}), { aggregate: 'Invoice' });

interface Upcasters {
  readonly v1?: Upcast;
  readonly v2?: Upcast;
  readonly legacy?: Upcast;
}

/** Today's code: OrderPlaced in version 3, and OrderLegacy retired. */
function today(upcasters: Upcasters = {}): readonly EventCodec[] {
  const { v1 = withCurrency, v2 = inCents, legacy: retired = () => [] } = upcasters;
  return [
    { ...schemaCodec(first), upcast: v1 },
    { ...schemaCodec(second), upcast: v2 },
    { ...schemaCodec(legacy), upcast: retired },
    ...[third, paid, invoiced].map(schemaCodec),
  ];
}

const withCurrency: Upcast = ({ event }) => ({ ...(event.data as object), currency: 'EUR' });
const inCents: Upcast = ({ event: { data } }) => {
  const { total, currency } = data as { total: number; currency: string };
  return { cents: total * 100, currency };
};

type Stored = readonly (readonly [codec: EventCodec, data: object])[];

/** Events as the releases of before stored them, read by some codecs. */
function read(stored: Stored, codecs: readonly EventCodec[] = today()): Message[] {
  const commit: Commit = {
    commandId: 'c-1',
    digest: digestOfText('0000000000000000'),
    time: 5,
    metadata: { userId: 'u' },
    events: stored.map(([, data], index) => ({ type: String(index), data })),
  };
  // Each event under a name of its own, so that one commit may hold several versions.
  const writing = new EventCodecs([]);
  writing.writing = (index) => stored[Number(index)]?.[0] as EventCodec;
  const payload = encodeCommit(commit, writing);
  const place = { partition: 2 as Partition, position: 12 as Position };
  return recordedEvents(codecs).of({ aggregate: { type: 'Order', id: 'o-1' }, version: 7, place, payload });
}

const [v1, v2, v3, payment, old] = [first, second, third, paid, legacy].map(schemaCodec) as [
  EventCodec,
  EventCodec,
  EventCodec,
  EventCodec,
  EventCodec,
];
const common = { time: new Date(5), aggregateId: 'o-1', metadata: { userId: 'u' } };

describe('recorded events', () => {
  it('stand in their envelopes, numbered in their commit and counted in their aggregate', () => {
    const messages = read([
      [v3, { cents: 100, currency: 'EUR' }],
      [payment, { amount: 1 }],
    ]);
    expect(messages).toStrictEqual([
      { ...common, type: 'OrderPlaced', data: { cents: 100, currency: 'EUR' }, id: 'c-1#1', version: 6 },
      { ...common, type: 'OrderPaid', data: { amount: 1 }, id: 'c-1#2', version: 7 },
    ]);
  });

  it('are those of today, by way of every version between', () => {
    const messages = read([
      [v1, { total: 1 }],
      [v2, { total: 2, currency: 'USD' }],
      [v3, { cents: 3, currency: 'CHF' }],
    ]);
    expect(messages.map(({ data }) => data)).toEqual([
      { cents: 100, currency: 'EUR' },
      { cents: 200, currency: 'USD' },
      { cents: 3, currency: 'CHF' },
    ]);
    expect(messages.map(({ id, version }) => [id, version])).toEqual([
      ['c-1#1', 5],
      ['c-1#2', 6],
      ['c-1#3', 7],
    ]);
  });

  it('show upcasters the whole stored event', () => {
    const seen: Message[] = [];
    const v1s: Upcast = ({ event }) => {
      seen.push(event);
      return withCurrency({ event });
    };
    read(
      [
        [payment, { amount: 1 }],
        [v1, { total: 1 }],
      ],
      today({ v1: v1s }),
    );
    expect(seen).toEqual([{ ...common, type: 'OrderPlaced', data: { total: 1 }, id: 'c-1#2', version: 7 }]);
  });

  it('share the version of the one that was split, and have numbers behind its own', () => {
    const split: Upcast = ({ event }) => [
      { type: 'OrderPaid', data: { amount: 1 } },
      { type: 'OrderPlaced', data: { cents: (event.data as { total: number }).total, currency: 'EUR' } },
    ];
    const messages = read(
      [
        [payment, { amount: 5 }],
        [v2, { total: 2, currency: 'USD' }],
      ],
      today({ v2: split }),
    );
    expect(messages.map(({ type, id, version }) => [type, id, version])).toEqual([
      ['OrderPaid', 'c-1#1', 6],
      ['OrderPaid', 'c-1#2.1', 7],
      ['OrderPlaced', 'c-1#2.2', 7],
    ]);
  });

  it('keep the number of one that was made into one other', () => {
    const messages = read(
      [[old, { note: 'x' }]],
      today({ legacy: () => [{ type: 'OrderPaid', data: { amount: 0 } }] }),
    );
    expect(messages.map(({ type, id, version }) => [type, id, version])).toEqual([['OrderPaid', 'c-1#1', 7]]);
  });

  it('count one that was dropped', () => {
    const messages = read([
      [old, { note: 'x' }],
      [payment, { amount: 1 }],
    ]);
    expect(messages.map(({ id, version }) => [id, version])).toEqual([['c-1#2', 7]]);
    expect(read([[old, { note: 'x' }]])).toEqual([]);
  });

  it('are the reader’s own', () => {
    const stored: Stored = [[v1, { total: 1 }]];
    const codecs = today();
    expect(read(stored, codecs)[0]?.data).not.toBe(read(stored, codecs)[0]?.data);
  });
});

describe('an event that this code cannot read', () => {
  const place = 'Order-o-1@7 (partition 2, position 12)';

  it.each([
    ['an unknown version', { ...second, version: 4 }, { total: 1, currency: 'x' }],
    ['an unknown event', descriptorOf('OrderLost', objectOf({})), {}],
    [
      'a wider form of a known version',
      grown(paid, objectOf({ amount: text }), { breaking: true }),
      { amount: 'many' },
    ],
  ])('is INCOMPATIBLE, with its place and what to do: %s', (_name, descriptor, data) => {
    expect(() => read([[schemaCodec(descriptor), data]])).toThrow(
      expect.objectContaining({
        code: 'INCOMPATIBLE',
        message: expect.stringMatching(/^Order-o-1@7 \(partition 2, position 12\): .*Run the release that wrote it/),
      }),
    );
  });

  it('is read where only trailing optional fields were added', () => {
    const more = grown(paid, objectOf({ amount: integer, 'tip?': integer }));
    expect(read([[schemaCodec(more), { amount: 1, tip: 2 }]])[0]?.data).toEqual({ amount: 1 });
  });

  it('is CORRUPT where its bytes are no commit', () => {
    const at = { partition: 2 as Partition, position: 12 as Position };
    const recorded = { aggregate: { type: 'Order', id: 'o-1' }, version: 7, place: at, payload: Uint8Array.of(0xc1) };
    expect(() => recordedEvents(today()).of(recorded)).toThrow(
      expect.objectContaining({ code: 'CORRUPT', message: expect.stringContaining(place) }),
    );
  });
});

describe('an upcaster', () => {
  const broken = new RangeError('no rate');

  it.each<[string, Upcasters, string]>([
    [
      'throws',
      {
        v1: () => {
          throw broken;
        },
      },
      'upcast.OrderPlacedV1 threw: no rate',
    ],
    [
      'makes invalid data',
      { v2: () => ({ cents: 1.5, currency: 'EUR' }) },
      'upcast.OrderPlacedV2 made an invalid OrderPlaced: /cents',
    ],
    ['makes nothing', { v1: (() => undefined) as never }, 'upcast.OrderPlacedV1 made nothing'],
    ['makes a promise', { v2: (async () => ({})) as never }, 'upcast.OrderPlacedV2 made an invalid OrderPlaced'],
    [
      'makes an unknown event',
      { v1: () => [{ type: 'OrderLost', data: {} }] },
      'upcast.OrderPlacedV1 made OrderLost, which is no event of Order',
    ],
    ['makes a retired event', { v1: () => [{ type: 'OrderLegacy', data: { note: 'x' } }] }, 'made OrderLegacy'],
    ['makes another aggregate’s event', { v1: () => [{ type: 'Invoiced', data: {} }] }, 'made Invoiced'],
    ['makes a list of something else', { v1: (() => [null]) as never }, 'made something'],
    [
      'makes an invalid event',
      { v1: () => [{ type: 'OrderPaid', data: { amount: 'x' } }] },
      'upcast.OrderPlacedV1 made an invalid OrderPaid: /amount',
    ],
  ])('is a DEFECT with upcaster, event and place when it %s', (_name, upcasters, what) => {
    const thrown = (): unknown => {
      try {
        return read(
          [
            [v1, { total: 1 }],
            [payment, { amount: 1 }],
          ],
          today(upcasters),
        );
      } catch (error) {
        return error;
      }
    };
    expect(thrown()).toMatchObject({
      code: 'DEFECT',
      message: expect.stringMatching(/^Order-o-1@6 \(partition 2, position 12\): /),
      details: { aggregateId: 'o-1', where: expect.stringMatching(/^upcast\.OrderPlacedV[12]$/) },
    });
    expect(thrown()).toHaveProperty('message', expect.stringContaining(what));
  });

  it('of a retired event’s last version cannot make a version that there is not', () => {
    expect(() => read([[old, { note: 'x' }]], today({ legacy: () => ({ note: 'y' }) }))).toThrow(
      'upcast.OrderLegacyV1 made no list of events',
    );
  });
});
