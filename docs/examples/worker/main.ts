// Orders from the main thread, an engine in a worker: `npx tsx -C @statefold/source docs/examples/worker/main.ts <Redis URL>`.
import type { CustomerId, OrderId, Sku } from '../../../domain/order.domain.js';
import { WorkerEngine, WorkerEngineError } from './worker-engine.js';

const url = process.argv[2] ?? 'redis://localhost:6379';
const namespace = `worker-${Date.now().toString(36)}`;
// An order that nobody has made is not worth a disk; a real shop leaves this out.
const options = { url, namespace, durability: 'memory' } as const;
const engine = await WorkerEngine.start(new URL('./from-source.mjs', import.meta.url), options);

const aggregateId = 'order-1' as OrderId;
const placed = await engine.send({
  type: 'PlaceOrder',
  aggregateId,
  data: {
    customerId: 'ALFKI' as CustomerId,
    lines: [{ sku: 'chai' as Sku, product: 'Chai', quantity: 2, unitPrice: 1800, discount: 0 }],
    shipTo: {
      name: 'Alfreds Futterkiste',
      street: 'Obere Str. 57',
      city: 'Berlin',
      region: null,
      postalCode: '12209',
      country: 'Germany',
    },
  },
});
const row = await engine.order(aggregateId, placed);
console.log(`${row?.orderId}: ${row?.status}, version ${placed.version}`);

// A refusal comes back with its code.
try {
  await engine.send({ type: 'DeliverOrder', aggregateId, data: {} });
} catch (error) {
  if (!(error instanceof WorkerEngineError)) throw error;
  console.log(error.code);
}

await engine.close();
console.log('closed');
