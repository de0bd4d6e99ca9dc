// Law: what the user says of states and rows is true of all that can be reached.
import fc from 'fast-check';
import type { ProjectionDefinition, Row } from '../../projection/definition.js';
import { must } from '../broken.js';
import { historiesOf } from '../history-arbitrary.js';
import { type Invariant, violationOf } from '../invariant.js';
import type { Law, LawContext } from '../law.js';
import { plainGroups, rowsAfterEach } from '../plain-rows.js';
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
  for (const projection of context.app.projections) ofTables(context, projection, lives);
}

function ofStates({ invariants: all }: LawContext, { aggregate, id, states, events }: Life): void {
  const { type } = aggregate.definition;
  const own = all.filter(({ subject }) => subject === type);
  for (const [version, { context }] of states.entries()) {
    for (const invariant of own) {
      const violation = violationOf(invariant, context);
      must(
        violation === null,
        () => `${violation}: ${id}@${version}, after ${events[version - 1]?.type ?? 'nothing'}.`,
      );
    }
  }
}

/** After each event, since a row may be right again later: the rows of all aggregates after their first one, two, three. */
function ofTables(context: LawContext, projection: ProjectionDefinition, lives: readonly Life[]): void {
  const { app, invariants: all } = context;
  const of = (table: string) => all.filter(({ subject }) => subject === table);
  const ofRows = of(projection.name);
  const rollups = app.rollups.flatMap((rollup) => {
    const own = rollup.source === projection.name ? of(rollup.name) : [];
    return own.length === 0 ? [] : [{ rollup, own }];
  });
  if (ofRows.length + rollups.length === 0) return;
  // Each fold goes on from where it stands: nothing is folded twice.
  const folding = lives
    .filter(({ aggregate }) => aggregate.definition.type === projection.aggregate)
    .map(({ events }) => ({ rows: rowsAfterEach(projection, events), last: null as Row | null }));
  for (let length = 1; ; length++) {
    let isChanged = false;
    for (const fold of folding) {
      const next = fold.rows.next();
      if (next.done) continue;
      isChanged = true;
      fold.last = next.value;
      if (next.value !== null) holdsOf(ofRows, next.value, length);
    }
    if (!isChanged) return;
    if (rollups.length === 0) continue;
    const rows = folding.flatMap(({ last }) => (last === null ? [] : [last]));
    for (const { rollup, own } of rollups) for (const group of plainGroups(rollup, rows)) holdsOf(own, group, length);
  }
}

function holdsOf(invariants: readonly Invariant[], row: Row, length: number): void {
  for (const invariant of invariants) {
    const violation = violationOf(invariant, row);
    must(violation === null, () => `${violation}: a row after ${length} events.`);
  }
}
