// Five releases of one shop, on one log after the other and together: what each wrote is read by all later ones as if they had written it.
import { describe, expect, it } from 'vitest';
import { memoryStore, type Receipt, type Store } from '../../src/index.js';
import type { StatefoldError } from '../../src/kernel/error.js';
import { benchOf, until } from '../contract/open-stores.js';
import { stores } from '../support/stores.js';
import { historyOf, idsOf, timeOf } from './histories.js';
import { RELEASES, type Release, type Shop, type Shown } from './releases.js';

const [V1, V2, V3, , V5] = RELEASES as readonly [Release, Release, Release, Release, Release];

/** Does with a release what happened in the time of another. */
async function live(shop: Shop, time: number): Promise<Receipt> {
  let last: Receipt | null = null;
  for (const [index, deed] of historyOf(time).entries()) last = (await shop.act(deed, timeOf(time, index))) ?? last;
  if (last === null) throw new Error('Nothing happened.');
  return last;
}

async function using<T>(release: Release, store: Store, work: (shop: Shop) => Promise<T>): Promise<T> {
  const shop = await release.start({ store });
  try {
    return await work(shop);
  } finally {
    await shop.close();
  }
}

const fresh = new Map<string, Promise<Shown>>();

/** What a release shows of what happened in some times, on a log of its own. */
function written(release: Release, ...times: readonly number[]): Promise<Shown> {
  const key = `${release.name} ${times}`;
  const made =
    fresh.get(key) ??
    using(release, memoryStore(), async (shop) => {
      let last: Receipt | undefined;
      for (const time of times) last = await live(shop, time);
      if (last === undefined) throw new Error('Nothing happened.');
      return shop.show(times.flatMap(idsOf), last);
    });
  fresh.set(key, made);
  return made;
}

const pairs = RELEASES.flatMap((reader, later) =>
  RELEASES.slice(0, later).map((writer, time) => ({ time, writer, reader, names: `${reader.name} of ${writer.name}` })),
);

it('tells histories in which every command and every optional field occurs', async () => {
  expect(new Set(historyOf(0).map(({ kind }) => kind))).toEqual(new Set(['place', 'move', 'flag', 'pay', 'ship']));
  expect(historyOf(1).some((deed) => deed.kind === 'place' && deed.note !== undefined)).toBe(true);
  expect(historyOf(4).some((deed) => deed.kind === 'move' && deed.billTo !== undefined)).toBe(true);
  const { orders, customers, states } = await written(V5, 4);
  expect([orders.length, customers.length, states.length]).toEqual([6, 3, 6]);
  expect(orders[3]).toEqual({
    orderId: 'order-5-3',
    customerId: 'BONAP',
    status: 'open',
    total: 3035,
    note: null,
    paid: 1518,
    shipTo: 'Street 3',
    billTo: 'Box 1',
    placedAt: new Date('2024-01-01T00:08:00Z'),
  });
});

describe.each(stores)('releases on $name', (underTest) => {
  const bench = benchOf(underTest);

  it.each(pairs)('read a log: $names', async ({ time, writer, reader }) => {
    const store = await bench.store();
    const last = await using(writer, store, (shop) => live(shop, time));
    const shown = await using(reader, store, (shop) => shop.show(idsOf(time), last));
    expect(shown).toEqual(await written(reader, time));
  });

  it('write one log in turn, and each reads all of it', async () => {
    const store = await bench.store();
    for (const [index, release] of RELEASES.entries()) {
      const times = RELEASES.slice(0, index + 1).map((_, time) => time);
      await using(release, store, async (shop) => {
        const last = await live(shop, index);
        expect(await shop.show(times.flatMap(idsOf), last)).toEqual(await written(release, ...times));
      });
    }
  });

  it('count what is stored, whatever it has become', async () => {
    const store = await bench.store();
    await using(V1, store, (shop) => live(shop, 0));
    await using(V5, store, async (shop) => {
      // Placed, moved with a bill's address, flagged, paid: two events of the second, none of the third.
      expect((await shop.history('order-1-3')).map(({ type, version }) => `${version} ${type}`)).toEqual([
        '1 OrderPlaced',
        '2 ShippingAddressChanged',
        '2 BillingAddressChanged',
        '4 OrderPaid',
      ]);
      expect(await shop.act({ kind: 'pay', id: 'order-1-3', euros: 1 }, new Date())).toMatchObject({ version: 5 });
    });
  });

  it('go on while the next one adds an optional field', async () => {
    const store = await bench.store();
    const old = await V1.start({ store });
    const last = await using(V2, store, (shop) => live(shop, 1));
    expect(await old.show(idsOf(1), last)).toEqual(await written(V1, 1));
    await old.close();
    // And they start again on such a log.
    expect(await using(V1, store, (shop) => shop.show(idsOf(1), last))).toEqual(await written(V1, 1));
  });

  it('stop where the next one has a new version, and say the place', async () => {
    const store = await bench.store();
    const errors: StatefoldError[] = [];
    const old = await V2.start({ store, onError: (error) => errors.push(error) });
    await live(old, 1);
    await using(V3, store, (shop) => live(shop, 2));
    const unreadable = expect.objectContaining({
      code: 'INCOMPATIBLE',
      message: expect.stringMatching(
        /^Order-order-3-0@1 \(partition 0, position \d+\): The log holds OrderPlaced version 2, .*Run the release that wrote it/,
      ),
    });
    await expect(old.history('order-3-0')).rejects.toEqual(unreadable);
    await expect(old.act({ kind: 'ship', id: 'order-3-0' }, new Date())).rejects.toEqual(unreadable);
    await until('the projection to stop', () => errors.length > 0);
    expect(errors).toEqual([unreadable]);
    // What the others wrote goes on.
    expect(await old.act({ kind: 'pay', id: 'order-2-0', euros: 1 }, new Date())).not.toBeNull();
    await old.close();
  });

  it('do not start on what they cannot read, and list it', async () => {
    const store = await bench.store();
    await using(V5, store, (shop) => live(shop, 4));
    await expect(V2.start({ store })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      details: {
        unreadable: [
          { event: 'BillingAddressChanged', version: 1, reason: 'unknown' },
          { event: 'OrderPaid', version: 2, reason: 'unknown' },
          { event: 'OrderPlaced', version: 3, reason: 'unknown' },
          { event: 'ShippingAddressChanged', version: 1, reason: 'unknown' },
        ],
      },
    });
  });
});
