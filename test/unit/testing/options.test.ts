// What the functions of `statefold/testing` refuse of their options: a misspelt one would turn off in silence what it asks for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { app, given } from '../../../generated/testing.js';
import { memoryStore } from '../../../src/index.js';
import * as testing from '../../../src/testing/index.js';
import { laws } from '../../../src/testing/vitest.js';
import { exportedLines } from '../../support/exported-lines.js';
import { placing } from '../../support/shop.js';

const lines = () => exportedLines(memoryStore());
const none = { history: [] };
const session = { session: 'one', write: () => {} };

/** Each with options that it must refuse; what is given beside them is sound. */
const functions: Readonly<Record<string, (options: object) => unknown>> = {
  checkLaws: (options) => testing.checkLaws(app, { only: ['events apply'], runs: 1, ...options }),
  lawHolds: (options) => testing.lawHolds(app, 'events apply', none, options),
  laws: (options) => laws(app, { only: ['events apply'], runs: 1, ...options }),
  simulate: (options) => testing.simulate(app, { seed: 1, ...options }),
  fromHistory: async (options) => testing.fromHistory(app, await lines(), options),
  startTestEngine: async (options) => (await testing.startTestEngine(app, options)).close(),
  eventually: (options) => testing.eventually(() => true, options),
  recorder: (options) => testing.recorder(app, { ...session, ...options }),
  arbitrariesFor: (options) => testing.arbitrariesFor({}, options),
};

async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  return 'nothing was refused';
}

describe('names', () => {
  it.each([
    ['checkLaws', 'runz', 'runs'],
    ['checkLaws', 'coverge', 'coverage'],
    ['lawHolds', 'invariant', 'invariants'],
    ['laws', 'coverag', 'coverage'],
    ['laws', 'testTimout', 'testTimeout'],
    ['simulate', 'sed', 'seed'],
    ['simulate', 'betwen', 'between'],
    ['fromHistory', 'stores', 'store'],
    ['startTestEngine', 'clok', 'clock'],
    ['startTestEngine', 'comandTimeout', 'commandTimeout'],
    ['eventually', 'withn', 'within'],
    ['recorder', 'nou', 'now'],
    ['arbitrariesFor', 'spareItem', 'spareItems'],
  ])('%s has no option %s, and says which is meant', async (name, misspelt, meant) => {
    const refusal = await refusalOf(() => functions[name]?.({ [misspelt]: undefined }));
    expect(refusal).toBe(
      `${name}: ${misspelt} is no option (did you mean ${meant}?). Correct the options and call it again.`,
    );
  });

  it('are all told where none is near, and of several misspelt ones each is', async () => {
    const refusal = await refusalOf(() => functions.eventually?.({ timeout: 1, wihtin: 1 }));
    expect(refusal).toContain('timeout is no option (there are within); wihtin is no option (did you');
  });
});

const WHOLE = 'must be a whole number of at least 1';
const OVERRIDES = 'must be an object of arbitraries of fast-check, or functions that make one';

