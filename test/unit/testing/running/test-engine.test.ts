import { describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerId, Sku } from '../../../../domain/order.domain.js';
import { app } from '../../../../generated/app.js';
import type { AppTypes } from '../../../../generated/buses.js';
import { memoryStore } from '../../../../src/index.js';
import { refused } from '../../../../src/testing/given.js';
import { eventually } from '../../../../src/testing/running/eventually.js';
import { FakeClock } from '../../../../src/testing/running/fake-clock.js';
import {
  startTestEngine,
  type TestEngine,
  type TestEngineOptions,
} from '../../../../src/testing/running/test-engine.js';
import { overriding } from '../../../support/overriding.js';
import { orderId, placing } from '../../../support/shop.js';

const DAY = 24 * 3_600_000;
const placed = { type: 'OrderPlaced', data: placing() } as const;
const payment = { amount: 200, method: 'card' } as const;
const paid = { type: 'OrderPaid', data: payment } as const;
const shipped = { type: 'OrderShipped', data: { carrier: 'post', freight: 0 } } as const;
const delivered = { type: 'OrderDelivered', data: {} } as const;

async function startShop(options: TestEngineOptions<AppTypes> = {}): Promise<TestEngine<AppTypes>> {
  const shop = await startTestEngine(app, options);
  onTestFinished(() => shop.close());
  return shop;
}

describe('given … when … then on a running engine', () => {
  it('passes where the command leads to these events in the log', async () => {
    const shop = await startShop();
    await shop.given([placed]).when({ type: 'PayOrder', data: payment }).then(paid);
    expect(await shop.engine.aggregates.order(orderId('order-1')).version()).toBe(2);
  });

  it('goes on where the last words ended', async () => {
    const shop = await startShop();
    await shop.given().when({ type: 'PlaceOrder', data: placing() }).then(placed);
    await shop.given().when({ type: 'PayOrder', data: payment }).then([paid]);
    await shop.given([shipped, delivered]).when({ type: 'PayOrder', data: payment }).then(refused());
  });

  it('passes where the command is refused, by the guards that are named', async () => {
    const shop = await startShop();
    const removing = shop.given([placed]).when({ type: 'RemoveLine', data: { sku: 'chai' as Sku } });
    await removing.then(refused('notLastLine'));
    const paying = shop.given().when({ type: 'PayOrder', data: { amount: 1, method: 'cash' } });
    await expect(paying.then(refused('unpaid'))).rejects.toThrow("+   'paysInFull',");
  });

  it('says what differs, line by line', async () => {
    const shop = await startShop();
    const paying = shop.given([placed]).when({ type: 'PayOrder', data: { amount: 200, method: 'cash' } });
    await expect(paying.then(paid)).rejects.toThrow("-       method: 'card',\n+       method: 'cash',");
  });

  it('compares rows once the read models hold everything', async () => {
    const shop = await startShop();
    const totals = { customerId: placing().customerId, orders: 1, spent: 200, lastOrderAt: new Date('2024-01-01') };
    await shop.given([placed]).then({ CustomerTotals: [totals] });
    await expect(shop.given().then({ CustomerTotals: [] })).rejects.toThrow('other rows');
  });

  it('keeps the errors of commands that are no refusals', async () => {
    const shop = await startShop({ authorize: { PlaceOrder: () => false } });
    const placing_ = shop.given().when({ type: 'PlaceOrder', data: placing() });
    await expect(placing_.then(placed)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('runs on a store that is given', async () => {
    const store = memoryStore({ partitions: 3 });
    const shop = await startShop({ store });
    await shop.given([placed, { ...placed, aggregateId: orderId('another') }]).then({
      CustomerTotals: [
        { customerId: placing().customerId, orders: 2, spent: 400, lastOrderAt: new Date('2024-01-01') },
      ],
    });
    const connection = await store.connect();
    expect((await connection.log.aggregateHead({ type: 'Order', id: 'another' })).version).toBe(1);
    await connection.close();
  });

  it('refuses to be awaited before it is told what to compare with', async () => {
    const shop = await startShop();
    const given = shop.given([placed]);
    // The compiler says so, too.
    await expect(Promise.resolve(given as never)).rejects.toThrow('do not await it');
    await expect(Promise.resolve(given.when({ type: 'PayOrder', data: payment }) as never)).rejects.toThrow(
      'do not await it',
    );
  });

  it('refuses events that are none, and data that do not fit', async () => {
    const shop = await startShop();
    expect(() => shop.given([{ type: 'Unheard', data: {} } as never])).toThrow('Unheard is no event of this domain');
    expect(() => shop.given([{ type: 'OrderPaid', data: { amount: 0 } } as never])).toThrow(
      'OrderPaid: /method is missing',
    );
  });
});

describe('a fake clock', () => {
  it('gives commands and events its time, and machines the days that it passes', async () => {
    const shop = await startShop({ clock: new FakeClock(new Date('2024-03-01')) });
    await shop.given([placed, shipped, delivered]).then({});
    await shop.clock.advance(31 * DAY);
    const late = { type: 'ReturnOrder', data: { reason: 'too late' } } as const;
    await shop.given().when(late).then(refused('withinReturnPeriod'));
    await expect(shop.clock.set(new Date('2024-03-01'))).rejects.toThrow(RangeError);
  });

  it('lets a command run out of time without anyone waiting for it', async () => {
    const clock = new FakeClock();
    const store = memoryStore({ now: () => clock.now() });
    const connect = async () => {
      const connection = await store.connect();
      return { ...connection, log: overriding(connection.log, { append: () => new Promise(() => {}) }) };
    };
    const shop = await startTestEngine(app, { clock, store: { name: 'memory', connect } });
    const placing_ = shop.engine.commands.placeOrder(orderId('one'), placing(), { timeout: 1_000 });
    const outcome = expect(placing_).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await clock.advance(1_600);
    await outcome;
  });

  it('calls each task that is due once, in order, and none that was called off', async () => {
    const clock = new FakeClock(new Date(0));
    const seen: string[] = [];
    clock.after(20, () => seen.push(`second at ${clock.now()}`));
    clock.after(10, () => {
      seen.push(`first at ${clock.now()}`);
      clock.after(10, () => seen.push('later'));
    });
    clock.after(15, () => seen.push('called off'))();
    const callOff = clock.after(20, () => seen.push('called off while others run'));
    clock.after(12, callOff);
    await clock.advance(5);
    expect(seen).toEqual([]);
    await clock.advance(25);
    expect(seen).toEqual(['first at 30', 'second at 30']);
    await clock.advance(10);
    expect(seen.at(-1)).toBe('later');
    await expect(clock.advance(-1)).rejects.toThrow(RangeError);
    expect(() => new FakeClock(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('eventually', () => {
  it('answers once the check holds', async () => {
    const shop = await startShop();
    await shop.engine.commands.placeOrder(orderId('one'), placing());
    const row = await eventually(async () => {
      const found = await shop.engine.queries.getOrder({ orderId: orderId('one') });
      expect(found).not.toBeNull();
      return found;
    });
    expect(row).toMatchObject({ orderId: 'one' });
  });

  it('throws what the check threw last, after the time that it is given', async () => {
    let looks = 0;
    const waiting = eventually(
      () => {
        looks++;
        expect('this').toBe('that' as CustomerId);
      },
      { within: 30 },
    );
    await expect(waiting).rejects.toMatchObject({ name: 'Broken', actual: 'this', expected: 'that' });
    await expect(waiting).rejects.toThrow(
      /^It did not come true within 30 ms, in \d+ looks: expected 'this' to be 'that'/,
    );
    expect(looks).toBeGreaterThan(2);
  });
});
