import { describe, expect, it } from 'vitest';
import { app, invariant } from '../../../generated/testing.js';
import type { AppDefinition } from '../../../src/engine/app-definition.js';
import { checkLaws } from '../../../src/testing/check-laws.js';
import { domainUnderTest } from '../../../src/testing/domain-under-test.js';
import type { LawOptions } from '../../../src/testing/law-options.js';
import { replayLaws } from '../../../src/testing/replay-laws.js';
import { stepByStep } from '../../../src/testing/step-by-step.js';

const believed = invariant.OrderSummary(
  'what was returned is not paid',
  ({ status, paid }) => status !== 'returned' || !paid,
);
const failing: LawOptions = { only: ['invariants'], invariants: [believed], seed: 7 };

describe('replaying a failure', () => {
  it('shows beside each step what is new, and of what has changed the fields that have', async () => {
    const { holds, text } = await replayLaws(app, failing);
    expect(holds).toBe(false);
    expect(text).toMatch(
      /^DOES NOT HOLD: invariants: every invariant .*\nseed 7, path [\d:]+\n\n1\. Order order-1: PlaceOrder \{/,
    );
    expect(text).toContain(`3. Order order-1: PayOrder { amount: 0, method: 'card' }
       → OrderPaid { amount: 0, method: 'card' }
     Order order-1 in shipped: { paid: true }
     OrderSummary 'order-1': { paid: true }
`);
    expect(text).toContain(`     Order order-1 delivered → returned
     OrderSummary 'order-1': { status: 'returned' }
     CustomerTotals 'AAAAA': gone
     ProductSales 'a': gone
with: nothing
then:
  OrderSummary: what was returned is not paid, and here it does not hold: a row after 5 events.
`);
  });

  it('finds the same steps by seed and path, as the failure says them', async () => {
    const { laws } = await checkLaws(app, failing);
    const text = laws[0]?.failure?.text ?? '';
    const [, law, seed, path] =
      /npx statefold replay --law "(.+)" --seed (\d+) --path "([\d:]+)" --options <module>\n/.exec(text) ?? [];
    expect(text).toContain('(a module that exports as "options" the invariants given here)');
    const again = await replayLaws(app, {
      ...failing,
      only: [law ?? ''],
      seed: Number(seed),
      path: path ?? '',
      runs: 1,
    });
    expect(again.text).toBe((await replayLaws(app, failing)).text);
  });

  it('says that nothing has changed where a command was refused', () => {
    const deliver = { aggregate: 'Order', id: 'order-1', command: 'DeliverOrder', data: {} };
    const [step] = stepByStep(domainUnderTest(app as unknown as AppDefinition), [deliver]);
    expect(step).toMatch(/→ refused: .*\n {5}nothing has changed$/);
  });

  it('says of what holds how often it was tried', async () => {
    const { holds, text } = await replayLaws(app, { only: ['events apply'], seed: 1, runs: 2 });
    expect({ holds, text }).toEqual({ holds: true, text: 'seed 1\nholds: events apply, 6 runs\n' });
  });
});
