// Law: what is accepted can be applied, and leads nowhere that the declaration does not know.
import fc from 'fast-check';
import type { Violation } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import type { ProjectionDefinition } from '../../projection/definition.js';
import { must } from '../broken.js';
import { commandIdOf } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Law, LawContext } from '../law.js';
import { plainGroups, plainRow } from '../plain-rows.js';
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
export function rowsFit({ domain, app }: LawContext, lives: readonly Life[]): void {
  for (const projection of app.projections) {
    const own = lives.filter(({ aggregate }) => aggregate.definition.type === projection.aggregate);
    const rows = own.map(({ id, events }) => {
      events.forEach((_, index) => {
        rowFits(domain.validators.violations.bind(domain.validators), projection, events.slice(0, index + 1), id);
      });
      return plainRow(projection, events);
    });
    for (const rollup of app.rollups.filter(({ source }) => source === projection.name)) {
      for (const group of plainGroups(
        rollup,
        rows.filter((row) => row !== null),
      )) {
        fits(domain.validators.violations(rollup.name, group), () => `A group of ${rollup.name}`);
      }
    }
  }
}

function rowFits(
  violations: (name: string, value: unknown) => readonly Violation[],
  projection: ProjectionDefinition,
  events: readonly Message[],
  id: string,
): void {
  const row = plainRow(projection, events);
  if (row === null) return;
  fits(violations(projection.name, row), () => `The row of ${projection.name} after ${events.at(-1)?.type}`);
  must(
    row[projection.key] === id,
    () => `${projection.name}: the row of ${id} has another key after ${events.at(-1)?.type}.`,
  );
}

function fits([violation]: readonly Violation[], what: () => string): void {
  must(
    violation === undefined,
    () => `${what()} does not fit its type: ${violation?.pointer || 'it'} ${violation?.message}.`,
  );
}
