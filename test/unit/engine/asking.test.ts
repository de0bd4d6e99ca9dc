import { expect, it } from 'vitest';
import { app } from '../../../generated/app.js';
import { order } from '../../../generated/order.aggregate.js';
import { memoryStore, startEngine } from '../../../src/index.js';
import { orderId, placing } from '../../support/shop.js';

it('calls a guard that throws a defect, and tells what it threw', async () => {
  const { guard, decide } = order;
  const broken = guard.PlaceOrder((): boolean => {
    throw new Error('boom');
  });
  const placed = { guard: broken, actions: decide.PlaceOrder(() => []) };
  const context = { customerId: null, lines: [], total: 0, paid: false, deliveredAt: null };
  const machine = order.createMachine({ context, on: { PlaceOrder: placed } });
  const aggregates = app.aggregates.map((aggregate) => ({ ...aggregate, machine }));
  const engine = await startEngine({ ...app, aggregates }, { store: memoryStore() });
  const defect = { code: 'DEFECT', message: 'order-1@0: a guard of PlaceOrder threw: boom. Mend it.' };
  await expect(engine.can.placeOrder(orderId('order-1'), placing())).rejects.toMatchObject(defect);
  await expect(engine.explain.placeOrder(orderId('order-1'), placing())).rejects.toMatchObject(defect);
  await engine.close();
});
