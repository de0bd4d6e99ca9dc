// What becomes of a command on its way in: what hooks are shown, from when its time counts, and what is no part of it.
import { afterEach, describe, expect, it } from 'vitest';
import type { AppTypes } from '../../../generated/buses.js';
import type { Engine, EngineOptions } from '../../../src/index.js';
import { orderId, placing, startShop } from '../../support/shop.js';

const running: Engine<AppTypes>[] = [];

async function shop(options: Partial<EngineOptions<AppTypes>> = {}): Promise<Engine<AppTypes>> {
  const engine = await startShop(options);
  running.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.close()));
});

const id = orderId('order-1');
const FIELDS = ['aggregateId', 'commandId', 'data', 'metadata', 'time', 'type'];

describe('hooks', () => {
  it('are shown the six fields of a command, and nothing of how it is handled', async () => {
    const shown: object[] = [];
    const see = (request: object): boolean => shown.push(request) > 0;
    const engine = await shop({
      authorize: { PlaceOrder: see },
      enrich: {
        PlaceOrder: (request) => {
          see(request);
          return {};
        },
      },
    });
    await engine.can.placeOrder(id, placing());
    await engine.explain.placeOrder(id, placing());
    await engine.commands.placeOrder(id, placing());
    expect(shown.map((request) => Object.keys(request).sort())).toEqual([FIELDS, FIELDS, FIELDS, FIELDS]);
  });
});

describe('the time that a command has', () => {
  const slow = { PlaceOrder: () => new Promise<boolean>((resolve) => setTimeout(resolve, 60, true)) };

  it.each([
    ['its own', {}, { timeout: 20 }],
    ["the engine's", { commandTimeout: 20 }, {}],
  ])('counts from when it came, whatever hooks take: %s', async (_, options, more) => {
    const engine = await shop({ ...options, authorize: slow });
    await expect(engine.commands.placeOrder(id, placing(), more)).rejects.toMatchObject({
      code: 'TIMEOUT',
      details: { afterMs: 20 },
    });
    expect(await engine.aggregates.order(id).history()).toEqual([]);
  });
});

describe('what a command inherits', () => {
  it('is no option of it', async () => {
    const engine = await shop();
    const command = Object.assign(Object.create({ retries: 3 }), {
      type: 'PlaceOrder',
      aggregateId: id,
      data: placing(),
    });
    await expect(engine.dispatch(command)).resolves.toMatchObject({ version: 1 });
  });
});
