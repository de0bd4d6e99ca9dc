// What the sample domain decides and shows, said by hand: what laws of any domain cannot know of this one.
import { refused } from 'statefold/testing';
import { describe, expect, it } from 'vitest';
import type { CustomerId, OrderId, OrderLine, OrderSummary, Sku } from '../../../domain/order.domain.js';
import { amountOf, LIMIT } from '../../../domain/pricing.js';
import { given } from '../../../generated/testing.js';
import { ADDRESS, lineOf } from '../../support/shop.js';

const DAY = 24 * 60 * 60 * 1000;
const id = 'order-1' as OrderId;
const customerId = 'ALFKI' as CustomerId;
const placedAt = new Date('2024-05-01T10:00:00Z');
const momentAfter = (milliseconds: number) => new Date(placedAt.getTime() + milliseconds);

const shipTo = ADDRESS;

const placing = (...lines: OrderLine[]) => ({ type: 'PlaceOrder', data: { customerId, lines, shipTo } }) as const;
const placed = (...lines: OrderLine[]) =>
  ({ type: 'OrderPlaced', data: { customerId, lines, shipTo }, time: placedAt }) as const;
const added = (line: OrderLine) => ({ type: 'LineAdded', data: { line } }) as const;
const removed = (sku: string) => ({ type: 'LineRemoved', data: { sku: sku as Sku } }) as const;
const paying = (amount: number) => ({ type: 'PayOrder', data: { amount, method: 'card' } }) as const;
const paid = (amount: number) => ({ type: 'OrderPaid', data: { amount, method: 'card' } }) as const;
const shipped = { type: 'OrderShipped', data: { carrier: 'Post', freight: 5 }, time: momentAfter(DAY) } as const;
const delivered = { type: 'OrderDelivered', data: {}, time: momentAfter(2 * DAY) } as const;
const cancelled = { type: 'OrderCancelled', data: { reason: 'no' } } as const;
const returning = { type: 'ReturnOrder', data: { reason: 'torn' } } as const;
const returned = { type: 'OrderReturned', data: { reason: 'torn' } } as const;

const chai = lineOf('chai');
const tofu = lineOf('tofu');
const dear = lineOf('dear', { quantity: 1, unitPrice: LIMIT });

