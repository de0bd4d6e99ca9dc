// What a machine's actions and guards are, by XState's own types and by the marks that helpers leave. Runs none of them.
import { markOf } from '../../src/statechart/marks.js';
import type { ChartAction, ChartGuard } from './chart.js';

/** What names in a machine stand for. */
export interface Named {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
  /** Whether a state has this id, written with `#`. */
  readonly hasState: (id: string) => boolean;
}

/** What XState's action creators and combinators of guards return: functions that carry what they are made of. */
interface Made {
  readonly name: string;
  readonly type?: string;
  readonly resolve?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
  readonly check?: unknown;
  readonly guards?: readonly unknown[];
  readonly stateValue?: unknown;
}

type Reference = string | { readonly type: string; readonly params?: unknown };

/** An action as it stands in a machine. */
export function actionOf(given: unknown, { actions }: Named): ChartAction {
  if (typeof given === 'function') return { name: '', ...madeAction(given as unknown as Made) };
  const name = nameOf(given as Reference);
  const implemented = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (implemented === undefined) return { name, kind: 'absent' };
  return { name, ...madeAction(implemented as Made) };
}

type Distribute<T> = T extends unknown ? Omit<T, 'name'> : never;

function madeAction(action: Made): Distribute<ChartAction> {
  const mark = markOf(action);
  if (mark?.kind === 'decide' || mark?.kind === 'evolve') return { kind: mark.kind, message: mark.message };
  if (action.resolve === undefined || action.type === undefined) return { kind: 'function' };
  const word = action.type.replace('xstate.', '');
  if (word === 'assign' || word === 'emit' || word === 'enqueueActions') return { kind: word };
  if (word !== 'raise') return { kind: 'effect', word };
  const { event, delay } = action;
  const type = typeof event === 'object' && event !== null ? (event as { readonly type?: unknown }).type : undefined;
  return { kind: 'raise', message: typeof type === 'string' ? type : null, delayed: delay !== undefined };
}

/** A guard as text: its name, its parameters, and how guards are combined. */
export function guardText(guard: unknown): string {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') {
    const { guards, stateValue, name } = guard as unknown as Made;
    if (stateValue !== undefined)
      return `in ${typeof stateValue === 'string' ? stateValue : JSON.stringify(stateValue)}`;
    if (guards === undefined) return name === 'guard' || name === '' ? 'unnamed guard' : name;
    const texts = guards.map(guardText);
    return name === 'not' ? `not ${texts.join()}` : texts.join(` ${name} `);
  }
  const { type, params } = guard as { readonly type: string; readonly params?: unknown };
  return params === undefined || typeof params === 'function' ? type : `${type} ${JSON.stringify(params)}`;
}

/** What a guard is made of, where something is to be said of it. Names are followed to what they stand for. */
export function guardsOf(given: unknown, named: Named, label = '', seen: readonly string[] = []): ChartGuard[] {
  if (given === undefined) return [];
  if (typeof given !== 'function') {
    const name = nameOf(given as Reference);
    const implemented = Object.hasOwn(named.guards, name) ? named.guards[name] : undefined;
    if (implemented === undefined) return [{ kind: 'absent', name }];
    if (seen.includes(name)) return [];
    const isBare = typeof given === 'string' || (given as { readonly params?: unknown }).params === undefined;
    const bare: ChartGuard[] = isBare && takesParameters(implemented) ? [{ kind: 'bare', name, within: label }] : [];
    return [...bare, ...guardsOf(implemented, named, name, [...seen, name])];
  }
  const { guards, stateValue, name } = given as unknown as Made;
  if (guards !== undefined) return guards.flatMap((inner) => guardsOf(inner, named, label, seen));
  if (typeof stateValue === 'string' && stateValue.startsWith('#')) {
    return named.hasState(stateValue) ? [] : [{ kind: 'stateless', id: stateValue }];
  }
  const mark = markOf(given);
  if (mark?.kind !== 'guard' || mark.messages.length === 0) return [];
  return [{ kind: 'made', name: label || name, of: mark.of, messages: mark.messages }];
}

/** Whether a guard is a function of two, of which the second has no value of its own. */
function takesParameters(implemented: unknown): boolean {
  if (typeof implemented !== 'function') return false;
  const mark = markOf(implemented);
  const { guards, stateValue } = implemented as unknown as Made;
  const run = mark?.kind === 'guard' ? mark.run : implemented;
  return guards === undefined && stateValue === undefined && run.length > 1;
}

/** The names in a guard, and in those that they stand for. */
export function guardNames(
  given: unknown,
  guards: Named['guards'],
  seen: ReadonlySet<string> = new Set(),
): Set<string> {
  if (given === undefined) return new Set();
  if (typeof given === 'function') {
    const { guards: inner = [] } = given as unknown as Made;
    return new Set(inner.flatMap((one) => [...guardNames(one, guards, seen)]));
  }
  const name = nameOf(given as Reference);
  if (seen.has(name)) return new Set();
  const implemented = Object.hasOwn(guards, name) ? guards[name] : undefined;
  return guardNames(implemented, guards, new Set([...seen, name])).add(name);
}

function nameOf(reference: Reference): string {
  // Whatever else stands there is no name that anything has.
  return String(typeof reference === 'string' ? reference : reference.type);
}
