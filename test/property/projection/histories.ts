// Random histories of orders, for the projection properties.
import fc from 'fast-check';
import type { OrderEvent, TestCommit } from '../../unit/projection/orders.js';

const CUSTOMERS = [null, 'ann', 'bob', 'Ärger', ''] as const;

// Few values: most properties break where values are equal, taken back, or moved.
const line = fc.record({ sku: fc.constantFrom('pen', 'ink', 'pad'), quantity: fc.integer({ min: -2, max: 3 }) });
const rating = fc.constantFrom(null, -1, 0, 1, 2.5);
const customer = fc.constantFrom(...CUSTOMERS);

const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('Opened' as const),
      data: fc.record(
        { customer, lines: fc.array(line, { maxLength: 3 }), total: fc.integer({ min: -3, max: 9 }), rating },
        { requiredKeys: ['customer', 'lines', 'total'] },
      ),
    }),
  },
  // Often: folded twice, it shows.
  { weight: 6, arbitrary: fc.record({ type: fc.constant('LineAdded' as const), data: fc.record({ line }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Moved' as const), data: fc.record({ customer }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Rated' as const), data: fc.record({ rating }) }) },
  { weight: 1, arbitrary: fc.constant<OrderEvent>({ type: 'Unrated', data: {} }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('Closed' as const),
      data: fc.record({ status: fc.constantFrom('shipped' as const, 'cancelled' as const) }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<OrderEvent>({ type: 'Forgotten', data: {} }) },
  { weight: 1, arbitrary: fc.constant<OrderEvent>({ type: 'Touched', data: {} }) },
);

/** One command's events to one of a few orders, or to an aggregate of another type. */
export const commit: fc.Arbitrary<TestCommit> = fc.record(
  {
    id: fc.integer({ min: 1, max: 5 }).map((n) => `order-${n}`),
    time: fc.integer({ min: 1, max: 6 }).map((n) => n * 1000),
    events: fc.array(event, { minLength: 1, maxLength: 3 }),
    type: fc.constantFrom('Order', 'Order', 'Order', 'Basket'),
  },
  { requiredKeys: ['id', 'time', 'events'] },
);

export const commits = fc.array(commit, { minLength: 1, maxLength: 20 });

export { customer };
