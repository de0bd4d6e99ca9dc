// Checks what a machine calls by name: messages, guards, and actions. Knows no files.
import { nearest, nearestMissing } from '../../src/kernel/nearest.js';
import { isMisplacedWildcard } from '../../src/statechart/selection.js';
import { type Chart, type ChartAction, type ChartState, type ChartTransition, statesOf } from '../load/chart.js';
import { retiredText } from '../today.js';
import type { Finding, MachinePart, Messages } from './finding.js';

/** Findings about names in a machine that stand for nothing. */
export function checkNames(chart: Chart, messages: Messages): Finding[] {
  const heard = heardNames(chart);
  return statesOf(chart.root).flatMap((state) => [
    ...state.transitions.flatMap((transition) => [
      ...checkMessage(state, transition, { messages, heard }),
      ...checkGuardNames(state, transition, chart),
    ]),
    ...actionLists(state).flatMap(({ actions, part }) =>
      actions.flatMap((action, index) => (action.kind === 'absent' ? [absentAction(action, chart, part(index))] : [])),
    ),
  ]);
}

/** The lists of actions in a state, and how to point at each action. */
export function actionLists(state: ChartState): readonly {
  readonly actions: readonly ChartAction[];
  readonly transition: ChartTransition | null;
  readonly part: (index: number) => MachinePart;
}[] {
  const { path } = state;
  return [
    ...(['entry', 'exit'] as const).map((name) => ({
      actions: state[name],
      transition: null,
      part: (): MachinePart => ({ kind: 'member', path, name }),
    })),
    ...state.transitions.map((transition) => ({
      actions: transition.actions,
      transition,
      part: (detail: number): MachinePart => ({ kind: 'transition', path, transition, member: 'actions', detail }),
    })),
  ];
}

/** The names that the machine raises itself, where syntax tells them. */
export function raisedNames(chart: Chart): ReadonlySet<string> {
  const actions = statesOf(chart.root).flatMap((state) => actionLists(state).flatMap(({ actions }) => actions));
  return new Set(actions.flatMap((action) => (action.kind === 'raise' && action.message ? [action.message] : [])));
}

/** The names that stand in an `on`, right or wrong. */
export function heardNames(chart: Chart): ReadonlySet<string> {
  return new Set(statesOf(chart.root).flatMap(({ transitions }) => transitions.map(({ message }) => message)));
}

/** The command or event that a misspelt name means: one that is missing elsewhere, if it is near enough. */
export function meantBy(name: string, { commands, events }: Messages, heard: ReadonlySet<string>): string | null {
  return nearestMissing(name, [...commands, ...events], heard);
}

function checkMessage(
  { path }: ChartState,
  transition: ChartTransition,
  { messages, heard }: { readonly messages: Messages; readonly heard: ReadonlySet<string> },
): Finding[] {
  const { aggregate, commands, events, retired, raised } = messages;
  const { kind, message } = transition;
  if (kind !== 'message' || commands.has(message) || events.has(message) || raised.has(message)) return [];
  const part: MachinePart = { kind: 'transition', path, transition };
  if (isMisplacedWildcard(message)) {
    const rule = 'a wildcard is "*" alone, or the last part of a name';
    return [{ part, message: `"${message}" stands for no message: ${rule}. Name each message that is meant.` }];
  }
  if (message.includes('*')) {
    return [{ part, message: `"${message}" stands for commands and events alike. Name each message that is meant.` }];
  }
  if (message.startsWith('xstate.')) {
    return [{ part, message: `"${message}" is a name of XState's own, which no message has. Remove it.` }];
  }
  if (retired.has(message)) return [{ part, message: retiredText(message) }];
  const meant = meantBy(message, messages, heard);
  const advice = meant === null ? `Declare it in ${aggregate}, or remove it.` : `Did you mean ${meant}?`;
  return [{ part, message: `${message} is neither a command nor an event of ${aggregate}. ${advice}` }];
}

function checkGuardNames({ path }: ChartState, transition: ChartTransition, chart: Chart): Finding[] {
  return transition.guards.flatMap((guard): Finding[] => {
    if (guard.kind === 'made' || guard.kind === 'bare') return [];
    const detail = guard.kind === 'absent' ? guard.name : guard.id;
    const part: MachinePart = { kind: 'transition', path, transition, member: 'guard', detail };
    if (guard.kind === 'stateless') {
      return [
        { part, message: `stateIn("${guard.id}") names no state: an id is what "id" of a state says. Correct it.` },
      ];
    }
    return [{ part, message: absent('guard', guard.name, chart.guards) }];
  });
}

/**
 * Findings about guards that no transition asks: a rule that is forgotten, or named by another name. Those that a misspelt name means are
 * left out.
 */
export function checkUnasked(chart: Chart): Finding[] {
  const absent = statesOf(chart.root)
    .flatMap(({ transitions }) => transitions.flatMap(({ guards }) => guards))
    .flatMap((guard) => (guard.kind === 'absent' ? [nearest(guard.name, chart.guards)] : []));
  return chart.unasked
    .filter((name) => !absent.includes(name))
    .map((name) => ({
      part: { kind: 'guard', name },
      message: `The guard "${name}" is asked by no transition, and refuses nothing. Name it in the "guard" of one, or delete it.`,
    }));
}

function absentAction({ name }: ChartAction, chart: Chart, part: MachinePart): Finding {
  return { part, message: absent('action', name, Object.keys(chart.actions)) };
}

function absent(what: 'guard' | 'action', name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const advice = meant === null ? `Add it to "${what}s" of extend(…), or remove it.` : `Did you mean "${meant}"?`;
  return `The ${what} "${name}" is not implemented. ${advice}`;
}
