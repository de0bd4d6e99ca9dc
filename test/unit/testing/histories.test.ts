import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { app } from '../../../generated/testing.js';
import type { AppDefinition } from '../../../src/engine/app-definition.js';
import { domainUnderTest } from '../../../src/testing/domain-under-test.js';
import type { History } from '../../../src/testing/history.js';
import { historiesOf } from '../../../src/testing/history-arbitrary.js';
import type { Overrides } from '../../../src/testing/overrides.js';
import { play } from '../../../src/testing/play.js';

const under = (overrides: Overrides = {}) => domainUnderTest(app as unknown as AppDefinition, overrides);
const domain = under();
const sample = (numRuns = 200, isRush = false): readonly History[] =>
  fc.sample(historiesOf(domain, { isRush }), { numRuns, seed: 7 });

/** The smallest history in which something happens. */
function smallest(happens: (history: History) => boolean): History {
  const property = fc.property(historiesOf(domain), (history) => !happens(history));
  const { counterexample } = fc.check(property, { seed: 7, numRuns: 1000 });
  if (counterexample === null) throw new Error('No history does it.');
  return counterexample[0];
}

const eventsOf = (history: History) => play(domain, history).lives.flatMap(({ events }) => events);

describe('histories', () => {
  it('hold mostly acceptable commands, and some that are refused', () => {
    const kinds = sample().flatMap((history) => play(domain, history).steps.map(({ outcome }) => outcome.kind));
    const accepted = kinds.filter((kind) => kind === 'accepted').length / kinds.length;
    expect(accepted).toBeGreaterThan(0.5);
    expect(accepted).toBeLessThan(0.95);
    expect(kinds).not.toContain('broken');
  });

  it('reach every event without a word from the user, such as a payment of the very total', () => {
    const seen = new Set(sample().flatMap((history) => eventsOf(history).map(({ type }) => type)));
    expect([...seen].sort()).toEqual([...(app.aggregates[0]?.events ?? [])].sort());
  });

  it('send some commands at once, some again, some through other engines, and some days later', () => {
    const all = sample().flat();
    for (const [what, few] of Object.entries({
      alongside: all.filter(({ alongside }) => alongside).length,
      again: all.filter(({ again }) => again !== undefined).length,
      from: all.filter(({ from }) => from !== undefined).length,
      later: all.filter(({ wait = 0 }) => wait > 86_400_000).length,
    })) {
      expect(few / all.length, what).toBeGreaterThan(0.02);
      expect(few / all.length, what).toBeLessThan(0.5);
    }
  });

  it('are mostly sent at once in a rush', () => {
    const all = sample(200, true).flat();
    expect(all.filter(({ alongside }) => alongside).length / all.length).toBeGreaterThan(0.5);
  });

  it('hold only commands that the bus takes, small ones too', () => {
    const arbitrary = historiesOf(domain);
    const valid = (history: History) =>
      history.every(({ command, data }) => domain.validators.violations(command, data).length === 0);
    for (const history of sample(30)) {
      expect(valid(history)).toBe(true);
      for (const { value } of arbitrary.shrink(history, undefined).take(200)) expect(valid(value)).toBe(true);
    }
  });

  it('are the same for the same seed', () => {
    expect(sample(20)).toEqual(sample(20));
  });
});

describe('a history that shows something', () => {
  it('shrinks to the commands that are needed, with the plainest data', () => {
    const history = smallest((one) => eventsOf(one).some(({ type }) => type === 'OrderDelivered'));
    expect(history.map(({ command }) => command)).toEqual(['PlaceOrder', 'ShipOrder', 'DeliverOrder']);
    expect(history.every(({ id }) => id === 'order-1')).toBe(true);
    expect(history[1]).toEqual({
      ...{ aggregate: 'Order', id: 'order-1', command: 'ShipOrder' },
      data: { carrier: '', freight: 0 },
    });
  });

  it('keeps what matters of data, and no more', () => {
    const history = smallest((one) =>
      eventsOf(one).some(
        ({ type, data }) => type === 'LineAdded' && (data as { line: { quantity: number } }).line.quantity > 7,
      ),
    );
    expect(history).toHaveLength(2);
    expect(history[1]?.data).toMatchObject({ line: { quantity: 8, unitPrice: 0, discount: 0, product: '' } });
  });

  it('keeps commands in step with the state: who paid the total pays the smaller one', () => {
    const history = smallest((one) => eventsOf(one).some(({ type }) => type === 'OrderPaid'));
    expect(history.map(({ command }) => command)).toEqual(['PlaceOrder', 'PayOrder']);
    expect(history[0]?.data).toMatchObject({ lines: [{ quantity: 1, unitPrice: 0 }] });
    expect(history[1]?.data).toMatchObject({ amount: 0 });
  });

  it('keeps the wait that a guard asks for', () => {
    const history = smallest((one) =>
      play(domain, one).steps.some(
        ({ outcome }) => outcome.kind === 'rejected' && outcome.error.details.guards.includes('withinReturnPeriod'),
      ),
    );
    expect(history).toHaveLength(4);
    expect(history[3]?.wait).toBeGreaterThan(30 * 86_400_000);
  });
});

describe('overrides', () => {
  const lines = fc.sample(historiesOf(under({ 'OrderLine.quantity': fc.constant(4) })), { numRuns: 50, seed: 1 });

  it('stand in place of a field of any type, and are not shrunk', () => {
    const quantities = lines
      .flat()
      .filter(({ command }) => command === 'AddLine')
      .map(({ data }) => (data as { line: { quantity: number } }).line.quantity);
    expect(quantities.length).toBeGreaterThan(5);
    // A value of the state may stand in its place; such commands are few.
    expect(quantities.filter((quantity) => quantity === 4).length).toBeGreaterThan(quantities.length / 2);
  });

  it('stand in place of a command or its field, made for the state', () => {
    const domainOfPayers = under({
      'PayOrder.amount': ({ state }) => fc.constant((state as { total: number }).total),
      CancelOrder: fc.constant({ reason: 'no' }),
    });
    const all = fc.sample(historiesOf(domainOfPayers), { numRuns: 100, seed: 1 }).flat();
    const reasons = all.filter(({ command }) => command === 'CancelOrder').map(({ data }) => data);
    expect(reasons.length).toBeGreaterThan(3);
    expect(new Set(reasons.map((data) => JSON.stringify(data)))).toEqual(new Set(['{"reason":"no"}']));
  });

  it('are refused for what is not there', () => {
    expect(() => under({ 'PayOrder.amuont': fc.constant(1) })).toThrow(
      "'PayOrder.amuont' is no command, type or field",
    );
  });

  it('are refused where they make commands that the bus refuses', () => {
    const broken = under({ 'PayOrder.amount': fc.constant(-1) });
    expect(() => fc.sample(historiesOf(broken), { numRuns: 50, seed: 1 })).toThrow('PayOrder/amount must be');
  });
});
