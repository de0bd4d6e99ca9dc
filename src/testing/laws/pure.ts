// Law: machines and folds are pure: the same input gives the same output, unchanged inputs, and nothing from outside.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { Fold, ProjectionDefinition, Row } from '../../projection/definition.js';
import { copyValue } from '../../schema/copy.js';
import { freeze } from '../../schema/freeze.js';
import { Broken, must, mustEqual } from '../broken.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { type Life, type Played, play } from '../play.js';
import { Reached, sealed } from '../sealed.js';

/** Guards, decisions, evolutions and folds. */
export const pure: Law = {
  name: 'folds and machines are pure',
  says: 'the same input gives the same output, inputs stay as they are, and clock, randomness and environment are out of reach',
  needsStore: false,
  share: 3,
  cases: (domain, commands) => fc.record({ history: historiesOf(domain, { commands }) }),
  check: (context, tried) => {
    const first = playedSealed(context, tried);
    const rows = first.lives.map((life) => foldedSealed(context, life));
    // What kept a clock from before the seal shows in another millisecond.
    nextMillisecond();
    const second = playedSealed(context, tried);
    mustEqual('The same commands gave other events the second time.', essence(second), essence(first));
    mustEqual(
      'The same events gave other rows the second time.',
      second.lives.map((life) => foldedSealed(context, life)),
      rows,
    );
  },
};

function playedSealed({ domain }: LawContext, { history }: Case): Played {
  const given = copyValue(history);
  const played = sealed(() => play(domain, history));
  mustEqual('A machine changed the command that it was given.', history, given);
  for (const { outcome, sent } of played.steps) {
    if (outcome.kind !== 'broken') continue;
    const { cause } = outcome.error;
    const isChange =
      cause instanceof TypeError && /read only|not extensible|Cannot (add|assign|delete|define)/.test(cause.message);
    must(
      !isChange && !(cause instanceof Reached),
      () => `${sent.command}: ${(cause as Error).message} ${outcome.error.message}`,
    );
  }
  return played;
}

function foldedSealed({ app }: LawContext, life: Life): readonly (readonly (Row | null)[])[] {
  return app.projections
    .filter(({ aggregate }) => aggregate === life.aggregate.definition.type)
    .map((projection) => foldedOnce(projection, life));
}

function foldedOnce({ name, folds }: ProjectionDefinition, { events }: Life): readonly (Row | null)[] {
  let row: Row | null = null;
  const rows: (Row | null)[] = [];
  for (const event of events) {
    const update: Fold | undefined = row === null ? undefined : folds.updates[event.type];
    const fold: Fold | undefined = update ?? folds.creates[event.type];
    if (fold === undefined) continue;
    const input: Parameters<Fold>[0] = freeze({ row, event });
    const before: unknown = copyValue(input);
    let next: Row | null;
    try {
      next = sealed(() => fold(input));
    } catch (error) {
      if (isStatefoldError(error)) throw error;
      throw new Broken(`${name}: the fold of ${event.type} is not pure: ${wordsOf(error)}`);
    }
    // A date cannot be frozen.
    if (!isDeepStrictEqual(before, copyValue(input)))
      throw new Broken(`${name}: the fold of ${event.type} changed its input.`);
    row = next;
    rows.push(row);
  }
  return rows;
}

function essence({ steps, lives }: Played): unknown {
  return [
    steps.map(({ outcome }) => (outcome.kind === 'accepted' ? outcome.events : outcome.kind)),
    lives.map(({ states }) => states.map(({ value, context, status }) => ({ value, context, status }))),
  ];
}

function nextMillisecond(): void {
  const now = Date.now();
  while (Date.now() === now);
}
