// A day of the shop: every order's script follows from the seed, customers play theirs at the same time.
import type { Receipt } from 'statefold';
import type { OrderId } from '../../../domain/order.domain.js';
import { customerId } from './catalogue.js';
import { OrderScript } from './order-script.js';
import { Random } from './random.js';
import { writeLife } from './scenarios.js';
import type { Shop } from './shop.js';
import type { Tally } from './tally.js';

/** The size of a day, and the seed of everything in it. */
export interface DayPlan {
  readonly seed: number;
  readonly customers: number;
  readonly orders: number;
}

/** What a day must come to, whoever wins its races. */
export interface Forecast {
  readonly commands: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly events: number;
}

/** When the shop opens: `--seed` changes what happens, not when. */
const OPENS_AT = new Date('2026-03-02T08:00:00.000Z');

/** The script of order `index`: the same for the same plan, and made when it is needed. */
function scriptOf({ seed, customers }: DayPlan, index: number): OrderScript {
  const random = new Random(seed, index);
  const orderId = `order-${index + 1}` as OrderId;
  const script = new OrderScript(orderId, customerId(index % customers), random, OPENS_AT);
  writeLife(script, random);
  return script;
}

/** Sums up what the scripts say. */
export function forecastOf(plan: DayPlan): Forecast {
  let commands = 0;
  let accepted = 0;
  let events = 0;
  const refused: Record<string, number> = {};
  for (let index = 0; index < plan.orders; index++) {
    for (const act of scriptOf(plan, index).acts) {
      commands += act.steps.length;
      accepted += act.accepted;
      events += act.events;
      if (act.refusal === null) continue;
      refused[act.refusal] = (refused[act.refusal] ?? 0) + act.steps.length - act.accepted;
    }
  }
  return { commands, accepted, refused, events };
}

/** Plays a day. `onOrder` hears of every order whose script has ended. */
export async function playDay(shop: Shop, plan: DayPlan, tally: Tally, onOrder: () => void): Promise<void> {
  const customers = Array.from({ length: Math.min(plan.customers, plan.orders) }, (_, index) => index);
  await Promise.all(
    customers.map(async (customer) => {
      for (let order = customer; order < plan.orders; order += plan.customers) {
        await playOrder(shop, scriptOf(plan, order), tally);
        onOrder();
      }
    }),
  );
}

async function playOrder(shop: Shop, { orderId, acts }: OrderScript, tally: Tally): Promise<void> {
  let latest: Receipt<'Order'> | null = null;
  for (const { steps } of acts) {
    const receipts = await Promise.all(
      steps.map(({ desk, command }) => tally.command(() => shop[desk].dispatch(command))),
    );
    for (const receipt of receipts) {
      if (receipt !== null && receipt.version >= (latest?.version ?? 0)) latest = receipt as Receipt<'Order'>;
    }
  }
  // The customer looks at the order page, which must show what has just been done.
  if (latest !== null) {
    const after = latest;
    await tally.question(() => shop.site.queries.getOrder({ orderId }, { after }));
  }
}
