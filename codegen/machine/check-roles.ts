// Checks the two rules that make a machine event-sourced: commands only decide, and events only evolve. Knows no files.
import {
  type Chart,
  type ChartAction,
  type ChartGuard,
  type ChartState,
  type ChartTransition,
  type ForbiddenFeature,
  statesOf,
} from '../load/chart.js';
import { actionLists } from './check-names.js';
import type { Finding, MachinePart, Messages } from './finding.js';
import { isWithin } from './ways.js';

const ALLOWED = 'A machine may only decide, evolve, assign, emit, raise and enqueueActions.';

const EFFECTS: Readonly<Record<string, string>> = {
  spawnChild: 'starts an actor, and a machine starts nothing: make what it would spawn an aggregate of its own',
  stopChild: 'stops an actor, and a machine has none',
  sendTo: 'sends to an actor, and a machine has none: raise, or emit an event',
  cancel: 'cancels what is delayed, and nothing is',
  log: 'logs, which the machine is never run for',
};

const FORBIDDEN: Readonly<Record<ForbiddenFeature, string>> = {
  after: 'time passes outside of it. Let something send a command when it is due.',
  invoke: 'it starts nothing. Let something send a command with what came of it.',
  route: 'only its events move it. Lead an event here.',
};

/** Findings about actions and targets that stand where they must not. */
export function checkRoles(chart: Chart, messages: Messages): Finding[] {
  const states = statesOf(chart.root);
  return [
    ...Object.entries(chart.actions).flatMap(([name, action]) =>
      unfit(action).map((message) => ({ part: { kind: 'action' as const, name }, message })),
    ),
    ...states.flatMap((state) => checkState(state, states, messages)),
  ];
}

function checkState(state: ChartState, states: readonly ChartState[], messages: Messages): Finding[] {
  return [
    ...state.forbidden.map((name) => ({
      part: { kind: 'member' as const, path: state.path, name },
      message: `"${name}" is not allowed in the machine of an aggregate: ${FORBIDDEN[name]}`,
    })),
    ...actionLists(state).flatMap(({ actions, transition, part }) =>
      actions.flatMap((action, index) => {
        // What is implemented by name is judged where it is implemented.
        const own = action.name === '' ? unfit(action) : [];
        const found = own.length > 0 ? own : misplaced(action, transition, messages);
        return found.map((message) => ({ part: part(index), message }));
      }),
    ),
    ...state.transitions.flatMap((transition) => [
      ...checkTarget(state, transition, messages),
      ...checkGuard(state, transition, { states, messages }),
    ]),
  ];
}

type MadeGuard = ChartGuard & { readonly kind: 'made' };

/** What is wrong with an action, wherever it stands. */
function unfit(action: ChartAction): string[] {
  switch (action.kind) {
    case 'function':
      return [`A function of its own is never run as an action. ${ALLOWED}`];
    case 'effect':
      return [`${action.word} ${EFFECTS[action.word] ?? 'is for actors'}. ${ALLOWED}`];
    case 'raise':
      return action.delayed
        ? ['A delayed raise waits, and time passes outside of a machine. Let something send a command when it is due.']
        : [];
    default:
      return [];
  }
}

/** `unknown` = under a name that stands for nothing: of what stands there, no more is said. */
type Role = 'command' | 'event' | 'other' | 'unknown';

function roleOf(transition: ChartTransition | null, { commands, events, raised }: Messages): Role {
  if (transition?.kind !== 'message') return 'other';
  const { message } = transition;
  if (commands.has(message)) return 'command';
  if (events.has(message)) return 'event';
  return raised.has(message) ? 'other' : 'unknown';
}