describe('an order', () => {
  it('is placed with each product once', () => {
    given()
      .when(placing(chai, tofu))
      .then({ type: 'OrderPlaced', data: placing(chai, tofu).data });
    given().when(placing(chai, chai)).then(refused('eachProductOnce'));
  });

  it('is placed up to the limit, and not a cent beyond', () => {
    given()
      .when(placing(dear))
      .then({ type: 'OrderPlaced', data: placing(dear).data });
    given()
      .when(placing(dear, lineOf('cent', { quantity: 1, unitPrice: 1 })))
      .then(refused('withinLimit'));
    given([placed(lineOf('dear', { quantity: 1, unitPrice: LIMIT - 200 }))])
      .when({ type: 'AddLine', data: { line: chai } })
      .then(added(chai));
    given([placed(lineOf('dear', { quantity: 1, unitPrice: LIMIT - 199 }))])
      .when({ type: 'AddLine', data: { line: chai } })
      .then(refused('staysWithinLimit'));
    // What is taken out makes room again.
    given([placed(dear, lineOf('x', { unitPrice: 0 })), removed('dear')])
      .when({ type: 'AddLine', data: { line: chai } })
      .then(added(chai));
  });

  it('has a limit of 50,000.00', () => {
    expect(LIMIT).toBe(5_000_000);
  });

  it('takes no product that is in it already', () => {
    given([placed(chai, tofu)])
      .when({ type: 'AddLine', data: { line: lineOf('chai', { quantity: 1 }) } })
      .then(refused('newProduct'));
    given([placed(chai), added(tofu)])
      .when({ type: 'AddLine', data: { line: tofu } })
      .then(refused('newProduct'));
    given([placed(chai, tofu), removed('chai')])
      .when({ type: 'AddLine', data: { line: chai } })
      .then(added(chai));
  });

  it('gives up products that are in it, all but the last', () => {
    given([placed(chai, tofu)])
      .when({ type: 'RemoveLine', data: { sku: chai.sku } })
      .then(removed('chai'));
    given([placed(chai, tofu)])
      .when({ type: 'RemoveLine', data: { sku: 'wine' as Sku } })
      .then(refused('hasProduct'));
    given([placed(chai)])
      .when({ type: 'RemoveLine', data: { sku: chai.sku } })
      .then(refused('notLastLine'));
  });

  it('goes elsewhere as long as it is open', () => {
    const shipTo2 = { ...shipTo, country: 'France' };
    const change = { type: 'ChangeAddress', data: { shipTo: shipTo2 } } as const;
    given([placed(chai)])
      .when(change)
      .then({ type: 'AddressChanged', data: { shipTo: shipTo2 } });
    given([placed(chai), paid(200)])
      .when(change)
      .then({ type: 'AddressChanged', data: { shipTo: shipTo2 } });
    given([placed(chai), shipped])
      .when(change)
      .then(refused());
  });

  it('is paid once and in full, before it leaves, on its way and after', () => {
    for (const before of [[], [shipped], [shipped, delivered]] as const) {
      const events = [placed(chai, tofu), removed('tofu'), ...before] as const;
      given(events).when(paying(200)).then(paid(200));
      given(events).when(paying(199)).then(refused('paysInFull'));
      given(events).when(paying(400)).then(refused('paysInFull'));
      given([...events, paid(200)])
        .when(paying(200))
        .then(refused(...(before.length === 0 ? [] : ['unpaid'])));
    }
    given([placed(chai), paid(200), shipped, delivered])
      .when(paying(200))
      .then(refused('unpaid'));
  });

  it('keeps the lines that it has when one is added', () => {
    const both = [placed(chai), added(tofu)] as const;
    given(both)
      .when({ type: 'AddLine', data: { line: chai } })
      .then(refused('newProduct'));
    given(both).when(paying(400)).then(paid(400));
  });

  it('stays as it is once it is paid', () => {
    given([placed(chai), paid(200)])
      .when({ type: 'AddLine', data: { line: tofu } })
      .then(refused());
  });

  it('is shipped and delivered, or cancelled before', () => {
    given([placed(chai)])
      .when({ type: 'ShipOrder', data: shipped.data })
      .then({ type: 'OrderShipped', data: shipped.data });
    given([placed(chai), shipped])
      .when({ type: 'DeliverOrder', data: {} })
      .then({ type: 'OrderDelivered', data: {} });
    given([placed(chai)])
      .when({ type: 'CancelOrder', data: cancelled.data })
      .then(cancelled);
    given([placed(chai), shipped])
      .when({ type: 'CancelOrder', data: cancelled.data })
      .then(refused());
    given([placed(chai), cancelled])
      .when({ type: 'ShipOrder', data: shipped.data })
      .then(refused());
    given([placed(chai)])
      .when({ type: 'DeliverOrder', data: {} })
      .then(refused());
    given([placed(chai)])
      .when(placing(chai))
      .then(refused());
  });

  it('comes back within 30 days, to the millisecond', () => {
    const events = [placed(chai), shipped, delivered] as const;
    given(events)
      .when({ ...returning, time: momentAfter(32 * DAY) })
      .then(returned);
    given(events)
      .when({ ...returning, time: momentAfter(32 * DAY + 1) })
      .then(refused('withinReturnPeriod'));
    given([...events, { ...returned, time: momentAfter(3 * DAY) }])
      .when(paying(200))
      .then(refused());
  });
});

