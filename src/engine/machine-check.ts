// Lets no machine start on a log that it cannot replay. Remembers in the store which machine was found to fit.
import type { AggregateDefinition } from '../aggregate/definition.js';
import { type Unapplied, unappliedEvents } from '../aggregate/machine-change.js';
import { StatefoldError } from '../kernel/error.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { Stepper } from '../statechart/stepper.js';
import type { StoreConnection } from '../store/store.js';

/**
 * Replays the log through the machines that were not found to fit before. Throws `INCOMPATIBLE`, with all stored events that the
 * first unfitting one cannot apply.
 */
export async function assertMachinesFit(
  {
    connection: { log, tables },
    recorded,
  }: { readonly connection: StoreConnection; readonly recorded: RecordedEvents },
  aggregates: readonly AggregateDefinition[],
  stepperOf: (type: string) => Stepper,
): Promise<void> {
  const known = await Promise.all(aggregates.map(({ type }) => tables.serving(pointerOf(type))));
  const changed = aggregates
    .map(({ type, fingerprint }, index) => ({ type, fingerprint, fitting: known[index] ?? null }))
    .filter(({ fingerprint, fitting }) => fingerprint !== fitting);
  if (changed.length === 0) return;
  const unapplied = await unappliedEvents(
    { log, recorded },
    new Map(changed.map(({ type }) => [type, stepperOf(type)])),
  );
  for (const { type } of changed) {
    const ofType = unapplied.get(type) ?? [];
    if (ofType.length > 0) throw unfitting(type, ofType);
  }
  // Another engine may have said the same, or started another release: then the next start looks again.
  await Promise.all(
    changed.map(({ type, fingerprint, fitting }) => tables.serve(pointerOf(type), fitting, fingerprint)),
  );
}

function pointerOf(type: string): string {
  return `machine of ${type}`;
}

function unfitting(type: string, unapplied: readonly Unapplied[]): StatefoldError<'INCOMPATIBLE'> {
  const list = unapplied.map(describe).join('; ');
  const remedy = 'Let its states apply them, or run the release that wrote them.';
  return new StatefoldError('INCOMPATIBLE', `${type}: its machine cannot apply stored events: ${list}. ${remedy}`, {
    what: pointerOf(type),
    unapplied,
  });
}

function describe({ event, state, count, first }: Unapplied): string {
  return `${event} while ${state}, ${count === 1 ? 'once' : `${count} times`}, first ${first}`;
}
