// A sound history of some orders, recorded from two engines on one store: what the tests of the history checker spoil.
import { app } from '../../../../generated/app.js';
import type { AppTypes } from '../../../../generated/buses.js';
import { type Engine, memoryStore } from '../../../../src/index.js';
import { checkHistory } from '../../../../src/testing/history-checker/check-history.js';
import { commitsSeen } from '../../../../src/testing/history-checker/commit-seen.js';
import type { Observed } from '../../../../src/testing/history-checker/observed.js';
import type { CommandOperation, Operation } from '../../../../src/testing/history-checker/operation.js';
import { type OperationLine, operationsOf } from '../../../../src/testing/history-checker/operation-lines.js';
import { plainFoldOf } from '../../../../src/testing/history-checker/plain-fold.js';
import { recorder } from '../../../../src/testing/history-checker/recorder.js';
import { lineOf, orderId, placing, startShop } from '../../../support/shop.js';

/** What was observed, and the lines that it was written down in. */
export interface Recorded {
  readonly observed: Observed;
  readonly lines: readonly string[];
}

/**
 * Two orders in two partitions. Of each: `one` places it, `other` adds a line and `one` sends that again, `one` ships, `other` is
 * refused another line; then `one` reads the history, `other` the state, and `one` the row, waiting for the line.
 */
export async function recordOrders(): Promise<Recorded> {
  const store = memoryStore({ partitions: 2 });
  const lines: string[] = [];
  let time = 0;
  const write = (line: OperationLine) => lines.push(JSON.stringify(line));
  const now = () => time++;
  const engines = [await startShop({ store }), await startShop({ store })] as const;
  const one = recorder(app, { write, now, session: 'one' })(engines[0]);
  const other = recorder(app, { write, now, session: 'other' })(engines[1]);
  await live('order-1', one, other);
  await live('order-2', one, other);
  const commits = await commitsSeen(app, await store.connect());
  const { rows } = await engines[0].queries.getCustomerOrders({ customerId: placing().customerId });
  await Promise.all(engines.map((engine) => engine.close()));
  const tables = [{ table: 'OrderSummary', which: 'live', rows: rows as never, upTo: null }] as const;
  return { observed: { operations: operationsOf(lines), commits, tables, fold: plainFoldOf(app) }, lines };
}

async function live(name: string, one: Engine<AppTypes>, other: Engine<AppTypes>): Promise<void> {
  const id = orderId(name);
  const added = { line: lineOf('tofu') };
  const retry = { commandId: `add to ${name}` };
  await one.commands.placeOrder(id, placing());
  const receipt = await other.commands.addLine(id, added, retry);
  await one.dispatch({ type: 'AddLine', aggregateId: id, data: added, ...retry });
  await one.commands.shipOrder(id, { carrier: 'Speedy', freight: 5 });
  await other.aggregates
    .order(id)
    .send({ type: 'AddLine', data: added })
    .catch(() => {});
  await one.aggregates.order(id).history();
  await other.aggregates.order(id).state();
  await one.queries.getOrder({ orderId: id }, { after: receipt });
}

/** What is wrong, each as `rule: words`. */
export function judged(observed: Observed): readonly string[] {
  return checkHistory(observed).map(({ rule, what }) => `${rule}: ${what}`);
}

/** The rules that are violated, each once. */
export function broken(observed: Observed): readonly string[] {
  return [...new Set(checkHistory(observed).map(({ rule }) => rule))];
}

/** Other operations for those of order-1. */
export function withOperations(observed: Observed, change: (operation: Operation) => Operation): Observed {
  const operations = observed.operations.map((one) => (one.aggregateId === 'order-1' ? change(one) : one));
  return { ...observed, operations };
}

/** Other operations for the commands of order-1 that have a name. */
export function withCommand(
  observed: Observed,
  name: string,
  change: (operation: CommandOperation) => Operation,
): Observed {
  return withOperations(observed, (one) => (one.kind === 'command' && one.command === name ? change(one) : one));
}
