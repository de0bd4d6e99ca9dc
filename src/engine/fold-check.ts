// Lets no projection start that has cases for what is no event of its aggregate. Runs no fold.
import { StatefoldError } from '../kernel/error.js';
import { nearestMissing } from '../kernel/nearest.js';
import type { AppDefinition } from './app-definition.js';

/** Throws `DEFECT`, with all such cases of the first projection that has one. */
export function assertFoldsFit({ aggregates, projections }: Pick<AppDefinition, 'aggregates' | 'projections'>): void {
  const eventsOf = new Map(aggregates.map(({ type, events }) => [type, events]));
  for (const { name: projection, aggregate, folds } of projections) {
    const events = eventsOf.get(aggregate) ?? [];
    const cases = new Set([...Object.keys(folds.creates), ...Object.keys(folds.updates)]);
    const strays = [...cases]
      .filter((name) => !events.includes(name))
      .map((name) => {
        const meant = nearestMissing(name, events, cases);
        return `${name} is no event of ${aggregate}${meant === null ? '' : ` (did you mean ${meant}?)`}`;
      });
    if (strays.length === 0) continue;
    const message = `${projection} has a fold that is never asked: ${strays.join('; ')}. Rename its case, or delete it.`;
    throw new StatefoldError('DEFECT', message, { where: projection });
  }
}