describe('values', () => {
  it.each([
    ['checkLaws', { runs: -1 }, `runs ${WHOLE}, not -1`],
    ['checkLaws', { runs: 0 }, `runs ${WHOLE}, not 0`],
    ['checkLaws', { runs: '20' }, `runs ${WHOLE}, not '20'`],
    ['checkLaws', { commands: 0.5 }, `commands ${WHOLE}, not 0.5`],
    ['checkLaws', { seed: Number.NaN }, 'seed must be a whole number, not NaN'],
    ['checkLaws', { path: 3 }, 'path must be a text, not 3'],
    ['checkLaws', { only: 'events apply' }, "only must be a list of names of laws, at least one, not 'events apply'"],
    ['checkLaws', { only: [] }, 'only must be a list of names of laws, at least one, not an empty list'],
    [
      'checkLaws',
      { stores: [] },
      'stores must be a list of functions that open a store, at least one, not an empty list',
    ],
    ['checkLaws', { stores: [memoryStore()] }, 'at least one: number 1 is an object'],
    ['checkLaws', { arbitraries: { 'PayOrder.amount': 5 } }, `arbitraries ${OVERRIDES}: 'PayOrder.amount' is 5`],
    [
      'checkLaws',
      { invariants: [{ subject: 'Order' }] },
      'invariants, each with subject, says and holds: number 1 is an object',
    ],
    ['checkLaws', { coverage: 'all' }, "coverage must be 'report' or 'all transitions', not 'all'"],
    ['checkLaws', { timeLimit: 0 }, 'timeLimit must be milliseconds: at least 1, at most 2147483647, not 0'],
    ['checkLaws', { timeLimit: Number.POSITIVE_INFINITY }, 'at most 2147483647, not Infinity'],
    ['checkLaws', { shrink: 0 }, 'shrink must be true or false, not 0'],
    ['lawHolds', { invariants: () => true }, 'invariants must be a list of invariants, each with'],
    ['laws', { coverage: 'all' }, "coverage must be 'report' or 'all transitions', not 'all'"],
    ['laws', { testTimeout: '1' }, "testTimeout must be milliseconds: 0 or more, not '1'"],
    ['simulate', { seed: 'x' }, "seed must be a whole number, not 'x'"],
    ['simulate', { seed: undefined }, 'seed must be a whole number, not undefined'],
    ['simulate', { commands: 0 }, `commands ${WHOLE}, not 0`],
    ['simulate', { trace: 'yes' }, "trace must be true or false, not 'yes'"],
    ['simulate', { arbitraries: [] }, `arbitraries ${OVERRIDES}, not an empty list`],
    ['simulate', { store: memoryStore() }, 'store must be a function, not an object'],
    ['simulate', { between: {} }, 'between must be a function, not an object'],
    ['fromHistory', { store: memoryStore() }, 'store must be a function, not an object'],
    ['fromHistory', { timeLimit: -1 }, 'timeLimit must be milliseconds: 0 or more, not -1'],
    ['fromHistory', { invariants: {} }, 'invariants must be a list of invariants, each with'],
    ['startTestEngine', { clock: Date.now }, 'clock must be a FakeClock, not a function'],
    ['startTestEngine', { fold: 'no' }, "fold must be true or false, not 'no'"],
    ['eventually', { within: '100' }, "within must be milliseconds: 0 or more, not '100'"],
    ['recorder', { session: undefined }, 'session must be a text, not undefined'],
    ['recorder', { write: 'log' }, "write must be a function, not 'log'"],
    ['arbitrariesFor', { spareItems: -1 }, 'spareItems must be a whole number of at least 0, not -1'],
    ['arbitrariesFor', { adapt: {} }, 'adapt must be a function, not an object'],
  ])('%s refuses %j', async (name, options, complaint) => {
    const refusal = await refusalOf(() => functions[name]?.(options));
    expect(refusal).toContain(complaint);
    expect(refusal.startsWith(`${name}: `)).toBe(true);
  });

  it.each(['checkLaws', 'lawHolds', 'fromHistory'])(
    '%s refuses an invariant of what the domain does not have',
    async (name) => {
      const invariants = [{ subject: 'Ordr', says: 'it adds up', holds: () => true }];
      expect(await refusalOf(() => functions[name]?.({ invariants }))).toBe(
        'The invariant "it adds up" is of Ordr, which this domain does not have (did you mean Order?).',
      );
    },
  );

  it.each(Object.keys(functions))('%s takes what fits', async (name) => {
    const fitting: Readonly<Record<string, object>> = {
      checkLaws: {
        seed: -1,
        arbitraries: { 'PayOrder.amount': fc.nat(1000), PlaceOrder: () => fc.constant(placing()) },
      },
      lawHolds: { invariants: [], stores: [memoryStore], coverage: undefined },
      simulate: { trace: true, arbitraries: {} },
      fromHistory: { timeLimit: 0, invariants: [] },
      startTestEngine: { clock: new testing.FakeClock(), fold: false },
      eventually: { within: Number.POSITIVE_INFINITY },
      recorder: { now: () => 0 },
      arbitrariesFor: { spareItems: 0 },
    };
    // Declares tests, and not within one.
    if (name === 'laws') return;
    expect(await refusalOf(() => functions[name]?.(fitting[name] ?? {}))).toBe('nothing was refused');
  });

  it('are in an object', async () => {
    expect(await refusalOf(() => testing.eventually(() => true, 100 as never))).toBe(
      'eventually: options must be an object of within. Correct the options and call it again.',
    );
    expect(await refusalOf(() => testing.simulate(app, undefined as never))).toMatch(/^simulate: options must be an/);
  });
});

laws(app, { only: ['events apply'], runs: 1, coverage: 'report', testTimeout: 60_000 });

describe('given, when and then', () => {
  const placed = { type: 'OrderPlaced', data: placing() } as const;
  const when = (command: object) => () => given([placed]).when(command as never);
  const told = (events: unknown) => () => given(events as never);

  it.each([
    ['a field that no event has', told([{ ...placed, aggregatId: 'order-2' }]), /did you mean aggregateId\?\)/],
    ['a field that no command has', when({ type: 'PayOrder', data: {}, tme: new Date() }), /did you mean time\?\)/],
    [
      'a time that is none',
      told([{ ...placed, time: '2024-01-01' }]),
      /OrderPlaced: .*time must be a valid Date, not '/,
    ],
    ['an id that is none', told([{ ...placed, aggregateId: 7 }]), /OrderPlaced: .*aggregateId must be a text, not 7/],
    ['events that are no list', told(placed), /^given takes a list of events/],
  ])('refuse %s', (_name, call, message) => {
    expect(call).toThrow(message);
  });

  it('refuse rows of what is no read model, also where none are expected', () => {
    const misspelt = { OrderSumary: [] } as object;
    expect(() => given([placed]).then(misspelt)).toThrow(
      'OrderSumary is no read model of this domain (did you mean OrderSummary?)',
    );
  });

  it('take events as the log holds them', async () => {
    const { engine, close } = await testing.startTestEngine(app);
    const order = engine.aggregates.order('order-1' as never);
    await order.send({ type: 'PlaceOrder', data: placing() });
    given((await order.history()) as never)
      .when({ type: 'PayOrder', data: { amount: 200, method: 'card' } })
      .then({ type: 'OrderPaid', data: { amount: 200, method: 'card' } });
    await close();
  });

  it('refuse the same on a running engine', async () => {
    const shop = await testing.startTestEngine(app);
    expect(() => shop.given([{ ...placed, aggregatId: 'order-2' } as never])).toThrow('did you mean aggregateId?');
    expect(() => shop.given().when({ type: 'PlaceOrder', data: placing(), commandID: 'x' } as never)).toThrow(
      'commandID',
    );
    await expect(shop.given([placed]).then({ OrderSumary: [] } as object)).rejects.toThrow(
      'did you mean OrderSummary?',
    );
    await shop.close();
  });
});
