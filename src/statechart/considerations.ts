// Answers "why not": walks the transitions that XState looks at for a message, in its order, and asks each guard by name.
import { type AnyMachineSnapshot, type AnyStateMachine, type AnyStateNode, and, type EventObject } from 'xstate';
import type { Consideration } from './stepper.js';

/** A guard as it stands in a machine: a name, a name with parameters, a function, or one of XState's combinators. */
type Guard = string | { readonly type: string; readonly params?: unknown } | GuardFunction;

interface GuardFunction {
  (input: object, params: unknown): boolean;
  /** XState's combinators (`and`, `or`, `not`, `stateIn`) have it, and are never called themselves. */
  readonly check?: (snapshot: AnyMachineSnapshot, input: object, guard: GuardFunction) => boolean;
  readonly guards?: readonly Guard[];
}

interface Verdict {
  readonly passed: boolean;
  readonly refusedBy: readonly string[];
}

/** XState's combinators carry one `check` each: by it they are told apart. */
const AND = (and([]) as unknown as GuardFunction).check;

const PASSED: Verdict = { passed: true, refusedBy: [] };

/** Every transition looked at for `event`, inner states before outer, in document order. Guards that throw throw here too. */
export function considerations(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): readonly Consideration[] {
  const found: Consideration[] = [];
  const seen = new Set<AnyStateNode>();
  for (const leaf of snapshot._nodes as AnyStateNode[]) {
    if (leaf.type !== 'atomic' && leaf.type !== 'final') continue;
    for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
      if (seen.has(node)) break;
      seen.add(node);
      if (consider(node, machine, snapshot, event, found)) break;
    }
  }
  return found;
}

/** Looks at one state's transitions; answers whether one of them was taken. */
function consider(
  node: AnyStateNode,
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
  found: Consideration[],
): boolean {
  for (const [descriptor, transitions] of node.transitions) {
    if (!matches(descriptor, event.type)) continue;
    for (const transition of transitions) {
      const verdict = ask(transition.guard as Guard | undefined, machine, snapshot, event);
      found.push({ state: node.id, on: descriptor, ...verdict });
      if (verdict.passed) return true;
    }
  }
  return false;
}

function matches(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}

function ask(
  guard: Guard | undefined,
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): Verdict {
  if (guard === undefined) return PASSED;
  const input = { context: snapshot.context, event };
  const name = typeof guard === 'string' ? guard : typeof guard === 'object' ? guard.type : '';
  const implemented = (name === '' ? guard : machine.implementations.guards[name]) as Guard | undefined;
  if (implemented === undefined) throw new Error(`Guard '${name}' is not implemented.`);
  if (typeof implemented !== 'function') return named(name, ask(implemented, machine, snapshot, event));
  if (implemented.check !== undefined) return named(name, askCombinator(implemented, machine, snapshot, event));
  const given = typeof guard === 'object' ? guard.params : undefined;
  const params = typeof given === 'function' ? given(input) : given;
  return implemented(input, params)
    ? PASSED
    : { passed: false, refusedBy: [name || implemented.name || 'inline guard'] };
}

/** A guard that has a name of its own refuses under it; what it is made of stays its secret. */
function named(name: string, verdict: Verdict): Verdict {
  return verdict.passed || name === '' ? verdict : { passed: false, refusedBy: [name] };
}

function askCombinator(
  guard: GuardFunction,
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): Verdict {
  const passed = guard.check?.(snapshot, { context: snapshot.context, event }, guard) ?? true;
  if (passed) return PASSED;
  const refusedBy: string[] = [];
  for (const inner of guard.guards ?? []) {
    const verdict = ask(inner, machine, snapshot, event);
    refusedBy.push(...verdict.refusedBy);
    // `and` asks no further after the first no, and a later guard may rely on an earlier one.
    if (!verdict.passed && guard.check === AND) break;
  }
  // `not` and `stateIn` refuse because of what is true: no inner guard said no.
  if (refusedBy.length === 0) refusedBy.push(describeCombinator(guard));
  return { passed: false, refusedBy };
}

function describeCombinator(guard: GuardFunction): string {
  const inner = (guard.guards ?? []).map((one) =>
    typeof one === 'string' ? one : typeof one === 'object' ? one.type : 'inline guard',
  );
  return inner.length > 0 ? `not ${inner.join(', ')}` : 'stateIn';
}
