// Of a machine's parallel regions those that an event may concern: where the others stand does not explain why nothing applied it.
import type { AnyStateMachine, StateValue } from 'xstate';
import { type ChartNode, readChart } from '../../statechart/chart.js';
import { matches } from '../../statechart/selection.js';

/** The value without regions in which no state has a transition for the event. All of it where none has. */
export function concernedRegions(machine: AnyStateMachine, value: StateValue, event: string): StateValue {
  return within(readChart(machine).root, value, event);
}

function within(node: ChartNode, value: StateValue, event: string): StateValue {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value).flatMap(([key, inner]) => {
    const child = node.states.find((state) => state.key === key);
    return child === undefined || inner === undefined ? [] : [{ child, inner }];
  });
  const concerned = parts.filter(({ child }) => reacts(child, event));
  const kept = concerned.length === 0 ? parts : concerned;
  return Object.fromEntries(kept.map(({ child, inner }) => [child.key, within(child, inner, event)]));
}

function reacts({ transitions, states }: ChartNode, event: string): boolean {
  return [...transitions.keys()].some((on) => matches(on, event)) || states.some((state) => reacts(state, event));
}
