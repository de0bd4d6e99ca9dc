// Why a machine cannot be an aggregate's: what no pure step can do, and what its commands and events must not do. Runs nothing of it.
import type { AnyStateMachine } from 'xstate';
import type { Action } from './assignments.js';
import { type Chart, type ChartNode, readChart, type Transition } from './chart.js';
import type { MachineProblem } from './complaints.js';
import { isMisplacedWildcard, matches } from './selection.js';

/** Names of the messages of an aggregate. */
export interface MessageNames {
  readonly commands: readonly string[];
  readonly events: readonly string[];
}

/** All reasons why a machine cannot be an aggregate's, each with the path of its state; none for a sound one. */
export function machineProblems(machine: AnyStateMachine, names?: MessageNames): readonly MachineProblem[] {
  return problemsOf(readChart(machine), names);
}

/** The same of a machine that is read already. */
export function problemsOf({ nodes, complaints }: Chart, names?: MessageNames): readonly MachineProblem[] {
  if (names === undefined) return complaints.problems;
  return [...complaints.problems, ...nodes.flatMap((node) => ruleBreaks(node, names))];
}

// Commands only decide, and events only evolve. What an enqueueActions does is seen when it runs.
function ruleBreaks(node: ChartNode, names: MessageNames): MachineProblem[] {
  const transitions = [...[...node.transitions.values()].flat(), ...node.always];
  const messages = transitions.flatMap((transition) => [...transitionBreaks(transition, names)]);
  for (const [place, actions] of [
    ['entry', node.entry],
    ['exit', node.exit],
    ['initial', node.initial.actions],
  ] as const) {
    if (has(actions, 'emit')) {
      const where = 'and only events lead here, or the start, where nobody stores what is emitted';
      messages.push(`its ${place} actions emit, ${where}. Decide in the transition of a command.`);
    }
  }
  return [...new Set(messages)].map((message) => ({ state: node.path, message }));
}

function* transitionBreaks(transition: Transition, { commands, events }: MessageNames): Generator<string> {
  const { on, actions } = transition;
  if (isMisplacedWildcard(on)) {
    yield `"${on}" stands for no message: a wildcard is "*" alone, or the last part of a name. Name each message that is meant.`;
  }
  const command = commands.find((name) => matches(on, name));
  const event = events.find((name) => matches(on, name));
  if (command !== undefined) yield* commandBreaks(command, transition);
  if (!has(actions, 'emit')) return;
  if (event !== undefined) yield `the event ${event} emits. Events only evolve: decide in the transition of a command.`;
  else if (command === undefined) {
    yield `${nameOf(transition)} emits, and only commands decide. Decide in the transition of a command.`;
  }
}

function nameOf({ on, source }: Transition): string {
  if (on === '') return '"always"';
  return on === `xstate.done.state.${source.id}` ? '"onDone"' : `the transition for ${on}`;
}

function* commandBreaks(command: string, { targets, actions }: Transition): Generator<string> {
  if (targets !== null)
    yield `the command ${command} has a target. Commands only decide: emit an event, and let it move.`;
  if (has(actions, 'assign')) {
    yield `the command ${command} assigns. Commands only decide: emit an event, and let it change the state.`;
  }
}

function has(actions: readonly Action[], kind: Action['kind']): boolean {
  return actions.some((action) => action.kind === kind);
}
