// Makes an XState machine of a specification. Each guard and action tells a listener that it ran, if there is one.
import { type AnyStateMachine, and, assign, emit, enqueueActions, not, or, raise, setup, stateIn } from 'xstate';
import {
  type ActionSpec,
  DESCRIPTORS,
  type GuardSpec,
  type MachineSpec,
  NAMED_ACTIONS,
  type NamedAction,
  type StateSpec,
  type TargetSpec,
  type TransitionSpec,
} from './machine-spec.js';

/** Bounds circles in both steppers. */
const MOST_MICROSTEPS = 25;

/** The context of every machine: two small numbers, and a trace in which the order of all assigns shows. */
export interface Context {
  readonly n: number;
  readonly m: number;
  readonly trace: number;
}

interface Given {
  readonly context: Context;
  readonly event: { readonly type: string; readonly data?: { readonly k?: number } };
}

/** A transition that was selected or taken. */
export interface Passage {
  readonly id: number;
  readonly constructs: readonly string[];
  /** The history states that it leads to. */
  readonly histories: readonly { readonly id: string; readonly constructs: readonly string[] }[];
}

/** Hears what a machine does. Its machine has guards and actions that others have not: it is no oracle. */
export interface Listener {
  readonly ran: (construct: string) => void;
  readonly selected: (passage: Passage) => void;
  readonly taken: (passage: Passage) => void;
}

/** How a machine is made otherwise than its specification says. */
export interface Making {
  readonly listener?: Listener;
  /** What guards get to see instead of the context. */
  readonly guardContext?: (context: Context) => Context;
}

/** The machine that a specification describes. */
export function buildMachine(spec: MachineSpec, making: Making = {}): AnyStateMachine {
  return new Builder(spec, making).build();
}

interface Placed {
  readonly spec: StateSpec;
  readonly key: string;
  readonly path: string;
  readonly parent: Placed | null;
  readonly children: Placed[];
}

class Builder {
  readonly #spec: MachineSpec;
  readonly #making: Making;
  readonly #root: Placed;
  readonly #all: Placed[] = [];
  #passages = 0;

  constructor(spec: MachineSpec, making: Making) {
    this.#spec = spec;
    this.#making = making;
    this.#root = this.#place(spec.root, 'top', null);
  }

