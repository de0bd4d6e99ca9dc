// One set of active states with what history remembers: one object, however many aggregates stand there. Keeps what was worked out for it.
import type { Action } from './assignments.js';
import type { ChartNode, Transition } from './chart.js';
import { stateValueOf } from './state-value.js';
import type { StateValue } from './stepper.js';
import type { Memory } from './transition-domain.js';
import type { ActiveStates } from './turn.js';

/** What taking some transitions together does, all but what depends on the context. */
export interface Effect {
  /** In XState's order: on the way out, on the way, on the way in. */
  readonly actions: readonly Action[];
  readonly next: Configuration;
  /** The states or what history remembers are not as before. */
  readonly isMove: boolean;
}

/** The transitions of a state and of those within it that an event may take: regions first, then, if none of them does, its own. */
export interface Plan {
  readonly regions: readonly Plan[];
  readonly own: readonly Transition[];
}

/** Transitions chosen together, in order. A tree: each choice knows those that it leads to. */
export class Choice {
  readonly transitions: readonly Transition[];
  /** One of the transitions has actions. */
  readonly acts: boolean;
  /** Worked out when it is first taken. */
  effect: Effect | null = null;
  readonly #further = new Map<Transition, Choice>();

  constructor(transitions: readonly Transition[]) {
    this.transitions = transitions;
    this.acts = transitions.some(({ actions }) => actions.length > 0);
  }

  /** This choice and one more transition; one that is chosen already adds nothing. */
  and(transition: Transition): Choice {
    const known = this.#further.get(transition);
    if (known !== undefined) return known;
    const { transitions } = this;
    const further = transitions.includes(transition) ? this : new Choice([...transitions, transition]);
    this.#further.set(transition, further);
    return further;
  }

  /** Drops the choices that it leads to. */
  forget(): void {
    this.#further.clear();
  }
}

/** What an event may lead to in one configuration. */
export interface Selection {
  readonly plan: Plan;
  /** The choice of nothing. */
  readonly none: Choice;
}

/** One set of active states with what history remembers. */
export class Configuration implements ActiveStates {
  /** Tells configurations of one machine apart: nodes in XState's order, then what each history state remembers. */
  readonly key: string;
  readonly nodes: readonly ChartNode[];
  readonly memory: Memory;
  readonly value: StateValue;
  readonly tags: ReadonlySet<string>;
  /** What eventless transitions may lead to: a plan of its own for each innermost state; `null` where there are none. */
  readonly eventless: { readonly plans: readonly Plan[]; readonly none: Choice } | null;
  readonly #selections = new Map<string, Selection>();

  constructor(root: ChartNode, key: string, nodes: readonly ChartNode[], memory: Memory) {
    this.key = key;
    this.nodes = nodes;
    this.memory = memory;
    this.value = stateValueOf(root, nodes);
    this.tags = new Set(nodes.flatMap(({ tags }) => tags));
    const plans = nodes.filter(isInnermost).map(alwaysOf);
    this.eventless = plans.some(({ own }) => own.length > 0) ? { plans, none: new Choice([]) } : null;
  }

  holds(order: number): boolean {
    return this.nodes.some((node) => node.order === order);
  }

  /** What an event of a type may lead to here. */
  selection(type: string, make: (configuration: Configuration, type: string) => Plan): Selection {
    const known = this.#selections.get(type);
    if (known !== undefined) return known;
    if (this.#selections.size >= MOST_EVENT_TYPES) this.#selections.clear();
    const selection: Selection = { plan: make(this, type), none: new Choice([]) };
    this.#selections.set(type, selection);
    return selection;
  }

  /** Drops what was worked out: it leads to other configurations, and would hold them. */
  forget(): void {
    this.#selections.clear();
    this.eventless?.none.forget();
  }
}

/** Types of events that a configuration remembers: names come from outside too. */
const MOST_EVENT_TYPES = 1000;

function isInnermost({ type }: ChartNode): boolean {
  return type === 'atomic' || type === 'final';
}

function alwaysOf(node: ChartNode): Plan {
  const own: Transition[] = [];
  for (let state: ChartNode | null = node; state !== null; state = state.parent) own.push(...state.always);
  return { regions: [], own };
}
