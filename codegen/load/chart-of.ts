// Turns a loaded machine into a chart. Knows XState's nodes; runs no action and no guard.
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type MessageNames, machineProblems } from '../../src/statechart/machine-problems.js';
import { type Chart, type ChartState, type ChartTransition, type ForbiddenFeature, statesOf } from './chart.js';
import { actionOf, guardNames, guardsOf, guardText, type Named } from './chart-parts.js';

/** The chart of the machine of an aggregate with these messages. */
export function chartOf(machine: AnyStateMachine, messages: MessageNames): Chart {
  const { actions, guards } = machine.implementations;
  const named: Named = { actions, guards, hasState: (id) => nodeById(machine, id) !== null };
  const root = new ChartReader(machine, named).state(machine.root);
  const implemented = Object.fromEntries(Object.keys(actions).map((name) => [name, actionOf(name, named)]));
  return {
    root,
    guards: Object.keys(guards),
    unasked: hasCode(root, implemented) ? [] : unasked(machine),
    actions: implemented,
    complaints: machineProblems(machine, messages).map(({ state, message }) => ({
      path: state.slice(machine.id.length + 1),
      message,
    })),
  };
}

/** Whether actions of the machine are code that may ask guards by name. */
function hasCode(root: ChartState, implemented: Chart['actions']): boolean {
  const used = statesOf(root).flatMap(({ entry, exit, transitions }) => [
    ...entry,
    ...exit,
    ...transitions.flatMap(({ actions }) => actions),
  ]);
  return [...used, ...Object.values(implemented)].some(({ kind }) => kind === 'enqueueActions');
}

function unasked({ root, implementations: { guards } }: AnyStateMachine): string[] {
  const asked = new Set(
    nodesOf(root).flatMap(({ transitions, always = [] }) =>
      [...transitions.values(), always].flat().flatMap(({ guard }) => [...guardNames(guard, guards)]),
    ),
  );
  return Object.keys(guards).filter((name) => !asked.has(name));
}

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

class ChartReader {
  readonly #machine: AnyStateMachine;
  readonly #named: Named;

  constructor(machine: AnyStateMachine, named: Named) {
    this.#machine = machine;
    this.#named = named;
  }

  state(node: AnyStateNode): ChartState {
    return {
      path: pathOf(node),
      type: node.type,
      initial: this.#initial(node),
      transitions: this.#transitions(node),
      entry: this.#actions(node.entry),
      exit: this.#actions(node.exit),
      states: Object.values(node.states).map((child) => this.state(child)),
      forbidden: forbiddenIn(node),
    };
  }

  #initial(node: AnyStateNode): string[] {
    if (node.type === 'parallel') return childrenOf(node);
    if (node.type === 'compound') return (node.initial.target ?? []).map(pathOf);
    return node.type === 'history' ? this.#byDefault(node) : [];
  }

  /** Where a history state leads as long as nothing is remembered. */
  #byDefault({ config, parent }: AnyStateNode): string[] {
    if (parent === undefined) return [];
    const { target } = config as { readonly target?: string | readonly string[] };
    if (target === undefined || target === '') return this.#initial(parent);
    return [target].flat().flatMap((name) => {
      const node = name.startsWith('#') ? nodeById(this.#machine, name) : descend(parent, name);
      return node === null ? [] : [pathOf(node)];
    });
  }

  #transitions(node: AnyStateNode): ChartTransition[] {
    const onMessages = [...node.transitions.values()].flatMap((all) =>
      all.map((transition, index) => ({ transition, index })),
    );
    const always = (node.always ?? []).map((transition, index) => ({ transition, index }));
    return [...onMessages, ...always].flatMap(({ transition, index }) => {
      const { eventType, target, guard, actions } = transition;
      // Made by XState for what is refused as a whole.
      if (/^xstate\.(after|done\.actor|error\.actor|snapshot)\./.test(eventType)) return [];
      if (eventType === 'xstate.route' && target?.some(({ config }) => config.route !== undefined)) return [];
      const kind = eventType === '' ? 'always' : eventType === `xstate.done.state.${node.id}` ? 'done' : 'message';
      return [
        {
          kind,
          message: kind === 'message' ? eventType : '',
          index,
          targets: (target ?? []).map(pathOf),
          guard: guardText(guard),
          guards: guardsOf(guard, this.#named),
          actions: this.#actions(actions),
        },
      ];
    });
  }

  #actions(actions: readonly unknown[]) {
    return actions.filter(isOwn).map((action) => actionOf(action, this.#named));
  }
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function childrenOf(node: AnyStateNode): string[] {
  return Object.values(node.states).map(pathOf);
}

function descend(from: AnyStateNode, name: string): AnyStateNode | null {
  return name
    .split('.')
    .filter((key) => key !== '')
    .reduce<AnyStateNode | null>((node, key) => node?.states[key] ?? null, from);
}

function nodeById(machine: AnyStateMachine, id: string): AnyStateNode | null {
  try {
    return machine.getStateNodeById(id);
  } catch {
    // XState's only way to say that there is none.
    return null;
  }
}

function forbiddenIn({ config }: AnyStateNode): ForbiddenFeature[] {
  const features: ForbiddenFeature[] = [];
  if (config.after !== undefined) features.push('after');
  if (config.invoke !== undefined) features.push('invoke');
  if (config.route !== undefined) features.push('route');
  return features;
}

// For "after", XState adds a delayed raise and its cancelling. What is to be said is about "after" itself.
function isOwn(action: unknown): boolean {
  const { id, sendId } = action as { readonly id?: unknown; readonly sendId?: unknown };
  return ![id, sendId].some((name) => typeof name === 'string' && name.startsWith('xstate.after.'));
}
