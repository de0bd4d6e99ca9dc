import { describe, expect, it } from 'vitest';
import type { CustomerId, OrderId, OrderSummary, Sku } from '../../../domain/order.domain.js';
import { given } from '../../../generated/testing.js';
import { refused } from '../../../src/testing/given.js';
import { ADDRESS, placing } from '../../support/shop.js';

const placed = { type: 'OrderPlaced', data: placing() } as const;
const paid = { type: 'OrderPaid', data: { amount: 200, method: 'card' } } as const;
const delivered = [
  placed,
  { type: 'OrderShipped', data: { carrier: 'post', freight: 0 } },
  { type: 'OrderDelivered', data: {}, time: new Date('2024-03-01') },
] as const;

const messageOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
};

describe('given … when … then', () => {
  it('passes where the command leads to these events', () => {
    given().when({ type: 'PlaceOrder', data: placing() }).then(placed);
    given([placed]).when({ type: 'PayOrder', data: paid.data }).then([paid]);
  });

  it('passes where the command is refused, by the guards that are named', () => {
    given([placed]).when({ type: 'PlaceOrder', data: placing() }).then(refused());
    given([placed, paid]).when({ type: 'DeliverOrder', data: {} }).then(refused());
    given([placed])
      .when({ type: 'RemoveLine', data: { sku: 'chai' as Sku } })
      .then(refused('notLastLine'));
  });

  it('gives a command the time that it is given', () => {
    const reason = { reason: 'too late' };
    const back = given(delivered).when({ type: 'ReturnOrder', data: reason, time: new Date('2024-03-31') });
    back.then({ type: 'OrderReturned', data: reason });
    const late = given(delivered).when({ type: 'ReturnOrder', data: reason, time: new Date('2024-04-01') });
    late.then(refused('withinReturnPeriod'));
  });

  it('says what differs, line by line', () => {
    const when = given([placed]).when({ type: 'PayOrder', data: { amount: 200, method: 'cash' } });
    expect(messageOf(() => when.then(paid))).toContain("-       method: 'card',\n+       method: 'cash',");
  });

  it('says which other guards refuse, and that nothing does', () => {
    const when = given([placed]).when({ type: 'PayOrder', data: { amount: 1, method: 'cash' } });
    expect(messageOf(() => when.then(refused('unpaid')))).toContain("+   'paysInFull',");
    expect(messageOf(() => when.then(paid))).toContain('PayOrder is refused by paysInFull');
    expect(messageOf(() => given().when({ type: 'PlaceOrder', data: placing() }).then(refused()))).toContain(
      'PlaceOrder is not refused',
    );
  });

  it('refuses data that does not fit, and events that do not apply', () => {
    expect(() => given([placed]).when({ type: 'PayOrder', data: { amount: -1, method: 'cash' } })).toThrow('/amount');
    const nothing = given([paid]).when({ type: 'DeliverOrder', data: {} });
    expect(() => nothing.then(refused())).toThrow('no state applies OrderPaid');
  });

  it('keeps aggregates apart', () => {
    const other = { ...placed, aggregateId: 'another' as OrderId };
    given([other]).when({ type: 'DeliverOrder', data: {} }).then(refused());
    given([other]).when({ type: 'PlaceOrder', data: placing() }).then(placed);
  });

  it('refuses to be awaited, which would compare nothing', async () => {
    const awaited = async () => await (given([placed]) as unknown as Promise<void>);
    await expect(awaited()).rejects.toThrow('do not await it');
  });
});

describe('given … then rows', () => {
  const row: OrderSummary = {
    orderId: 'order-1' as OrderId,
    customerId: 'ALFKI' as CustomerId,
    status: 'open',
    paid: true,
    country: ADDRESS.country,
    lines: [{ sku: 'chai' as Sku, product: 'chai', quantity: 2, amount: 200 }],
    total: 200,
    placedAt: new Date('2024-01-01'),
    shippedAt: null,
  };

  it('passes where the events make these rows, of the read models that are named', () => {
    given([placed, paid]).then({ OrderSummary: [row] });
    given([placed]).then({
      CustomerTotals: [
        { customerId: 'ALFKI' as CustomerId, orders: 1, spent: 200, lastOrderAt: new Date('2024-01-01') },
      ],
    });
  });

  it('compares rows in any order', () => {
    const second = { ...row, orderId: 'order-2' as OrderId, paid: false, placedAt: new Date('2024-01-01T00:00:01Z') };
    const events = [placed, { ...placed, aggregateId: second.orderId }, paid];
    given(events).then({ OrderSummary: [second, row] });
  });

  it('says what differs', () => {
    const wrong = () => given([placed]).then({ OrderSummary: [row] });
    expect(messageOf(wrong)).toContain('-       paid: true,\n+       paid: false,');
    expect(messageOf(() => given([placed]).then({ ProductSales: [] }))).toContain(
      '-   ProductSales: [],\n+   ProductSales: [',
    );
  });

  it('names what does not fit its type as it is declared, event and command alike', () => {
    const none = { ...paid, data: { ...paid.data, amount: -1 } } as const;
    expect(messageOf(() => given([placed, none]))).toBe('OrderPaid: /amount must be at least 0. Mend the test.');
    const paying = { type: 'PayOrder', data: none.data } as const;
    expect(messageOf(() => given([placed]).when(paying))).toBe('PayOrder: /amount must be at least 0. Mend the test.');
  });
});
