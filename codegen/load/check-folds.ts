// Checks the cases of loaded folds: each is for an event of the projection's aggregate that still happens. Runs nothing.
import { ts } from 'ts-morph';
import { nearestMissing } from '../../src/kernel/nearest.js';
import { Expressions } from '../machine/expressions.js';
import type { AggregateModel, DomainModel, Problem } from '../model.js';
import { retiredText } from '../today.js';
import { unwrap } from './discover.js';
import type { FoundImplementation, FoundImplementations } from './implementations.js';
import type { LoadedMachines } from './load-machines.js';
import type { FoldCases } from './load-protocol.js';
import type { ProjectSources } from './project-sources.js';

/** Problems with folds that nothing would ever ask. `model` holds the retired events. */
export function checkFolds(
  sources: ProjectSources,
  { aggregates, projections }: DomainModel,
  { projections: found, cases }: Pick<FoundImplementations, 'projections'> & Pick<LoadedMachines, 'cases'>,
): Problem[] {
  return projections.flatMap(({ name, aggregate }) => {
    const [folds, given] = [found[name], cases[name]];
    const owner = aggregates.find((one) => one.name === aggregate);
    if (folds === undefined || given === undefined || owner === undefined) return [];
    const places = new CasePlaces(sources, folds);
    return (['creates', 'updates'] as const).flatMap((group) =>
      given[group].flatMap((event) => {
        const message = whyNot(event, owner, given);
        return message === null ? [] : [places.problem(group, event, message)];
      }),
    );
  });
}

/** What is wrong with a fold for an event of this name; `null` if nothing is. */
function whyNot(name: string, { name: aggregate, events, commands }: AggregateModel, given: FoldCases): string | null {
  const known = events.filter(({ retired }) => !retired).map((event) => event.name);
  if (known.includes(name)) return null;
  if (events.some((event) => event.name === name)) return retiredText(name);
  const isCommand = commands.some((command) => command.name === name);
  const what = isCommand ? `is a command of ${aggregate}, and only events are folded` : `is no event of ${aggregate}`;
  const remedy = isCommand ? 'Fold the event that it leads to.' : `Declare it in ${aggregate}, or remove it.`;
  const meant = nearestMissing(name, known, new Set([...given.creates, ...given.updates]));
  return `${name} ${what}. ${meant === null ? remedy : `Did you mean ${meant}?`}`;
}

/** Where the cases of one projection are written. */
class CasePlaces {
  readonly #sources: ProjectSources;
  readonly #expressions: Expressions;
  readonly #folds: FoundImplementation;

  constructor(sources: ProjectSources, folds: FoundImplementation) {
    this.#sources = sources;
    this.#expressions = new Expressions(sources);
    this.#folds = folds;
  }

  /** A problem with a case. Where it is not found, the message says which group it is in. */
  problem(group: keyof FoldCases, event: string, message: string): Problem {
    const given = this.#given();
    const cases = given && this.#expressions.member(given, group);
    const one = cases?.value && this.#expressions.member(cases.value, event);
    if (one) return { at: this.#sources.placeOf(one.name), message };
    const at = cases ? this.#sources.placeOf(cases.name) : this.#folds.at;
    return { at, message: `In "${group}": ${message}` };
  }

  /** What the call that the variable is initialized with is given. */
  #given(): ts.Expression | null {
    const made = this.#expressions.initializerAt(this.#folds.at);
    const call = made === null ? null : unwrap(made);
    return call !== null && ts.isCallExpression(call) ? (call.arguments[0] ?? null) : null;
  }
}