/** What is wrong with an action because of the transition or state that it stands in. */
function misplaced(action: ChartAction, transition: ChartTransition | null, messages: Messages): string[] {
  const role = roleOf(transition, messages);
  const on = transition?.message ?? '';
  if (role === 'unknown') return [];
  switch (action.kind) {
    case 'decide':
      if (role === 'command' && action.message === on) return [];
      if (role === 'command') return [`decide.${action.message} stands under ${on}. Use decide.${on}, or move it.`];
      if (role === 'event') {
        return [
          `decide.${action.message} stands under the event ${on}, and events only evolve. Move it to ${action.message}.`,
        ];
      }
      return [
        `decide.${action.message} stands under no command, and only commands decide. Move it to ${action.message}.`,
      ];
    case 'evolve':
      if (role === 'event' && action.message === on) return [];
      if (role === 'event') return [`evolve.${action.message} stands under ${on}. Use evolve.${on}, or move it.`];
      if (role === 'command') {
        return [
          `evolve.${action.message} stands under the command ${on}, and commands only decide. Move it to ${action.message}.`,
        ];
      }
      return [`evolve.${action.message} stands under no event. Use assign here, or move it to ${action.message}.`];
    case 'assign':
      return role === 'command'
        ? [
            `${on} is a command, and commands only decide. Change the state in the transition of the event that it emits.`,
          ]
        : [];
    case 'raise':
      return role === 'command'
        ? [`${on} is a command, and commands only decide. Emit an event, and let its transition raise.`]
        : raisesCommand(action.message, messages);
    case 'emit':
      if (role === 'command') return [];
      return [
        `Only commands emit${role === 'event' ? `, and ${on} is an event` : ''}. Move it to the transition of a command.`,
      ];
    default:
      return [];
  }
}

function raisesCommand(message: string | null, { commands }: Messages): string[] {
  if (message === null || !commands.has(message)) return [];
  return [
    `${message} is a command, and only comes from outside: an event that has happened decides nothing. Remove the raise.`,
  ];
}

function checkTarget({ path }: ChartState, transition: ChartTransition, messages: Messages): Finding[] {
  const { targets, message: on } = transition;
  if (roleOf(transition, messages) !== 'command' || targets.length === 0) return [];
  const part: MachinePart = { kind: 'transition', path, transition, member: 'target' };
  const message = `${on} is a command, and commands only decide. Move the target to the transition of the event that it emits.`;
  return [{ part, message }];
}

function checkGuard(
  state: ChartState,
  transition: ChartTransition,
  { states, messages }: { readonly states: readonly ChartState[]; readonly messages: Messages },
): Finding[] {
  const role = roleOf(transition, messages);
  const { path } = state;
  const on = transition.message;
  const found: Finding[] = [];
  for (const guard of transition.guards) {
    if (guard.kind !== 'made' || role === 'unknown' || guard.messages.includes(on)) continue;
    const message = misfit(guard, role, on);
    found.push({ part: { kind: 'transition', path, transition, member: 'guard', detail: guard.name }, message });
  }
  // Of a guard with another fault, that is said first.
  const isSound = found.length === 0 && transition.guards.every(({ kind }) => kind === 'made' || kind === 'bare');
  if (role === 'event' && transition.guard !== '' && isSound && !hasAlternative(state, transition, states)) {
    const part: MachinePart = { kind: 'transition', path, transition, member: 'guard' };
    const message = `${on} has happened, and no guard can refuse it: where this one says no, nothing would apply it. Guard the command that emits it, or add the transition that is taken then.`;
    found.push({ part, message });
  }
  return found;
}

/** What is said of a guard that is made for other messages than the one it stands under. */
function misfit({ name, of, messages }: MadeGuard, role: Role, on: string): string {
  const helper = of === 'command' ? 'guard' : 'guard.event';
  const made = messages.length === 1 ? `${helper}.${messages[0]}` : `${helper}([${messages.join(', ')}])`;
  const guard = `${name === '' ? 'This guard' : `The guard "${name}"`} is made with ${made} and stands under`;
  if (role === of) {
    return `${guard} ${on}. Make it for both, ${helper}(['${[...messages, on].join("', '")}'], …), or use guard.state.`;
  }
  if (role === 'command') return `${guard} the command ${on}. Use guard.${on} or guard.state here.`;
  if (role === 'event') return `${guard} the event ${on}. Use guard.event.${on} or guard.state here.`;
  return `${guard} no ${of}. Use guard.state here.`;
}

/** Whether something else may take the event where the guard says no: here, further out, or in a region beside this one. */
function hasAlternative(state: ChartState, { message }: ChartTransition, states: readonly ChartState[]): boolean {
  const takers = states.filter(({ transitions }) => transitions.some((other) => other.message === message));
  const here = state.transitions.filter((other) => other.message === message);
  if (here.length > 1) return true;
  return takers.some(({ path }) => {
    if (path === state.path) return false;
    return isWithin(state.path, path) || isBeside(state.path, path, states);
  });
}

/** Whether two states are in different regions of one parallel state. */
function isBeside(path: string, other: string, states: readonly ChartState[]): boolean {
  return states.some(
    (parent) =>
      parent.type === 'parallel' &&
      parent.states.some((region) => isWithin(path, region.path) && !isWithin(other, region.path)) &&
      isWithin(other, parent.path) &&
      other !== parent.path,
  );
}
