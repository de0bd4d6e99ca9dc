import { expect, it } from 'vitest';
import { app } from '../../../../generated/app.js';
import { memoryStore } from '../../../../src/index.js';
import { StatefoldError } from '../../../../src/kernel/error.js';
import { checkHistory } from '../../../../src/testing/history-checker/check-history.js';
import { commitsSeen } from '../../../../src/testing/history-checker/commit-seen.js';
import { type OperationLine, operationsOf } from '../../../../src/testing/history-checker/operation-lines.js';
import { recorder } from '../../../../src/testing/history-checker/recorder.js';
import { orderId, placing, startShop } from '../../../support/shop.js';
import { judged, recordOrders } from './history-of-orders.js';

const ID = orderId('order-1');

/** An engine that is written down, and what is written. */
async function recording() {
  const engine = await startShop({ store: memoryStore() });
  const lines: OperationLine[] = [];
  return { engine, lines, one: recorder(app, { session: 'one', write: (line) => lines.push(line) })(engine) };
}

it('writes a command down before it is sent and after it is answered', async () => {
  const { engine, lines, one } = await recording();
  const placed = one.commands.placeOrder(ID, placing());
  expect(lines).toHaveLength(1);
  const receipt = await placed;
  await engine.close();
  const [operation] = operationsOf(lines);
  expect(operation).toMatchObject({
    ...{ kind: 'command', session: 'one', aggregate: 'Order', aggregateId: 'order-1', command: 'PlaceOrder' },
    outcome: { kind: 'ok', version: 1, place: receipt.place },
  });
  expect(operation?.returned).toBeGreaterThanOrEqual(operation?.invoked ?? Number.POSITIVE_INFINITY);
});

it('gives a command what tells its commit, and leaves alone what its sender gave', async () => {
  const { engine, lines, one } = await recording();
  const caused = { metadata: { causationId: 'a saga', userId: 'ann' } };
  await one.commands.placeOrder(ID, placing(), { metadata: { userId: 'ann' } });
  await one.commands.placeOrder(orderId('order-2'), placing(), caused);
  await one.commands.placeOrder(orderId('order-3'), placing(), { ...caused, commandId: 'mine' });
  const [event] = await engine.aggregates.order(ID).history();
  await engine.close();
  expect(operationsOf(lines)).toMatchObject([
    { commandId: expect.stringMatching(/^[0-9a-f]{32}$/), causationId: 'one:1' },
    { commandId: 'one:2', causationId: 'a saga' },
    { commandId: 'mine', causationId: 'a saga' },
  ]);
  expect(event?.metadata).toEqual({ causationId: 'one:1', userId: 'ann' });
});

it('tells what definitely failed, and where the aggregate stood, from what nobody can say', async () => {
  const { engine, lines, one } = await recording();
  await one.commands.placeOrder(ID, placing());
  await expect(one.commands.placeOrder(ID, placing())).rejects.toMatchObject({ code: 'REJECTED' });
  await expect(one.commands.placeOrder(ID, placing(), { expectedVersion: 7 })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  const details = { aggregate: 'Order', aggregateId: ID, commandId: 'x' };
  const lost = { ...engine, dispatch: () => Promise.reject(new StatefoldError('OUTCOME_UNKNOWN', 'Lost.', details)) };
  const other = recorder(app, { session: 'other', write: (line) => lines.push(line) })(lost);
  await expect(other.commands.placeOrder(ID, placing())).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  await engine.close();
  expect(operationsOf(lines).map((one) => one.kind === 'command' && one.outcome)).toEqual([
    expect.objectContaining({ kind: 'ok' }),
    { kind: 'fail', code: 'REJECTED', version: 1 },
    { kind: 'fail', code: 'CONFLICT', version: 1 },
    { kind: 'unknown' },
  ]);
});

it('takes a command that was never answered, and a line that was cut off, for what nobody can say', async () => {
  const { lines, observed } = await recordOrders();
  const cut = [...lines.slice(0, 7), lines[7]?.slice(0, 20) ?? ''];
  expect(operationsOf(cut).at(-1)).toMatchObject({
    command: 'ShipOrder',
    returned: null,
    outcome: { kind: 'unknown' },
  });
  const operations = operationsOf(cut);
  expect(judged({ ...observed, operations, others: true })).toEqual([]);
  expect(() => operationsOf(['{"n":', ...lines])).toThrow(SyntaxError);
});

it('shares the clock of the machine with other processes', async () => {
  const { engine, lines, one } = await recording();
  const before = Number(process.hrtime.bigint() / 1000n);
  await one.aggregates.order(ID).version();
  await engine.close();
  const [read] = operationsOf(lines);
  expect(read?.invoked).toBeGreaterThanOrEqual(before);
  expect(read).toMatchObject({ kind: 'read', saw: { version: 0, events: null } });
});

it('counts on through several engines of one session', async () => {
  const store = memoryStore();
  const engines = [await startShop({ store }), await startShop({ store })];
  const lines: OperationLine[] = [];
  const record = recorder(app, { session: 'one', write: (line) => lines.push(line) });
  for (const [index, engine] of engines.map(record).entries())
    await engine.commands.placeOrder(orderId(`order-${index}`), placing());
  await Promise.all(engines.map((engine) => engine.close()));
  expect(operationsOf(lines)).toMatchObject([{ causationId: 'one:1' }, { causationId: 'one:2' }]);
});

it('knows a command again that is sent with the id of an outcome that nobody knew', async () => {
  const store = memoryStore();
  const engine = await startShop({ store });
  const lines: OperationLine[] = [];
  const record = recorder(app, { session: 'one', write: (line) => lines.push(line) });
  const deaf = {
    ...engine,
    dispatch: async (input: Parameters<typeof engine.dispatch>[0]) => {
      const { aggregate, aggregateId, commandId } = await engine.dispatch(input);
      throw new StatefoldError('OUTCOME_UNKNOWN', 'Lost.', { aggregate, aggregateId, commandId });
    },
  };
  const error: unknown = await record(deaf)
    .commands.placeOrder(ID, placing())
    .catch((caught: unknown) => caught);
  const { commandId } = (error as StatefoldError<'OUTCOME_UNKNOWN'>).details;
  const away = {
    ...engine,
    dispatch: () => Promise.reject(new StatefoldError('UNAVAILABLE', 'Away.', { what: 'store' })),
  };
  await record(away)
    .commands.placeOrder(ID, placing(), { commandId })
    .catch(() => {});
  const commits = await commitsSeen(app, await store.connect());
  await engine.close();
  const operations = operationsOf(lines);
  expect(operations).toMatchObject([{ outcome: { kind: 'unknown' } }, { outcome: { kind: 'fail' } }]);
  expect(checkHistory({ operations, commits })).toEqual([]);
  expect(checkHistory({ operations: operations.slice(1), commits })).toMatchObject([{ rule: 'refused' }]);
});
