import { beforeEach, describe, expect, it } from 'vitest';
import { StatefoldError } from '../../../src/kernel/error.js';
import { descriptorText, fingerprintOf } from '../../../src/log/descriptor-text.js';
import { Registrar } from '../../../src/log/registrar.js';
import type { Registry } from '../../../src/log/registry.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { descriptorOf, grown, objectOf } from '../../support/descriptors.js';
import { overriding } from '../../support/overriding.js';

const placed = descriptorOf('OrderPlaced', objectOf({ total: { type: 'integer' } }));
const paid = descriptorOf('OrderPaid', objectOf({ amount: { type: 'integer' } }));

let registry: Registry;
let adds = 0;

beforeEach(async () => {
  const kept = (await memoryStore().connect()).registry;
  adds = 0;
  registry = overriding(kept, {
    add: (entries) => {
      adds += 1;
      return kept.add(entries);
    },
  });
});

describe('Registrar', () => {
  it('writes what is needed once, in one go', async () => {
    const registrar = new Registrar(registry, []);
    registrar.need(placed);
    registrar.need(paid);
    registrar.need(placed);
    expect(registrar.isComplete).toBe(false);
    await Promise.all([registrar.complete(), registrar.complete()]);
    expect(registrar.isComplete).toBe(true);
    registrar.need(placed);
    expect(registrar.isComplete).toBe(true);
    expect(adds).toBe(1);
    expect(await registry.read()).toEqual(
      new Map([placed, paid].map((descriptor) => [fingerprintOf(descriptor), descriptorText(descriptor)])),
    );
  });

  it('writes nothing that is known to be there', async () => {
    const registrar = new Registrar(registry, [fingerprintOf(placed)]);
    registrar.need(placed);
    expect(registrar.isComplete).toBe(true);
    await registrar.complete();
    expect(adds).toBe(0);
  });

  it('does not resolve before what was needed meanwhile is there', async () => {
    const registrar = new Registrar(registry, []);
    registrar.need(placed);
    const first = registrar.complete();
    registrar.need(paid);
    await Promise.all([first, registrar.complete()]);
    expect((await registry.read()).size).toBe(2);
  });

  it('tries again after the registry could not be written', async () => {
    let isAway = true;
    const faulty = overriding(registry, {
      add: async (entries) => {
        if (isAway) throw new StatefoldError('UNAVAILABLE', 'The store is away.', { what: 'test store' });
        return registry.add(entries);
      },
    });
    const registrar = new Registrar(faulty, []);
    registrar.need(placed);
    await expect(registrar.complete()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(registrar.isComplete).toBe(false);
    isAway = false;
    await registrar.complete();
    expect(registrar.isComplete).toBe(true);
  });

  it('takes the same form under another name for the same: the event was renamed', async () => {
    await registry.add(new Map([[fingerprintOf(placed), descriptorText({ ...placed, event: 'OrderMade' })]]));
    const registrar = new Registrar(registry, []);
    registrar.need(placed);
    registrar.need(paid);
    await registrar.complete();
    expect((await registry.read()).size).toBe(2);
  });

  it('refuses a form that was grown otherwise in the log', async () => {
    const theirs = grown(placed, objectOf({ total: { type: 'integer' }, 'their?': { type: 'string' } }));
    const ours = grown(placed, objectOf({ total: { type: 'integer' }, 'our?': { type: 'string' } }));
    await registry.add(new Map([[fingerprintOf(theirs), descriptorText(theirs)]]));
    const registrar = new Registrar(registry, []);
    registrar.need(ours);
    await expect(registrar.complete()).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      message: expect.stringContaining('OrderPlaced version 1'),
    });
    expect((await registry.read()).size).toBe(1);
  });

  it('refuses it also where both are written at the same time', async () => {
    const theirs = grown(placed, objectOf({ total: { type: 'integer' }, 'their?': { type: 'string' } }));
    const ours = grown(placed, objectOf({ total: { type: 'integer' }, 'our?': { type: 'string' } }));
    const raced = overriding(registry, {
      add: async (entries) => {
        await registry.add(new Map([[fingerprintOf(theirs), descriptorText(theirs)]]));
        return registry.add(entries);
      },
    });
    const registrar = new Registrar(raced, []);
    registrar.need(ours);
    await expect(registrar.complete()).rejects.toMatchObject({ code: 'INCOMPATIBLE' });
    expect(registrar.isComplete).toBe(false);
  });

  it('calls another form under the same fingerprint CORRUPT', async () => {
    const forged = { ...placed, schema: objectOf({ total: { type: 'string' } }) };
    await registry.add(new Map([[fingerprintOf(placed), descriptorText(forged)]]));
    const registrar = new Registrar(registry, []);
    registrar.need(placed);
    await expect(registrar.complete()).rejects.toMatchObject({ code: 'CORRUPT' });
  });
});
