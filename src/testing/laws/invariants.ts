// Law: what the user says of states and rows is true of all that can be reached.
import fc from 'fast-check';
import { must } from '../broken.js';
import { historiesOf } from '../history-arbitrary.js';
import { violationOf } from '../invariant.js';
import type { Law, LawContext } from '../law.js';
import { plainGroups, plainRow } from '../plain-rows.js';
import { type Life, play } from '../play.js';

/** The user's own invariants. */
export const invariants: Law = {
  name: 'invariants',
  says: 'every invariant of the domain holds in every state, row and group that is reached',
  needsStore: false,
  share: 3,
  cases: (domain, commands) => fc.record({ history: historiesOf(domain, { commands }) }),
  check: (context, { history }) => {
    if (context.invariants.length === 0) return;
    const { lives } = play(context.domain, history);
    invariantsHold(context, lives);
  },
};

/** Throws where an invariant does not hold in a state, row or group of some aggregates. */
export function invariantsHold(context: LawContext, lives: readonly Life[]): void {
  if (context.invariants.length === 0) return;
  for (const life of lives) ofStates(context, life);
  // After each event, since a row may be right again later.
  const longest = Math.max(0, ...lives.map(({ events }) => events.length));
  for (let length = 1; length <= longest; length++) ofRows(context, lives, length);
}

function ofStates({ invariants: all }: LawContext, { aggregate, id, states, events }: Life): void {
  const { type } = aggregate.definition;
  for (const [version, { context }] of states.entries()) {
    for (const invariant of all.filter(({ subject }) => subject === type)) {
      const violation = violationOf(invariant, context);
      must(
        violation === null,
        () => `${violation}: ${id}@${version}, after ${events[version - 1]?.type ?? 'nothing'}.`,
      );
    }
  }
}

function ofRows({ app, invariants: all }: LawContext, lives: readonly Life[], length: number): void {
  for (const projection of app.projections) {
    const rows = lives
      .filter(({ aggregate }) => aggregate.definition.type === projection.aggregate)
      .map(({ events }) => plainRow(projection, events.slice(0, length)))
      .filter((row) => row !== null);
    const groups = app.rollups
      .filter(({ source }) => source === projection.name)
      .map((rollup) => ({ name: rollup.name, rows: plainGroups(rollup, rows) }));
    for (const table of [{ name: projection.name, rows }, ...groups]) {
      for (const invariant of all.filter(({ subject }) => subject === table.name)) {
        for (const row of table.rows) {
          const violation = violationOf(invariant, row);
          must(violation === null, () => `${violation}: a row after ${length} events.`);
        }
      }
    }
  }
}
