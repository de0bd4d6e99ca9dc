// Which transitions an event may take in a configuration, and which it takes: inner states before outer, in XState's order.
import type { ChartNode, Transition } from './chart.js';
import type { Choice, Configuration, Plan } from './configuration.js';
import type { StateValue } from './stepper.js';
import type { Turn } from './turn.js';

/** The plan of an event type in a configuration. */
export function planOf(root: ChartNode, configuration: Configuration, type: string): Plan {
  return planBelow(root, configuration.value, type);
}

// Walks the value, as XState does: regions are asked in the order of its keys.
function planBelow(node: ChartNode, value: StateValue, type: string): Plan {
  const inner = typeof value === 'string' ? [[value, {}] as const] : Object.entries(value);
  const regions: Plan[] = [];
  for (const [key, below] of inner) {
    const child = node.states.find((state) => state.key === key);
    if (child === undefined || below === undefined) continue;
    const plan = planBelow(child, below, type);
    if (plan.own.length > 0 || plan.regions.length > 0) regions.push(plan);
  }
  const own = candidates(node, type);
  const [only] = regions;
  // A single chain of states needs no tree: whoever comes first takes the event.
  if (only !== undefined && regions.length === 1) return { regions: only.regions, own: [...only.own, ...own] };
  return { regions, own };
}

/** A state's transitions for an event type: of its name first, then of wildcards, the longest first. */
function candidates(node: ChartNode, type: string): readonly Transition[] {
  const wildcards = [...node.transitions.keys()]
    .filter((descriptor) => descriptor !== type && matches(descriptor, type))
    .sort((one, other) => other.length - one.length);
  return [type, ...wildcards].flatMap((descriptor) => node.transitions.get(descriptor) ?? []);
}

/** Whether an event descriptor (a name, `*`, or a name that ends in `.*`) takes an event type. */
export function matches(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const tokens = descriptor.split('.');
  // A wildcard within a name matches nothing.
  if (tokens.indexOf('*') !== tokens.length - 1) return false;
  const given = type.split('.');
  return tokens.slice(0, -1).every((token, place) => token === given[place]);
}

/** Whether a descriptor has a wildcard where XState knows none, and so takes no event but one of its very name. */
export function isMisplacedWildcard(descriptor: string): boolean {
  return descriptor.replace(/(^|\.)\*$/, '').includes('*');
}

/** The choice that a plan leads to from another: the same object when no transition is taken. */
export function choose(plan: Plan, from: Choice, turn: Turn): Choice {
  let choice = from;
  for (const region of plan.regions) choice = choose(region, choice, turn);
  if (choice !== from) return choice;
  for (const transition of plan.own) {
    if (transition.guard === null || transition.guard.passes(turn)) return choice.and(transition);
  }
  return choice;
}
