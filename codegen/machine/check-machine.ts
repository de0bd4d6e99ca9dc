// All checks on a loaded machine. Turns what they find into problems with places.
import type { Chart } from '../load/chart.js';
import type { AggregateModel, Problem } from '../model.js';
import { checkNames, checkUnasked, raisedNames } from './check-names.js';
import { checkParameters } from './check-parameters.js';
import { checkReach, unheard } from './check-reach.js';
import { checkRest } from './check-rest.js';
import { checkRoles } from './check-roles.js';
import type { Messages } from './finding.js';
import type { MachinePlaces } from './machine-places.js';

/** A machine in its file, and what of it is judged. */
export interface MachineAt {
  readonly places: MachinePlaces;
  readonly file: string;
  readonly isMutant: boolean;
}

/** What is wrong with the machine of an aggregate, which has its retired events still. */
export function checkMachine(
  aggregate: AggregateModel,
  chart: Chart,
  { places, file, isMutant }: MachineAt,
): Problem[] {
  const messages: Messages = {
    aggregate: aggregate.name,
    commands: new Set(aggregate.commands.map(({ name }) => name)),
    events: new Set(aggregate.events.filter(({ retired }) => !retired).map(({ name }) => name)),
    retired: new Set(aggregate.events.filter(({ retired }) => retired).map(({ name }) => name)),
    raised: raisedNames(chart),
  };
  const findings = [
    ...checkNames(chart, messages),
    ...(isMutant ? [] : checkUnasked(chart)),
    ...checkRoles(chart, messages),
    ...checkParameters(chart, places),
    ...checkReach(chart, messages),
    ...checkRest(chart),
  ];
  const problems = [
    ...findings.map(({ part, message }) => places.problem(part, message)),
    ...unheard(chart, messages).map((name) => unheardProblem(aggregate, name, file)),
  ];
  if (problems.length > 0) return problems;
  // The engine's own judgement comes last: what it says is true, but it knows states only, and no lines.
  return chart.complaints.map(({ path, message }) => {
    const where = path === '' ? 'The machine' : `State ${path}`;
    return places.problem({ kind: 'state', path }, `${where}: ${message}`);
  });
}

function unheardProblem({ commands, events }: AggregateModel, name: string, file: string): Problem {
  const command = commands.find((message) => message.name === name);
  const declared = command ?? events.find((message) => message.name === name);
  if (declared === undefined) throw new Error(`${name} is not declared.`);
  const what = command === undefined ? 'applied' : 'accepted';
  const message = `${name} is ${what} by no state in ${file}. Add it to the "on" of one, or delete the ${command === undefined ? 'event' : 'command'}.`;
  return { at: declared.at, message };
}
