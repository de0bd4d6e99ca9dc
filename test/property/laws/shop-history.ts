// Histories of the sample domain: the generated arbitraries make commands, the machine says which of them come next.
import fc from 'fast-check';
import type { CustomerId, Order, OrderId, OrderLine, Sku } from '../../../domain/order.domain.js';
import { arbitraries } from '../../../generated/testing.js';

type Commands = Order['commands'];

/** The data of one command of each name: whichever is sent. */
export type Offers = { readonly [C in keyof Commands]: Commands[C] };

/** One thing that happens in a history. */
export type Step =
  /** Some commands to some orders at once. `steered` ones are chosen among those that the machine accepts. */
  | { readonly kind: 'send'; readonly sends: readonly Send[] }
  /** A command that was sent before, once more, from whichever engine. */
  | { readonly kind: 'retry'; readonly which: number; readonly engine: number }
  | { readonly kind: 'stopFolding' | 'startFolding'; readonly engine: number }
  | { readonly kind: 'rebuild'; readonly engine: number };

/** One command on its way. */
export interface Send {
  readonly engine: number;
  readonly orderId: OrderId;
  readonly offers: Offers;
  /** Which command to try first; the others follow in their order. */
  readonly first: number;
  readonly steered: boolean;
  /** Whether the sender gives the command an id, so that it may be retried. */
  readonly named: boolean;
}

/** One history: where it happens, and what. */
export interface ShopHistory {
  readonly partitions: number;
  readonly engines: number;
  readonly steps: readonly Step[];
}

// Small pools, so that things collide: the same order, customer and product again and again.
const orderId = fc.constantFrom(...(['o1', 'o2', 'o3', 'o4', 'o5'] as OrderId[]));
const customerId = fc.constantFrom(...(['AAAAA', 'BBBBB', 'CCCCC'] as CustomerId[]));
const sku = fc.constantFrom(...(['s1', 's2', 's3'] as Sku[]));

const line: fc.Arbitrary<OrderLine> = fc.record({
  sku,
  product: fc.constantFrom('chai', 'tofu'),
  quantity: fc.integer({ min: 1, max: 20 }),
  unitPrice: fc.integer({ min: 0, max: 50_000 }),
  discount: fc.constantFrom(0, 500, 3333, 10_000),
});

const offers: fc.Arbitrary<Offers> = fc.record({
  PlaceOrder: fc
    .tuple(
      arbitraries.PlaceOrder,
      customerId,
      fc.uniqueArray(line, { minLength: 1, maxLength: 3, selector: (one) => one.sku }),
    )
    .map(([made, customer, lines]) => ({ ...made, customerId: customer, lines })),
  AddLine: fc.record({ line }),
  RemoveLine: fc.record({ sku }),
  ChangeAddress: arbitraries.ChangeAddress,
  PayOrder: arbitraries.PayOrder,
  ShipOrder: arbitraries.ShipOrder,
  DeliverOrder: arbitraries.DeliverOrder,
  CancelOrder: arbitraries.CancelOrder,
  ReturnOrder: arbitraries.ReturnOrder,
});

const engine = fc.integer({ min: 0, max: 1 });

const send: fc.Arbitrary<Send> = fc.record({
  engine,
  orderId,
  offers,
  first: fc.nat({ max: 8 }),
  steered: fc.boolean(),
  named: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('send'), sends: fc.array(send, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('retry'), which: fc.nat({ max: 100 }), engine }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('stopFolding', 'startFolding'), engine }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebuild'), engine }) },
);

/** Histories of up to 30 steps, 1 to 4 partitions, one or two engines. */
export const shopHistory: fc.Arbitrary<ShopHistory> = fc.record({
  partitions: fc.integer({ min: 1, max: 4 }),
  engines: fc.integer({ min: 1, max: 2 }),
  steps: fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }),
});