describe('an order’s row', () => {
  const chaiLine = { sku: chai.sku, product: 'chai', quantity: 2, amount: 200 };
  const row: OrderSummary = {
    ...{ orderId: id, customerId, status: 'open', paid: false, country: 'Germany', total: 200 },
    ...{ lines: [chaiLine], placedAt, shippedAt: null },
  };
  const tofuLine = { sku: tofu.sku, product: 'tofu', quantity: 2, amount: 200 };

  it('shows what was placed', () => {
    given([placed(chai)]).then({ OrderSummary: [row] });
  });

  it('follows its lines', () => {
    const both = { ...row, lines: [chaiLine, tofuLine], total: 400 };
    given([placed(chai), added(tofu)]).then({ OrderSummary: [both] });
    given([placed(chai), added(tofu), removed('chai')]).then({ OrderSummary: [{ ...row, lines: [tofuLine] }] });
  });

  it('follows address, payment and delivery', () => {
    const moved = { type: 'AddressChanged', data: { shipTo: { ...shipTo, country: 'France' } } } as const;
    given([placed(chai), moved]).then({ OrderSummary: [{ ...row, country: 'France' }] });
    given([placed(chai), paid(200)]).then({ OrderSummary: [{ ...row, paid: true }] });
    given([placed(chai), cancelled]).then({ OrderSummary: [{ ...row, status: 'cancelled' }] });
    const away = { ...row, shippedAt: shipped.time };
    given([placed(chai), shipped]).then({ OrderSummary: [{ ...away, status: 'shipped' }] });
    given([placed(chai), shipped, delivered]).then({ OrderSummary: [{ ...away, status: 'delivered' }] });
    given([placed(chai), shipped, delivered, returned]).then({ OrderSummary: [{ ...away, status: 'returned' }] });
  });
});

describe('totals', () => {
  const other = { aggregateId: 'order-2' as OrderId } as const;
  const later = { ...placed(tofu), ...other, time: momentAfter(DAY) };
  const totals = (orders: number, spent: number, lastOrderAt: Date) => [{ customerId, orders, spent, lastOrderAt }];

  it('are of all orders of a customer that were neither cancelled nor returned', () => {
    given([placed(chai), later]).then({ CustomerTotals: totals(2, 400, momentAfter(DAY)) });
    given([placed(chai), later, { ...cancelled, ...other }]).then({ CustomerTotals: totals(1, 200, placedAt) });
    given([placed(chai), shipped]).then({ CustomerTotals: totals(1, 200, placedAt) });
    given([placed(chai), shipped, delivered]).then({ CustomerTotals: totals(1, 200, placedAt) });
    given([placed(chai), shipped, delivered, returned]).then({ CustomerTotals: [] });
  });

  it('are of each product, under the name that comes last', () => {
    const renamed = { ...placed(tofu, lineOf('chai', { product: 'tea' })), ...other };
    const sold = (orders: number) => ({ orders, units: 2 * orders, revenue: 200 * orders });
    const tea = { sku: chai.sku, product: 'tea', ...sold(2) };
    given([placed(chai), renamed]).then({ ProductSales: [tea, { sku: tofu.sku, product: 'tofu', ...sold(1) }] });
    for (const events of [[], [shipped], [shipped, delivered]] as const) {
      given([placed(chai), ...events]).then({ ProductSales: [{ sku: chai.sku, product: 'chai', ...sold(1) }] });
    }
    given([placed(chai), cancelled]).then({ ProductSales: [] });
  });
});

describe('a line’s amount', () => {
  it.each([
    [{ quantity: 3, unitPrice: 100, discount: 0 }, 300],
    [{ quantity: 3, unitPrice: 100, discount: 2500 }, 225],
    [{ quantity: 1, unitPrice: 1, discount: 5000 }, 1],
    [{ quantity: 1, unitPrice: 1, discount: 5001 }, 0],
    [{ quantity: 7, unitPrice: 1001, discount: 10_000 }, 0],
  ])('of %j is %i', (part, amount) => {
    expect(amountOf(lineOf('chai', part))).toBe(amount);
  });
});