  build(): AnyStateMachine {
    const initial: Context = { n: 0, m: 0, trace: 1 };
    const guards = Object.fromEntries(
      this.#spec.guards.map((guard, index) => [`g${index}`, this.#guard(guard, index + 1)]),
    );
    const actions = Object.fromEntries(NAMED_ACTIONS.map((name) => [name, this.#implementation(name)]));
    const config = {
      ...this.#state(this.#root),
      id: 'top',
      context: this.#spec.context === 'object' ? initial : this.#heard('context function', initial),
      options: { maxIterations: MOST_MICROSTEPS },
    };
    return setup({
      guards: { ...guards, mod: this.#mod() },
      actions,
    } as never).createMachine(config as never) as unknown as AnyStateMachine;
  }

  #ran(construct: string): void {
    this.#making.listener?.ran(construct);
  }

  #heard<T>(construct: string, value: T): () => T {
    return () => {
      this.#ran(construct);
      return value;
    };
  }

  #place(spec: StateSpec, key: string, parent: Placed | null): Placed {
    const path = parent === null ? key : `${parent.path}.${key}`;
    const placed: Placed = { spec, key, path, parent, children: [] };
    this.#all.push(placed);
    spec.states.forEach((child, index) => {
      const name = this.#spec.keys === 'letters' ? 'abc'[index] : String(9 - index);
      placed.children.push(this.#place(child, name ?? `s${index}`, placed));
    });
    return placed;
  }

  #state(placed: Placed): object {
    const { spec, children, parent } = placed;
    if (spec.kind === 'shallow history' || spec.kind === 'deep history') {
      const siblings = parent?.children ?? [];
      const target = spec.byDefault === null ? undefined : pick(siblings, spec.byDefault);
      const leads = target !== undefined && isActive(target) ? { target: target.key } : {};
      return { type: 'history', history: spec.kind.split(' ')[0], ...leads };
    }
    const type = spec.kind === 'atomic' || spec.kind === 'compound' ? {} : { type: spec.kind };
    const isRoot = parent === null;
    return {
      ...type,
      ...(spec.kind === 'compound' ? { initial: this.#initial(placed) } : {}),
      ...(children.length > 0
        ? { states: Object.fromEntries(children.map((child) => [child.key, this.#state(child)])) }
        : {}),
      entry: this.#actions(spec.entry, 'entry action'),
      exit: this.#actions(spec.exit, isRoot ? 'exit action of the root' : 'exit action'),
      on: this.#on(placed),
      ...(spec.always.length > 0 ? { always: this.#transitions(spec.always, placed, alwaysOf(placed)) } : {}),
      ...(spec.onDone.length > 0 ? { onDone: this.#transitions(spec.onDone, placed, [`onDone of ${spec.kind}`]) } : {}),
      tags: spec.tags,
      ...(spec.kind === 'final' || isRoot ? this.#output(spec) : {}),
    };
  }

  #initial({ spec, children }: Placed): unknown {
    const active = children.filter(isActive);
    const target = pick(active, spec.initial)?.key;
    if (spec.initialActions.length === 0) return target;
    return { target, actions: this.#actions(spec.initialActions, 'initial action') };
  }

  #output({ output, kind }: StateSpec): object {
    if (output === 'none') return {};
    if (output === 'value') return { output: { kind } };
    return {
      output: ({ context, event }: Given & { readonly event: { readonly output?: unknown } }) => {
        this.#ran('output function');
        return { trace: context.trace, on: event.type, of: event.output };
      },
    };
  }

  #on(placed: Placed): object {
    const on: Record<string, unknown> = {};
    for (const { event, transitions } of placed.spec.on) {
      const descriptor = DESCRIPTORS[event] ?? 'A';
      const kind = descriptor === '*' ? 'wildcard' : descriptor.endsWith('*') ? 'partial wildcard' : 'name';
      // Nothing is ever taken by it: that it stands there is all that can be counted.
      if (kind === 'name' && descriptor.includes('*')) this.#ran('infix wildcard');
      const outer = ancestors(placed).some(({ spec }) => spec.on.some((other) => other.event === event));
      const constructs = [kind, ...(outer ? ['inner over outer'] : []), ...(descriptor === 'R' ? ['raised'] : [])];
      on[descriptor] = this.#transitions(transitions, placed, constructs);
    }
    return on;
  }

  #transitions(specs: readonly TransitionSpec[], placed: Placed, constructs: readonly string[]): object[] {
    return specs.map((spec, index) =>
      this.#transition(spec, placed, index === 0 ? constructs : [...constructs, 'a later candidate']),
    );
  }

  #transition(spec: TransitionSpec, from: Placed, constructs: readonly string[]): object {
    const targets = this.#targets(spec.target, from);
    const guard = spec.guard === null ? undefined : this.#guard(spec.guard, 0);
    const actions = spec.actions.map((action) => this.#action(action));
    const common = {
      ...(spec.reenter ? { reenter: true } : {}),
      ...(targets.length > 0 ? { target: targets.map((to) => addressOf(to, from)) } : {}),
    };
    const { listener } = this.#making;
    if (listener === undefined) return { ...common, ...(guard === undefined ? {} : { guard }), actions };
    const passage: Passage = {
      id: this.#passages++,
      constructs: [...constructs, ...constructsOf(spec, from, targets), ...this.#inGuard(spec.guard, 0)],
      histories: targets.filter((to) => !isActive(to)).map((to) => ({ id: to.path, constructs: historyOf(to) })),
    };
    const select = () => {
      listener.selected(passage);
      return true;
    };
    return {
      ...common,
      guard: guard === undefined ? select : and([guard as never, select]),
      actions: [() => listener.taken(passage), ...actions],
    };
  }

  /** What a guard is made of. */
  #inGuard(guard: GuardSpec | null, from: number): string[] {
    if (guard === null) return [];
    switch (guard.is) {
      case 'named': {
        const place = from + (guard.index % Math.max(1, this.#spec.guards.length - from));
        const named = this.#spec.guards[place];
        if (named === undefined) return [];
        const refers = named.is === 'named' || named.is === 'params' || named.is === 'dynamic params';
        return [
          'named guard',
          ...(refers ? ['named guard that is a reference'] : []),
          ...this.#inGuard(named, place + 1),
        ];
      }
      case 'in':
        return [`stateIn by ${guard.form}`];
      case 'and':
      case 'or':
      case 'not':
        return [guard.is, ...guard.guards.flatMap((inner) => this.#inGuard(inner, from))];
      default:
        return [];
    }
  }

  #targets(target: TargetSpec, from: Placed): Placed[] {
    switch (target.to) {
      case 'nowhere':
        return [];
      case 'self':
        return [from];
      case 'parent':
        return [from.parent ?? from];
      case 'sibling':
        return [pick(from.parent?.children ?? [from], target.index) ?? from];
      case 'child':
        return [pick(from.children, target.index) ?? from];
      case 'any':
        return [pick(this.#all, target.index) ?? from];
      case 'history':
        return [
          pick(
            this.#all.filter((one) => !isActive(one)),
            target.index,
          ) ?? from,
        ];
      case 'two':
        return [...new Set(target.picks.slice(0, 2).map((index) => pick(this.#all, index) ?? from))];
      case 'regions': {
        const parallel = pick(
          this.#all.filter(({ spec }) => spec.kind === 'parallel'),
          target.index,
        );
        if (parallel === undefined) return [pick(this.#all, target.index) ?? from];
        const regions = parallel.children.filter(isActive);
        return regions.map((region, index) => pick(below(region), target.picks[index] ?? 0) ?? region);
      }
    }
  }

  #actions(specs: readonly ActionSpec[], place: string): unknown[] {
    const actions = specs.map((spec) => this.#action(spec));
    const heard = specs.length > 0 && this.#making.listener !== undefined;
    return heard ? [() => this.#ran(place), ...actions] : actions;
  }

  #action(spec: ActionSpec): unknown {
    const { mark } = spec;
    switch (spec.is) {
      case 'assign function':
        return assign(({ context, event }: Given) => {
          this.#ran(spec.is);
          return { trace: traced(context, mark), n: (context.n + 1 + kOf(event)) % 6 };
        });
      case 'assign fields':
        return assign({
          trace: ({ context }: Given) => {
            this.#ran(spec.is);
            return traced(context, mark);
          },
          m: ({ context }: Given) => (context.m + 1) % 3,
          ...(mark % 3 === 0 ? { n: mark % 6 } : {}),
        });
      case 'assign nothing':
        return assign(this.#heard(spec.is, {}) as never);
      case 'emit value':
        return emit({ type: `E${mark}`, data: {} });
      case 'emit function':
        return emit(({ context, event }: Given) => {
          this.#ran(event.type === 'xstate.init' ? 'emit at the start' : 'emit');
          return { type: `E${mark}`, data: { trace: context.trace, on: event.type } };
        });
      case 'raise value':
        return raise(raised(mark) as never);
      case 'raise function':
        return raise(({ context, event }: Given) => {
          this.#ran(isRaised(event) ? 'raise on a raised event' : 'raise');
          return raised(mark + context.n) as never;
        });
      case 'named':
        return spec.name;
      case 'named params':
        return { type: spec.name, params: { by: mark } };
      case 'named dynamic params':
        return {
          type: spec.name,
          params: ({ context, event }: Given) => {
            this.#ran('dynamic params of an action');
            return { by: mark + context.m + kOf(event) };
          },
        };
      case 'enqueue':
        return this.#enqueue(spec);
    }
  }

  #enqueue(spec: ActionSpec & { readonly is: 'enqueue' }): unknown {
    const guard = this.#guard(spec.check, 0);
    return enqueueActions(({ context, enqueue, check }) => {
      this.#ran('enqueueActions');
      for (const action of spec.actions) enqueue(this.#action(action) as never);
      if (check(guard as never)) {
        this.#ran('check');
        for (const action of spec.checked) enqueue(this.#action(action) as never);
        enqueue.emit({ type: `C${spec.mark}`, data: { trace: (context as unknown as Context).trace } } as never);
      } else {
        this.#ran('check that refuses');
        enqueue.assign(({ context: now }: { readonly context: unknown }) => ({
          trace: traced(now as Context, spec.mark),
        }));
        if (spec.mark % 7 === 0) enqueue.raise(raised(spec.mark) as never);
      }
    });
  }

  #implementation(name: NamedAction): unknown {
    type Params = { readonly by?: number } | undefined;
    switch (name) {
      case 'bump':
        return assign(({ context }: Given, params: Params) => {
          this.#ran(params === undefined ? 'named action' : 'params of an action');
          return { trace: traced(context, params?.by ?? 7) };
        });
      case 'tell':
        return emit((({ context }: Given, params: Params) => ({
          type: 'Told',
          data: { by: params?.by ?? null, trace: context.trace },
        })) as never);
      case 'again':
        return raise((({ context }: Given, params: Params) => raised((params?.by ?? 2) + context.n)) as never);
      case 'several':
        return enqueueActions((({ enqueue }: { enqueue: (action: unknown) => void }, params: Params) => {
          enqueue('bump');
          enqueue({ type: 'tell', params: { by: (params?.by ?? 1) + 1 } });
          enqueue({ type: 'bump', params: ({ context }: Given) => ({ by: context.trace % 5 }) });
        }) as never);
    }
  }

  #seen(context: Context): Context {
    return this.#making.guardContext?.(context) ?? context;
  }

  #mod(): unknown {
    return ({ context }: Given, { mod, equals }: { readonly mod: number; readonly equals: number }) => {
      this.#ran('params of a guard');
      return this.#seen(context).trace % mod === equals;
    };
  }

  /** `from`: the first named guard that it may refer to, so that no guard comes back to itself. */
  #guard(spec: GuardSpec, from: number): unknown {
    switch (spec.is) {
      case 'field':
        return ({ context }: Given) => this.#seen(context)[spec.field] % spec.mod === spec.equals;
      case 'event':
        return ({ event }: Given) => kOf(event) === spec.equals;
      case 'named': {
        const names = this.#spec.guards.map((_, index) => `g${index}`).slice(from);
        const name = pick(names, spec.index);
        return name ?? (() => spec.index % 2 === 0);
      }
      case 'params':
        return { type: 'mod', params: { mod: spec.mod, equals: spec.equals } };
      case 'dynamic params':
        return {
          type: 'mod',
          params: ({ context, event }: Given) => {
            this.#ran('dynamic params of a guard');
            return { mod: spec.mod + (context.n % 2), equals: (spec.equals + kOf(event)) % 2 };
          },
        };
      case 'and':
        return and(spec.guards.map((inner) => this.#guard(inner, from) as never));
      case 'or':
        return or(spec.guards.map((inner) => this.#guard(inner, from) as never));
      case 'not':
        return not(this.#guard(spec.guards[0], from) as never);
      case 'in': {
        const { path } =
          pick(
            this.#all.filter((one) => one.parent !== null && isActive(one)),
            spec.index,
          ) ?? this.#root;
        return stateIn(spec.form === 'id' ? `#${path}` : path.slice('top.'.length));
      }
    }
  }
}

function constructsOf({ reenter, guard, actions }: TransitionSpec, from: Placed, targets: readonly Placed[]): string[] {
  const inner = targets.length > 0 && targets.every((to) => to === from || ancestors(to).includes(from));
  const found = [targets.length === 0 ? 'no target' : inner ? 'internal transition' : 'external transition'];
  if (reenter && targets.length > 0) found.push('reenter');
  if (targets.length > 1) found.push('several targets');
  if (targets.includes(from)) found.push('to itself');
  if (targets.some((to) => ancestors(from).includes(to))) found.push('to an ancestor');
  if (guard !== null) found.push('guarded transition');
  if (actions.length > 1) found.push('several actions');
  return found;
}

function alwaysOf(placed: Placed): string[] {
  return ['always', ...(isInRegion(placed) ? ['always in a region'] : [])];
}

function historyOf({ spec: { kind }, parent }: Placed): string[] {
  const found: string[] = [kind];
  if (parent?.spec.kind === 'parallel') found.push(`${kind} of a parallel state`);
  if (parent !== null && isInRegion(parent)) found.push(`${kind} in a region`);
  return found;
}

function isInRegion(placed: Placed): boolean {
  return ancestors(placed).some(({ spec }) => spec.kind === 'parallel');
}

// XState's three ways to write a target.
function addressOf(to: Placed, from: Placed): string {
  if (to.parent === from) return `.${to.key}`;
  if (to.parent === from.parent && from.parent !== null) return to.key;
  return `#${to.path}`;
}

function isActive({ spec }: Placed): boolean {
  return spec.kind !== 'shallow history' && spec.kind !== 'deep history';
}

function ancestors({ parent }: Placed): Placed[] {
  return parent === null ? [] : [parent, ...ancestors(parent)];
}

function below(placed: Placed): Placed[] {
  return [placed, ...placed.children.flatMap(below)];
}

function pick<T>(all: readonly T[], index: number): T | undefined {
  return all[index % all.length];
}

function traced({ trace }: Context, mark: number): number {
  return (trace * 31 + mark) % 9973;
}

// Nobody sends an R.
function isRaised({ type }: Given['event']): boolean {
  return type === 'R';
}

function kOf(event: Given['event']): number {
  return event.data?.k ?? 0;
}

function raised(mark: number): { readonly type: string; readonly data: { readonly k: number } } {
  return { type: mark % 4 === 0 ? 'B.x' : 'R', data: { k: mark % 3 } };
}
