// The five releases of the shop as tests use them: what happens is said in one way, and each release says it in its own commands.
import type { Receipt, Store } from '../../src/index.js';
import type { StatefoldError } from '../../src/kernel/error.js';
import type { CustomerId, OrderId } from './v1/domain/order.domain.js';
import { type CommandBus, startEngine as startV1 } from './v1/generated/index.js';
import { startEngine as startV2 } from './v2/generated/index.js';
import { startEngine as startV3 } from './v3/generated/index.js';
import { startEngine as startV4 } from './v4/generated/index.js';
import { startEngine as startV5 } from './v5/generated/index.js';

/** Something that happens to an order, whatever release it happens in. */
export type Deed = { readonly id: string } & (
  | { readonly kind: 'place'; readonly customer: string; readonly euros: number; readonly note?: string }
  | { readonly kind: 'move'; readonly shipTo: string; readonly billTo?: string }
  | { readonly kind: 'flag'; readonly reason: string }
  | { readonly kind: 'pay'; readonly euros: number }
  | { readonly kind: 'ship' }
);

/** All that can be read of a log: rows, and where orders stand. */
export interface Shown {
  readonly orders: readonly object[];
  readonly customers: readonly object[];
  readonly states: readonly object[];
}

/** A release that runs. */
export interface Shop {
  /** Does it as this release does; `null` where it has no such command any more. */
  act(deed: Deed, time: Date): Promise<Receipt | null>;
  /** What is read of these orders once a receipt has been folded. */
  show(ids: readonly string[], after: Receipt): Promise<Shown>;
  history(id: string): Promise<readonly { readonly type: string; readonly data: unknown; readonly version: number }[]>;
  close(): Promise<void>;
}

/** What a release is started with. */
export interface ShopOptions {
  readonly store: Store;
  readonly onError?: (error: StatefoldError) => void;
}

type Acts = {
  readonly [Kind in Deed['kind']]: (
    id: OrderId,
    deed: Extract<Deed, { kind: Kind }>,
    options: { readonly time: Date },
  ) => Promise<Receipt> | null;
};

/** What all releases have in common. */
interface AnyEngine {
  readonly queries: {
    getOrders(parameters: object, options: object): Promise<{ value: { rows: readonly object[] } }>;
    getCustomers(parameters: object, options: object): Promise<{ value: { rows: readonly object[] } }>;
  };
  readonly aggregates: {
    order(id: OrderId): {
      state(): Promise<{ readonly name: string; readonly state: object }>;
      history(): Promise<readonly { readonly type: string; readonly data: unknown; readonly version: number }[]>;
    };
  };
  close(): Promise<void>;
}

const ALL = { paging: { size: 100 } };

function shopOf(engine: AnyEngine, acts: Acts): Shop {
  const order = (id: string) => engine.aggregates.order(id as OrderId);
  return {
    act: async (deed, time) => acts[deed.kind](deed.id as OrderId, deed as never, { time }),
    show: async (ids, after) => ({
      orders: (await engine.queries.getOrders(ALL, { after })).value.rows,
      customers: (await engine.queries.getCustomers(ALL, { after })).value.rows,
      states: await Promise.all(
        ids.map(async (id) => {
          const { name, state } = await order(id).state();
          return { id, name, state };
        }),
      ),
    }),
    history: (id) => order(id).history(),
    close: () => engine.close(),
  };
}

const noteOf = ({ note }: { readonly note?: string }) => (note === undefined ? {} : { note });
const billOf = ({ billTo }: { readonly billTo?: string }) => (billTo === undefined ? {} : { billTo });
const customerOf = ({ customer }: { readonly customer: string }) => customer as CustomerId;
const cents = (euros: number) => Math.round(euros * 100);

/** What has never changed. */
function always(commands: Pick<CommandBus, 'changeAddress' | 'shipOrder'>): Pick<Acts, 'move' | 'ship'> {
  return {
    move: (id, deed, at) => commands.changeAddress(id, { shipTo: deed.shipTo, ...billOf(deed) }, at),
    ship: (id, _, at) => commands.shipOrder(id, {}, at),
  };
}

/** What was until the fifth release. */
function untilV5(commands: Pick<CommandBus, 'flagOrder' | 'payOrder'>): Pick<Acts, 'flag' | 'pay'> {
  return {
    flag: (id, { reason }, at) => commands.flagOrder(id, { reason }, at),
    pay: (id, { euros }, at) => commands.payOrder(id, { amount: euros }, at),
  };
}

/** A release. */
export interface Release {
  readonly name: string;
  start(options: ShopOptions): Promise<Shop>;
}

/** The five releases, oldest first. */
export const RELEASES: readonly Release[] = [
  {
    name: 'v1',
    start: async (options) => {
      const engine = await startV1(options);
      const { commands } = engine;
      return shopOf(engine, {
        ...always(commands),
        ...untilV5(commands),
        place: (id, deed, at) => commands.placeOrder(id, { customer: customerOf(deed), total: deed.euros }, at),
      });
    },
  },
  {
    name: 'v2',
    start: async (options) => {
      const engine = await startV2(options);
      const { commands } = engine;
      return shopOf(engine, {
        ...always(commands),
        ...untilV5(commands),
        place: (id, deed, at) =>
          commands.placeOrder(id, { customer: customerOf(deed), total: deed.euros, ...noteOf(deed) }, at),
      });
    },
  },
  ...[
    { name: 'v3', start: startV3 },
    { name: 'v4', start: startV4 },
  ].map(({ name, start }) => ({
    name,
    start: async (options: ShopOptions) => {
      const engine = await start(options);
      const { commands } = engine;
      return shopOf(engine, {
        ...always(commands),
        ...untilV5(commands),
        place: (id, deed, at) =>
          commands.placeOrder(id, { customerId: customerOf(deed), total: deed.euros, ...noteOf(deed) }, at),
      });
    },
  })),
  {
    name: 'v5',
    start: async (options) => {
      const engine = await startV5(options);
      const { commands } = engine;
      return shopOf(engine, {
        ...always(commands),
        place: (id, deed, at) =>
          commands.placeOrder(id, { customerId: customerOf(deed), total: cents(deed.euros), ...noteOf(deed) }, at),
        flag: () => null,
        pay: (id, { euros }, at) => commands.payOrder(id, { amount: cents(euros) }, at),
      });
    },
  },
];
