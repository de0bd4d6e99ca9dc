import { expect, it } from 'vitest';
import { app } from '../../../generated/app.js';
import type { ProjectionDefinition } from '../../../src/contract.js';
import { memoryStore, startEngine } from '../../../src/index.js';

it('refuses folds of what is no event of their aggregate', async () => {
  const [projection] = app.projections as [ProjectionDefinition];
  const { creates, updates } = projection.folds;
  const { OrderPaid = () => null, ...others } = updates;
  const misspelt = { creates, updates: { ...others, OrderPayed: OrderPaid, Nudged: () => null } };
  const wrong = { ...app, projections: [{ ...projection, folds: misspelt }] };
  await expect(startEngine(wrong, { store: memoryStore() })).rejects.toMatchObject({
    code: 'DEFECT',
    message:
      'OrderSummary has a fold that is never asked: OrderPayed is no event of Order (did you mean OrderPaid?); Nudged is no event of Order. Rename its case, or delete it.',
    details: { where: 'OrderSummary' },
  });
});
