// The way of an event into read models: a rebuild of the sample domain's projection with both its rollups.
import { lineOf, orderId, placing, startShop } from '../../support/shop.js';
import type { Side } from '../figure.js';
import { concurrently, rateOf } from '../rate.js';

const CUSTOMERS = ['ALFKI', 'ANATR', 'ANTON', 'AROUT', 'BERGS', 'BLAUS', 'BLONP', 'BOLID'];
const EVENTS_EACH = 3;

/** Events per second of a rebuild. */
export const statefoldFolds: Side = async ({ quick }) => {
  const orders = quick ? 2_000 : 10_000;
  const engine = await startShop({ fold: false });
  await concurrently(orders, 256, async (number) => {
    const id = orderId(`order-${number}`);
    const line = (name: string, index: number) => lineOf(`${name}-${index % 77}`);
    await engine.commands.placeOrder(
      id,
      placing(CUSTOMERS[number % CUSTOMERS.length], [line('a', number), line('b', number)]),
    );
    await engine.commands.addLine(id, { line: line('c', number) });
    await engine.commands.shipOrder(id, { carrier: 'Speedy Express', freight: 100 });
  });
  return () => rateOf(orders * EVENTS_EACH, () => engine.projections.rebuild('OrderSummary'));
};
