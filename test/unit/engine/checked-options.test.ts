import { expect, it } from 'vitest';
import { app } from '../../../generated/app.js';
import { memoryStore, startEngine, systemRuntime } from '../../../src/index.js';
import { orderId, placing } from '../../support/shop.js';

/** What is wrong with options beside a store, and the text of the error. */
async function refusalOf(
  options: object,
): Promise<{ violations: readonly { pointer: string; message: string }[]; message: string }> {
  try {
    const engine = await startEngine(app, { store: memoryStore(), ...options });
    await engine.close();
  } catch (error) {
    const { code, message, details } = error as {
      code: string;
      message: string;
      details: { violations: readonly { pointer: string; message: string }[] };
    };
    expect(code).toBe('INVALID');
    return { violations: details.violations, message };
  }
  return expect.fail('The engine was started.');
}

it.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [-3, '-3'],
  [0, '0'],
  [0.5, '0.5'],
  ['7', "'7'"],
  [null, 'null'],
  [7n, '7n'],
  [{}, 'an object'],
])('refuses a limit of %s', async (value, shown) => {
  const names = [
    ...['maxResident', 'maxMailbox', 'snapshotEvery', 'maxPending', 'blocksInFlight', 'itemsPerBlock', 'bytesPerBlock'],
  ];
  const limits = Object.fromEntries(names.map((name) => [name, value]));
  const { violations } = await refusalOf({ limits });
  expect(violations).toHaveLength(names.length);
  expect(violations).toEqual(
    expect.arrayContaining(
      names.map((name) => ({
        pointer: `/limits/${name}`,
        message: `must be a whole number of at least 1, not ${shown}`,
      })),
    ),
  );
});

const DAY = 86_400_000;

it.each([
  ['limits', 7, 'must be an object, not 7'],
  ['limits', [1], 'must be an object, not a list'],
  ['limits', 'many', "must be an object, not 'many'"],
  ['fold', 'no', "must be true or false, not 'no'"],
  ['fold', null, 'must be true or false, not null'],
  ['commandTimeout', Number.NaN, `must be milliseconds: more than 0, at most ${DAY}, not NaN`],
  ['commandTimeout', 0, `must be milliseconds: more than 0, at most ${DAY}, not 0`],
  ['commandTimeout', '5000', `must be milliseconds: more than 0, at most ${DAY}, not '5000'`],
  ['queryTimeout', Number.POSITIVE_INFINITY, `must be milliseconds: more than 0, at most ${DAY}, not Infinity`],
  ['queryTimeout', -1, `must be milliseconds: more than 0, at most ${DAY}, not -1`],
  ['queryTimeout', DAY + 1, `must be milliseconds: more than 0, at most ${DAY}, not 86400001`],
  ['foldTimeout', 99, `must be milliseconds: at least 100, at most ${DAY}, not 99`],
  ['foldTimeout', Number.POSITIVE_INFINITY, `must be milliseconds: at least 100, at most ${DAY}, not Infinity`],
  ['authorize', () => true, 'must be an object of rules, each a function by the name of a message, not a function'],
  ['authorize', null, 'must be an object of rules, each a function by the name of a message, not null'],
  ['enrich', 'all', "must be an object of rules, each a function by the name of a message, not 'all'"],
  ['onError', console, 'must be a function, not an object'],
  ['runtime', Date.now, /^must be a runtime: .*now, freshId, soon, after and inBackground.*, not a function$/],
  ['runtime', { now: Date.now }, /^must be a runtime: .*now, freshId, soon, after and inBackground.*, not an object$/],
])('refuses %s that is %s', async (name, value, message) => {
  const { violations } = await refusalOf({ [name]: value });
  const expected = typeof message === 'string' ? message : expect.stringMatching(message);
  expect(violations).toEqual([{ pointer: `/${name}`, message: expected }]);
});

it('refuses a rule that is no function, by its name', async () => {
  const rules = { authorize: { PlaceOrder: true, GetOrder: undefined }, enrich: { PayOrder: 'amount' } };
  expect((await refusalOf(rules)).violations).toEqual([
    { pointer: '/authorize/PlaceOrder', message: 'must be a function, not true' },
    { pointer: '/enrich/PayOrder', message: "must be a function, not 'amount'" },
  ]);
});

it('says what to do with options, on one short line', async () => {
  expect((await refusalOf({ limits: { maxPending: '7' } })).message).toBe(
    "startEngine: /limits/maxPending must be a whole number of at least 1, not '7'. Correct the options and start again.",
  );
  const unreadable = Object.defineProperty({}, 'fold', {
    enumerable: true,
    get: () => {
      throw new Error('a getter');
    },
  });
  await expect(startEngine(app, unreadable as never)).rejects.toThrow(/reading it throws\. Correct the options and/);
  const { message } = await refusalOf({ onError: `a\n${'long'.repeat(100)}` });
  expect(message.split('\n')).toHaveLength(1);
  expect(message.length).toBeLessThan(150);
});

it('takes the least that options may be, and what is undefined for absent', async () => {
  const least = { maxResident: 1, maxMailbox: 1, snapshotEvery: 1, maxPending: 1, blocksInFlight: 1 };
  const limits = { ...least, itemsPerBlock: 1, bytesPerBlock: 1 };
  const given = { fold: false, commandTimeout: 0.5, queryTimeout: DAY, foldTimeout: 100, limits, onError: () => {} };
  const engine = await startEngine(app, { store: memoryStore(), ...given, runtime: systemRuntime });
  await engine.close();
  const undefineds = { fold: undefined, commandTimeout: undefined, authorize: undefined, limits: undefined } as object;
  const other = await startEngine(app, { store: memoryStore(), ...undefineds });
  await other.close();
});

it('takes the default for a limit that is undefined', async () => {
  const limits = { itemsPerBlock: undefined, maxMailbox: undefined } as object;
  const engine = await startEngine(app, { store: memoryStore(), limits, commandTimeout: 2000 });
  const sent = Array.from({ length: 1001 }, () => engine.commands.placeOrder(orderId('order-1'), placing()));
  const outcomes = await Promise.allSettled(sent);
  await engine.close();
  expect(outcomes[0]).toMatchObject({ status: 'fulfilled' });
  expect(outcomes[1000]).toMatchObject({ reason: { code: 'OVERLOADED', details: { limit: 1000 } } });
});
