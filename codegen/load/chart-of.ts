// Turns a loaded machine into a chart. Knows XState's nodes; runs no action and no guard.
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { ChartState, ChartTransition, ForbiddenFeature } from './chart.js';

/** The chart of a machine. */
export function chartOf(machine: AnyStateMachine): ChartState {
  return stateOf(machine.root, Object.values(machine.implementations.actions));
}

function stateOf(node: AnyStateNode, named: readonly unknown[]): ChartState {
  const states = Object.values(node.states).map((child) => stateOf(child, []));
  return {
    path: pathOf(node),
    type: node.type,
    initial: initialOf(node),
    transitions: transitionsOf(node),
    states,
    forbidden: forbiddenIn(node, named),
  };
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function initialOf(node: AnyStateNode): string[] {
  if (node.type === 'parallel') return Object.values(node.states).map(pathOf);
  return node.type === 'compound' ? (node.initial.target ?? []).map(pathOf) : [];
}

function transitionsOf(node: AnyStateNode): ChartTransition[] {
  const all = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  return all.map(({ eventType, target, guard }) => ({
    message: eventType,
    targets: (target ?? []).map(pathOf),
    guard: guardText(guard),
  }));
}

/** A guard as text: its name, its parameters, and how guards are combined. */
function guardText(guard: unknown): string {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') {
    const { guards } = guard as { readonly guards?: readonly unknown[] };
    if (guards === undefined) return guard.name === 'guardFor' || guard.name === '' ? 'unnamed guard' : guard.name;
    const texts = guards.map(guardText);
    return guard.name === 'not' ? `not ${texts.join()}` : texts.join(` ${guard.name} `);
  }
  const { type, params } = guard as { readonly type: string; readonly params?: unknown };
  return params === undefined || typeof params === 'function' ? type : `${type} ${JSON.stringify(params)}`;
}

function forbiddenIn(
  { config, entry, exit, transitions }: AnyStateNode,
  named: readonly unknown[],
): ForbiddenFeature[] {
  const features: ForbiddenFeature[] = [];
  if (config.after !== undefined) features.push('after');
  if (config.invoke !== undefined) features.push('invoke');
  const actions = [...entry, ...exit, ...[...transitions.values()].flat().flatMap(({ actions }) => actions), ...named];
  if (actions.some((action) => (action as { readonly type?: unknown }).type === 'xstate.spawnChild'))
    features.push('spawn');
  return features;
}
