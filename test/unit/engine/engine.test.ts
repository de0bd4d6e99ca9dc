import { afterEach, describe, expect, it, vi } from 'vitest';
import { app } from '../../../generated/app.js';
import type { AppTypes } from '../../../generated/buses.js';
import { type Engine, type EngineOptions, memoryStore, type StatefoldError, startEngine } from '../../../src/index.js';
import { ADDRESS, customerId, lineOf, orderId, placing, sku, startShop } from '../../support/shop.js';

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

/** An object with a field whose getter throws. */
function unreadable(field: string, others: object = {}): object {
  return Object.defineProperty({ ...others }, field, {
    enumerable: true,
    get: () => {
      throw new Error('a getter');
    },
  });
}

/** An object that cannot be read at all. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('starting', () => {
  it('refuses generated code of another contract', async () => {
    const other = { ...app, contract: 0 };
    await expect(startEngine(other, { store: memoryStore() })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      message: expect.stringContaining('statefold codegen'),
    });
  });

  it('refuses to start without a store, and with rules for messages that the domain does not have', async () => {
    await expect(startEngine(app, {} as never)).rejects.toMatchObject({
      code: 'INVALID',
      details: { violations: [expect.objectContaining({ pointer: '/store' })] },
    });
    const rules = { authorize: { PlaceOder: () => true }, enrich: { GetOrder: () => ({}) } } as object;
    await expect(startEngine(app, { store: memoryStore(), ...rules })).rejects.toMatchObject({
      details: {
        violations: [
          {
            pointer: '/authorize/PlaceOder',
            message: 'is no command or query of this domain (did you mean PlaceOrder?)',
          },
          { pointer: '/enrich/GetOrder', message: 'is no command of this domain' },
        ],
      },
    });
  });

  it('refuses options that it does not know, and says which are meant', async () => {
    const misspelt = { comandTimeout: 100, onWarning: () => {}, limits: { maxPendig: 1 } } as object;
    await expect(startEngine(app, { store: memoryStore(), ...misspelt })).rejects.toMatchObject({
      code: 'INVALID',
      details: {
        violations: [
          { pointer: '/comandTimeout', message: 'is no option of an engine (did you mean commandTimeout?)' },
          {
            pointer: '/onWarning',
            message: expect.stringMatching(/^is no option of an engine \(there are store, .*runtime\)$/),
          },
          { pointer: '/limits/maxPendig', message: 'is no limit of an engine (did you mean maxPending?)' },
        ],
      },
    });
  });

  it.each([
    ['a getter', unreadable('runtime', { store: memoryStore() })],
    ['a getter among the limits', { store: memoryStore(), limits: unreadable('maxPending') }],
    ['a proxy', revoked()],
  ])('refuses options that cannot be read for %s', async (_what, options) => {
    await expect(startEngine(app, options as never)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('reading it throws'),
    });
  });

  it('takes options that an object of a class computes', async () => {
    class Config {
      readonly #store = memoryStore();
      get store() {
        return this.#store;
      }
    }
    const engine = await startEngine(app, new Config());
    running.push(engine as never);
    expect(engine.health().open).toBe(true);
  });

  it('holds nothing but commands and queries in its buses', async () => {
    const engine = await shop();
    expect(Object.keys(engine.commands)).toContain('placeOrder');
    expect(Object.keys(engine.commands)).toHaveLength(9);
    expect(Object.keys(engine.queries)).toHaveLength(7);
  });
});

describe('validation', () => {
  it('lists every violation with its JSON pointer, and stores nothing', async () => {
    const engine = await shop();
    const bad = { ...placing(), customerId: customerId('nope'), lines: [lineOf('chai', { quantity: 0 })] };
    await expect(engine.commands.placeOrder(id, bad)).rejects.toMatchObject({
      code: 'INVALID',
      details: {
        violations: expect.arrayContaining([
          expect.objectContaining({ pointer: '/customerId' }),
          expect.objectContaining({ pointer: '/lines/0/quantity' }),
        ]),
      },
    });
    expect(await engine.aggregates.order(id).version()).toBe(0);
  });

  it.each([
    ['an empty aggregate id', { aggregateId: '' }, '/aggregateId'],
    ['a long aggregate id', { aggregateId: 'x'.repeat(201) }, '/aggregateId'],
    ['a lone surrogate in an aggregate id', { aggregateId: 'a\ud800' }, '/aggregateId'],
    ['a missing aggregate id', { aggregateId: undefined as never }, '/aggregateId'],
    ['a misspelt option', { commandid: 'once' } as object, '/commandid'],
    ['a negative expected version', { expectedVersion: -1 }, '/expectedVersion'],
    ['an empty command id', { commandId: '' }, '/commandId'],
    ['an endless timeout', { timeout: Number.POSITIVE_INFINITY }, '/timeout'],
    ['an invalid time', { time: new Date(Number.NaN) }, '/time'],
    ['an unknown field of metadata', { metadata: { tenant: 'x' } as never }, '/metadata/tenant'],
    ['a command that the domain does not have', { type: 'xstate.stop' as never }, '/type'],
    ['the name of an event', { type: 'OrderPlaced' as never }, '/type'],
  ])('refuses %s', async (_, wrong, pointer) => {
    const engine = await shop();
    const input = { type: 'PlaceOrder', aggregateId: id, data: placing(), ...wrong } as Parameters<
      typeof engine.dispatch
    >[0];
    await expect(engine.dispatch(input)).rejects.toMatchObject({
      code: 'INVALID',
      details: { violations: [expect.objectContaining({ pointer })] },
    });
  });

  it('says which option, and which command, a misspelt one may mean', async () => {
    const engine = await shop();
    const refused = (message: string) => ({ details: { violations: [expect.objectContaining({ message })] } });
    const misspelt = engine.commands.placeOrder(id, placing(), { expectVersion: 3 } as object);
    await expect(misspelt).rejects.toMatchObject(refused('is no option of a command (did you mean expectedVersion?)'));
    const other = engine.commands.placeOrder(id, placing(), { retries: 3 } as object);
    const names = 'type, aggregateId, data, commandId, expectedVersion, metadata, time, timeout';
    await expect(other).rejects.toMatchObject(refused(`is no option of a command (there are ${names})`));
    const dispatch = (type: string) => engine.dispatch({ type, aggregateId: id, data: {} } as never);
    await expect(dispatch('placeOder')).rejects.toMatchObject(
      refused('is no command of this domain (did you mean PlaceOrder?)'),
    );
    await expect(dispatch('Launch')).rejects.toMatchObject(refused('is no command of this domain'));
    await expect(engine.aggregates.order(id).send({ type: 'PayOrdr', data: {} } as never)).rejects.toMatchObject(
      refused('is no command of Order (did you mean PayOrder?)'),
    );
  });

  it('refuses what is no command at all', async () => {
    const engine = await shop();
    await expect(engine.dispatch(null as never)).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('refuses handles of ids, commands and pasts that cannot be', async () => {
    const engine = await shop();
    expect(() => engine.aggregates.order(orderId(''))).toThrow(expect.objectContaining({ code: 'INVALID' }));
    const order = engine.aggregates.order(id);
    await expect(order.send({ type: 'OrderPlaced', data: placing() } as never)).rejects.toMatchObject({
      code: 'INVALID',
    });
    await expect(order.stateAsOf({ version: -1 })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(order.stateAsOf({} as never)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(order.stateAsOf({ version: 0, time: new Date() })).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('has a version and a time: give one of them'),
    });
  });

  it.each([
    ['a getter', unreadable('timeout')],
    ['a getter of no option', unreadable('other')],
    ['a proxy', revoked()],
  ])('refuses options of a command that cannot be read for %s', async (_what, options) => {
    const engine = await shop();
    const order = engine.aggregates.order(id);
    const command = { type: 'PlaceOrder', data: placing() } as const;
    const refused = { code: 'INVALID', message: expect.stringContaining('reading it throws') };
    await expect(engine.commands.placeOrder(id, placing(), options)).rejects.toMatchObject(refused);
    await expect(engine.explain.placeOrder(id, placing(), options)).rejects.toMatchObject(refused);
    await expect(order.send(command, options)).rejects.toMatchObject(refused);
    const answer = { allowed: false, reason: refused };
    await expect(engine.can.placeOrder(id, placing(), options)).resolves.toMatchObject(answer);
    await expect(order.send(unreadable('data') as never)).rejects.toMatchObject(refused);
    expect(await order.version()).toBe(0);
  });

  it.each([
    ['a bare version', 1, { pointer: '', message: expect.stringContaining('{ after: 0 }') }],
    ['null', null, { pointer: '' }],
    [
      'a receipt',
      { after: { version: 1 } },
      { pointer: '/after', message: expect.stringContaining('receipt.version') },
    ],
    ['a negative version', { after: -1 }, { pointer: '/after' }],
    ['a misspelt option', { afer: 0 }, { pointer: '/afer', message: expect.stringContaining('did you mean after?') }],
    ['what cannot be read', unreadable('after'), { pointer: '', message: expect.stringContaining('reading it') }],
  ])('refuses to subscribe by %s', async (_what, options, violation) => {
    const order = (await shop()).aggregates.order(id);
    expect(() => order.subscribe(() => {}, options as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        details: { message: 'subscribe', violations: [expect.objectContaining(violation)] },
      }),
    );
    expect(() => order.subscribe(undefined as never)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it('keeps nothing of the sender: a change of its objects afterwards changes nothing', async () => {
    const engine = await shop();
    const data = placing();
    const sent = engine.commands.placeOrder(id, data);
    data.lines.push(lineOf('tofu'));
    await sent;
    const { state } = await engine.aggregates.order(id).state();
    expect(state.lines).toHaveLength(1);
    state.lines.pop();
    expect((await engine.aggregates.order(id).state()).state.lines).toHaveLength(1);
  });
});

describe('back-pressure', () => {
  it('refuses at once what exceeds the engine', async () => {
    const engine = await shop({ limits: { maxPending: 2 } });
    const sent = [engine.commands.placeOrder(id, placing()), engine.commands.placeOrder(orderId('order-2'), placing())];
    await expect(engine.commands.placeOrder(orderId('order-3'), placing())).rejects.toMatchObject({
      code: 'OVERLOADED',
      details: { what: 'engine', limit: 2 },
    });
    expect(engine.health().pending).toBe(2);
    await Promise.all(sent);
    expect(engine.health().pending).toBe(0);
  });
});

describe('authorize', () => {
  it('refuses what a rule refuses, and everything that has no rule', async () => {
    const engine = await shop({
      authorize: {
        PlaceOrder: ({ metadata, data }) => metadata.userId === data.customerId,
        GetOrder: async ({ metadata }) => metadata.userId === 'clerk',
      },
    });
    await expect(engine.commands.placeOrder(id, placing())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await engine.commands.placeOrder(id, placing(), { metadata: { userId: 'ALFKI' } });
    await expect(engine.commands.cancelOrder(id, { reason: 'no rule' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(engine.queries.getOrder({ orderId: id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      engine.queries.getOrder({ orderId: id }, { metadata: { userId: 'clerk' } }),
    ).resolves.not.toBeUndefined();
    await expect(engine.queries.getBestCustomers({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await engine.can.cancelOrder(id, { reason: 'no rule' })).toMatchObject({
      allowed: false,
      reason: { code: 'FORBIDDEN' },
    });
  });

  it.each([
    ['authorize', { PlaceOrder: () => Promise.reject(new Error('boom')) }],
    [
      'enrich',
      {
        PlaceOrder: () => {
          throw new Error('boom');
        },
      },
    ],
  ])('calls a hook of %s that throws a defect', async (hook, rules) => {
    const engine = await shop({ [hook]: rules } as object);
    await expect(engine.commands.placeOrder(id, placing())).rejects.toMatchObject({
      code: 'DEFECT',
      message: `${hook}.PlaceOrder threw: boom. Mend the rule.`,
      details: { where: `${hook}.PlaceOrder` },
      cause: { message: 'boom' },
    });
  });

  it('does not take a rule from what objects inherit', async () => {
    const engine = await shop({ authorize: Object.create({ PlaceOrder: () => true }) });
    await expect(engine.commands.placeOrder(id, placing())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('enrich', () => {
  it('adds fetched data before deciding, and leaves a retry the same command', async () => {
    let city = 'Hamburg';
    const engine = await shop({ enrich: { PlaceOrder: async ({ data }) => ({ shipTo: { ...data.shipTo, city } }) } });
    const first = await engine.commands.placeOrder(id, placing(), { commandId: 'once' });
    city = 'Bremen';
    expect(await engine.commands.placeOrder(id, placing(), { commandId: 'once' })).toEqual(first);
    const [event] = await engine.aggregates.order(id).history();
    expect(event?.data).toMatchObject({ shipTo: { city: 'Hamburg' } });
  });

  it('is to blame for data that it makes invalid', async () => {
    const engine = await shop({ enrich: { PlaceOrder: () => ({ customerId: 'nope' }) } });
    await expect(engine.commands.placeOrder(id, placing())).rejects.toMatchObject({
      code: 'DEFECT',
      details: { where: 'enrich.PlaceOrder' },
    });
  });
});

describe('metadata and time', () => {
  it('carries metadata and the given time from the command to its events', async () => {
    const engine = await shop();
    const metadata = { correlationId: 'web-7', causationId: 'click-1', userId: 'ann' };
    const time = new Date('1996-07-04T00:00:00Z');
    const receipt = await engine.commands.placeOrder(id, placing(), { metadata, time });
    const [event] = await engine.aggregates.order(id).history();
    expect(event).toEqual({
      type: 'OrderPlaced',
      data: placing(),
      id: `${receipt.commandId}#1`,
      time,
      aggregateId: id,
      version: 1,
      metadata,
    });
  });
});

describe('asking', () => {
  it('answers whether a command would be accepted, and which guard says no', async () => {
    const engine = await shop();
    expect(await engine.can.addLine(id, { line: lineOf('tofu') })).toMatchObject({
      allowed: false,
      reason: { details: { state: 'new', guards: [] } },
    });
    await engine.commands.placeOrder(id, placing());
    expect(await engine.can.addLine(id, { line: lineOf('tofu') })).toEqual({ allowed: true });
    expect(await engine.can.addLine(id, { line: lineOf('chai') })).toMatchObject({
      allowed: false,
      reason: { code: 'REJECTED', details: { guards: ['newProduct'], state: 'open.unpaid' } },
    });
    const refusal = (await engine.can.addLine(id, { line: lineOf('chai') })) as { reason: StatefoldError };
    expect(JSON.parse(JSON.stringify(refusal)).reason.message).toBe(refusal.reason.message);
    expect(await engine.can.addLine(id, { line: lineOf('tofu', { quantity: -1 }) })).toMatchObject({
      allowed: false,
      reason: { code: 'INVALID' },
    });
    expect(await engine.aggregates.order(id).version()).toBe(1);
  });

  it('agrees with sending', async () => {
    const engine = await shop();
    await engine.commands.placeOrder(id, placing());
    for (const ask of [{ sku: sku('chai') }, { sku: sku('tofu') }]) {
      const answer = await engine.can.removeLine(id, ask);
      const refusal = await engine.commands.removeLine(id, ask).catch((error: StatefoldError) => error);
      expect(answer.allowed ? null : answer.reason.message).toBe((refusal as StatefoldError).message);
    }
  });

  it('explains which transitions were looked at', async () => {
    const engine = await shop();
    await engine.commands.placeOrder(id, placing());
    expect(await engine.explain.payOrder(id, { amount: 1, method: 'card' })).toEqual({
      allowed: false,
      state: 'open.unpaid',
      version: 1,
      considerations: [{ state: 'order.open.unpaid', on: 'PayOrder', passed: false, refusedBy: ['paysInFull'] }],
    });
  });
});

describe('the past', () => {
  it('gives the state as of a version and as of a time', async () => {
    const engine = await shop();
    const order = engine.aggregates.order(id);
    await engine.commands.placeOrder(id, placing(), { time: new Date('2020-01-01') });
    await engine.commands.addLine(id, { line: lineOf('tofu') }, { time: new Date('2020-01-02') });
    await engine.commands.shipOrder(id, { carrier: 'post', freight: 5 }, { time: new Date('2020-01-03') });
    expect(await order.stateAsOf({ version: 0 })).toMatchObject({ version: 0, name: 'new' });
    expect(await order.stateAsOf({ version: 2 })).toMatchObject({
      version: 2,
      name: 'open.unpaid',
      state: { total: 400 },
    });
    expect(await order.stateAsOf({ time: new Date('2020-01-01T12:00:00Z') })).toMatchObject({
      version: 1,
      state: { total: 200 },
    });
    expect(await order.stateAsOf({ time: new Date('2019-01-01') })).toMatchObject({ version: 0 });
    expect(await order.stateAsOf({ time: new Date('2021-01-01') })).toEqual(await order.state());
    await expect(order.stateAsOf({ version: 4 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const absent = { version: undefined, time: new Date('2019-01-01') } as object;
    expect(await order.stateAsOf(absent as { time: Date })).toMatchObject({ version: 0 });
  });

  it('delivers every event to a subscriber, in order, whoever stored it', async () => {
    const store = memoryStore();
    const [one, other] = [await shop({ store }), await shop({ store })];
    const seen: string[] = [];
    await one.commands.placeOrder(id, placing());
    const stop = one.aggregates
      .order(id)
      .subscribe((event) => seen.push(`${event.type}@${event.version}`), { after: 0 });
    await other.commands.addLine(id, { line: lineOf('tofu') });
    await one.commands.changeAddress(id, { shipTo: { ...ADDRESS, city: 'Bonn' } });
    await vi.waitFor(() => expect(seen).toEqual(['OrderPlaced@1', 'LineAdded@2', 'AddressChanged@3']));
    stop();
    await one.commands.cancelOrder(id, { reason: 'enough' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toHaveLength(3);
  });

  it('ends a subscription whose listener throws, and says so', async () => {
    const engine = await shop();
    const errors: unknown[] = [];
    await engine.commands.placeOrder(id, placing());
    engine.aggregates.order(id).subscribe(
      () => {
        throw new Error('listener');
      },
      { after: 0, onError: (error) => errors.push(error) },
    );
    await vi.waitFor(() => expect(errors).toEqual([expect.objectContaining({ message: 'listener' })]));
  });

  it('ends a subscription whose listener rejects, and tells the engine whose fault it is', async () => {
    const errors: unknown[] = [];
    const engine = await shop({ onError: (error) => errors.push(error) });
    await engine.commands.placeOrder(id, placing());
    engine.aggregates.order(id).subscribe(() => Promise.reject(new Error('listener')), { after: 0 });
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(errors).toEqual([
      expect.objectContaining({ code: 'DEFECT', message: expect.stringContaining('its listener threw: listener.') }),
    ]);
  });

  it('gives a listener its time: the next event waits for its promise', async () => {
    const engine = await shop();
    const seen: string[] = [];
    await engine.commands.placeOrder(id, placing());
    await engine.commands.addLine(id, { line: lineOf('tofu') });
    engine.aggregates.order(id).subscribe(
      async ({ version }) => {
        seen.push(`begins ${version}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(`ends ${version}`);
      },
      { after: 0 },
    );
    await vi.waitFor(() => expect(seen).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2']));
  });

  it('makes a warning of what fails in being told of a failure', async () => {
    const engine = await shop();
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    try {
      await engine.commands.placeOrder(id, placing());
      engine.aggregates.order(id).subscribe(() => Promise.reject(new Error('listener')), {
        after: 0,
        onError: () => {
          throw new Error('nor this');
        },
      });
      await vi.waitFor(() => expect(warnings).toEqual([expect.objectContaining({ message: 'nor this' })]));
    } finally {
      process.off('warning', warned);
    }
  });
});

describe('reading what was written', () => {
  it('waits for the receipt of a command, also of another engine', async () => {
    const store = memoryStore();
    const [writer, reader] = [await shop({ store, fold: false }), await shop({ store })];
    const receipt = await writer.commands.placeOrder(id, placing());
    const answer = await reader.queries.getOrder({ orderId: id }, { after: receipt });
    expect(answer).toMatchObject({ stale: false, value: { orderId: id, total: 200 } });
  });

  it('marks an answer that does not include the command yet', async () => {
    const engine = await shop();
    await engine.commands.placeOrder(id, placing());
    await engine.queries.getOrder(
      { orderId: id },
      { after: await engine.commands.addLine(id, { line: lineOf('tofu') }) },
    );
    await engine.projections.stopFolding();
    const receipt = await engine.commands.cancelOrder(id, { reason: 'changed my mind' });
    const answer = await engine.queries.getOrder({ orderId: id }, { after: receipt, timeout: 50 });
    expect(answer).toMatchObject({ stale: true, behind: 1, value: { status: 'open' } });
  });
});

describe('closing', () => {
  it('lets what is under way finish, and takes nothing more', async () => {
    const engine = await shop();
    const sent = engine.commands.placeOrder(id, placing());
    const closed = engine.close();
    await expect(sent).resolves.toMatchObject({ version: 1 });
    await closed;
    await engine.close();
    expect(engine.health().open).toBe(false);
    await expect(engine.commands.placeOrder(id, placing())).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(engine.queries.getOrder({ orderId: id })).rejects.toMatchObject({ code: 'CLOSED' });
    const refusal = { code: 'CLOSED', details: { what: 'engine' } };
    const order = engine.aggregates.order(id);
    await expect(engine.can.placeOrder(id, placing())).rejects.toMatchObject(refusal);
    await expect(engine.explain.placeOrder(id, placing())).rejects.toMatchObject(refusal);
    for (const asked of [order.state(), order.version(), order.history(), order.stateAsOf({ version: 0 })])
      await expect(asked).rejects.toMatchObject(refusal);
    expect(() => order.subscribe(() => {})).toThrow(expect.objectContaining(refusal));
  });
});

describe('a rebuild', () => {
  it('is called off when its engine closes, while it can still clean up', async () => {
    const store = memoryStore();
    const engine = await shop({ store });
    await engine.queries.getOrder({ orderId: id }, { after: await engine.commands.placeOrder(id, placing()) });
    const [before] = await engine.projections.status();
    let closed: Promise<void> | undefined;
    const rebuild = engine.projections.rebuild('OrderSummary', {
      onProgress: () => {
        closed ??= engine.close();
      },
    });
    await expect(rebuild).rejects.toMatchObject({ code: 'CLOSED', details: { what: 'projection OrderSummary' } });
    await closed;
    const next = await shop({ store });
    expect((await next.projections.status())[0]?.generation).toBe(before?.generation);
  });
});

describe('read models', () => {
  it('are said to be left to others by an engine that does not fold', async () => {
    const store = memoryStore();
    const front = await shop({ store, fold: false });
    const building = (): Promise<StatefoldError> =>
      front.queries.getOrder({ orderId: id }).then(
        () => Promise.reject(new Error('It did not fail.')),
        (error: StatefoldError) => error,
      );
    expect(await building()).toMatchObject({
      code: 'BUILDING',
      message: expect.stringMatching(
        /This engine does not fold \(fold: false\): start one on the same store that does\.$/,
      ),
      details: { position: 0, head: 0 },
    });
    await shop({ store });
    await vi.waitFor(async () => expect(await front.queries.getOrder({ orderId: id })).toBe(null));
  });

  it('takes the name of a rollup for the projection that it belongs to', async () => {
    const engine = await shop();
    await engine.commands.placeOrder(id, placing());
    expect(await engine.projections.rebuild('CustomerTotals')).toMatchObject({ projection: 'OrderSummary', events: 1 });
    expect(await engine.projections.verify('ProductSales')).toMatchObject({
      projection: 'OrderSummary',
      identical: true,
    });
  });

  it('says how much a comparison leaves out where folding has stopped', async () => {
    const engine = await shop();
    await engine.queries.getOrder({ orderId: id }, { after: await engine.commands.placeOrder(id, placing()) });
    await engine.projections.stopFolding();
    await engine.commands.cancelOrder(id, { reason: 'changed my mind' });
    expect(await engine.projections.verify('OrderSummary')).toMatchObject({ identical: true, events: 1, behind: 1 });
  });

  it('says which names there are', async () => {
    const engine = await shop();
    await expect(engine.projections.rebuild('Orders' as never)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('OrderSummary, CustomerTotals, ProductSales'),
    });
  });
});

describe('snapshots', () => {
  it('are all written when an engine has closed', async () => {
    const store = memoryStore();
    const errors: unknown[] = [];
    const engine = await startShop({ store, limits: { snapshotEvery: 2 }, onError: (error) => errors.push(error) });
    await engine.commands.placeOrder(id, placing());
    await engine.commands.addLine(id, { line: lineOf('tofu') });
    await engine.close();
    const { snapshots } = await store.connect();
    const [order] = app.aggregates;
    const kept = await snapshots.load({ type: 'Order', id }, order?.fingerprint ?? '');
    expect(kept).toMatchObject({ head: { version: 2 } });
    expect(errors).toEqual([]);
  });
});
