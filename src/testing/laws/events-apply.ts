// Law: what is accepted can be applied, and leads nowhere that the declaration does not know.
import fc from 'fast-check';
import type { Violation } from '../../kernel/error.js';
import type { ProjectionDefinition, Row } from '../../projection/definition.js';
import type { Validators } from '../../schema/validator.js';
import { must } from '../broken.js';
import { commandIdOf } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Law, LawContext } from '../law.js';
import { plainGroups, rowsAfterEach } from '../plain-rows.js';
import { type Life, play } from '../play.js';

/** Decisions, states, rows and groups. */
export const eventsApply: Law = {
  name: 'events apply',
  says: 'no command is accepted whose events cannot be applied, and states, rows and groups stay in their declared types',
  needsStore: false,
  share: 3,
  cases: (domain, commands) => fc.record({ history: historiesOf(domain, { commands }) }),
  check: (context, { history }) => {
    const { steps, lives } = play(context.domain, history);
    steps.forEach(({ outcome }, index) => {
      must(
        outcome.kind !== 'broken',
        () => `${commandIdOf(index)}: ${outcome.kind === 'broken' ? outcome.error.message : ''}`,
      );
    });
    for (const life of lives) statesFit(context, life);
    rowsFit(context, lives);
  },
};

/** Throws where a state is not of its declared type. */
export function statesFit({ domain }: LawContext, { aggregate, id, states }: Life): void {
  const { type } = aggregate.definition;
  for (const [version, { context }] of states.entries()) {
    fits(domain.validators.violations(type, context), () => `The state of ${type} ${id}@${version}`);
  }
}

/** Throws where a row or group is not of its declared type, after any event. */
export function rowsFit({ domain: { validators }, app }: LawContext, lives: readonly Life[]): void {
  for (const projection of app.projections) {
    const rows = lives
      .filter(({ aggregate }) => aggregate.definition.type === projection.aggregate)
      .map((life) => fittingRow(validators, projection, life))
      .filter((row) => row !== null);
    for (const rollup of app.rollups.filter(({ source }) => source === projection.name)) {
      for (const group of plainGroups(rollup, rows)) {
        fits(validators.violations(rollup.name, group), () => `A group of ${rollup.name}`);
      }
    }
  }
}

/** The row of an aggregate after its last event, once the rows after all of them have been looked at. */
function fittingRow(validators: Validators, projection: ProjectionDefinition, { id, events }: Life): Row | null {
  let last: Row | null = null;
  let index = 0;
  for (const row of rowsAfterEach(projection, events)) {
    const after = events[index++]?.type;
    last = row;
    if (row === null) continue;
    fits(validators.violations(projection.name, row), () => `The row of ${projection.name} after ${after}`);
    must(row[projection.key] === id, () => `${projection.name}: the row of ${id} has another key after ${after}.`);
  }
  return last;
}

function fits([violation]: readonly Violation[], what: () => string): void {
  must(
    violation === undefined,
    () => `${what()} does not fit its type: ${violation?.pointer || 'it'} ${violation?.message}.`,
  );
}
