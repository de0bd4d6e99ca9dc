// Lets no machine start on a log that it cannot replay. Remembers in the store which machine was found to fit.
import type { AggregateDefinition } from '../aggregate/definition.js';
import { type Unapplied, unappliedEvents } from '../aggregate/machine-change.js';
import { StatefoldError } from '../kernel/error.js';
import type { Stepper } from '../statechart/stepper.js';
import type { StoreConnection } from '../store/store.js';

/**
 * Replays the log through an aggregate's machine, unless this very machine was found to fit before. Throws `INCOMPATIBLE`, with
 * all stored events that it cannot apply.
 */
export async function assertMachineFits(
  { log, tables }: StoreConnection,
  { type, fingerprint }: AggregateDefinition,
  stepper: Stepper,
): Promise<void> {
  const pointer = `machine of ${type}`;
  const fitting = await tables.serving(pointer);
  if (fitting === fingerprint) return;
  const unapplied = await unappliedEvents(log, type, stepper);
  if (unapplied.length === 0) {
    // Another engine may have said the same, or started another release: then the next start looks again.
    await tables.serve(pointer, fitting, fingerprint);
    return;
  }
  const list = unapplied.map(describe).join('; ');
  const remedy = 'Let its states apply them, or run the release that wrote them.';
  throw new StatefoldError('INCOMPATIBLE', `${type}: its machine cannot apply stored events: ${list}. ${remedy}`, {
    what: `machine of ${type}`,
    unapplied,
  });
}

function describe({ event, state, count, first }: Unapplied): string {
  return `${event} while ${state}, ${count === 1 ? 'once' : `${count} times`}, first ${first}`;
}
