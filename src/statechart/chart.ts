// A machine's states and transitions with their guards and actions compiled. Knows what stands where, not what happens.
import type { AnyStateMachine } from 'xstate';
import { ActionCompiler } from './actions.js';
import type { Action } from './assignments.js';
import { Complaints } from './complaints.js';
import type { Guard } from './guard.js';
import { GuardCompiler } from './guard-compiler.js';

/** One state of a machine. */
export interface ChartNode {
  readonly id: string;
  readonly key: string;
  /** Keys from the machine's id down: `order.open.unpaid`. */
  readonly path: string;
  /** The place in the order of the document: the root is 0. Identifies the node. */
  readonly order: number;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly history: 'shallow' | 'deep' | false;
  readonly parent: ChartNode | null;
  /** Children that can be active. */
  readonly states: readonly ChartNode[];
  /** Children that remember which were. */
  readonly histories: readonly ChartNode[];
  readonly tags: readonly string[];
  /** The output of a final state or of the root: a value, or a function. */
  readonly output: unknown;
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  /** Transitions by event descriptor, as declared. */
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always: readonly Transition[];
  /** Where a compound state begins; empty targets in others. */
  readonly initial: Initial;
  /** Of a history state: where it leads as long as nothing is remembered. */
  readonly byDefault: Initial;
}

/** Where a state begins. */
export interface Initial {
  readonly targets: readonly ChartNode[];
  readonly actions: readonly Action[];
}

/** One transition. */
export interface Transition {
  readonly source: ChartNode;
  /** The event descriptor: a name or a wildcard; '' for an eventless one. */
  readonly on: string;
  /** `null`: stays where it is, and enters nothing. */
  readonly targets: readonly ChartNode[] | null;
  readonly reenter: boolean;
  readonly guard: Guard | null;
  readonly actions: readonly Action[];
}

/** A machine, read. */
export interface Chart {
  readonly root: ChartNode;
  /** Every state, in the order of the document. */
  readonly nodes: readonly ChartNode[];
  readonly complaints: Complaints;
}

/** XState's own node, as far as it is read here. */
interface SourceNode {
  readonly id: string;
  readonly key: string;
  readonly order: number;
  readonly type: ChartNode['type'];
  readonly history: ChartNode['history'];
  readonly states: Readonly<Record<string, SourceNode>>;
  readonly parent: SourceNode | undefined;
  readonly tags: readonly string[];
  readonly output: unknown;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly transitions: ReadonlyMap<string, readonly SourceTransition[]>;
  readonly always?: readonly SourceTransition[];
  readonly initial: { readonly target: readonly SourceNode[]; readonly actions: readonly unknown[] };
  readonly config: {
    readonly after?: unknown;
    readonly invoke?: unknown;
    readonly route?: unknown;
    readonly target?: string | readonly string[];
  };
}

interface SourceTransition {
  readonly eventType: string;
  readonly target?: readonly SourceNode[] | undefined;
  readonly reenter: boolean;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

/** Reads a machine. What an aggregate's machine cannot have is found in `complaints`. */
export function readChart(machine: AnyStateMachine): Chart {
  return new ChartReader(machine).read();
}

type Draft = { -readonly [Field in keyof ChartNode]: ChartNode[Field] };

const NOWHERE: Initial = { targets: [], actions: [] };

// Two passes, because transitions lead to states that come later.
class ChartReader {
  readonly #machine: AnyStateMachine;
  readonly #complaints: Complaints;
  readonly #guards: GuardCompiler;
  readonly #actions: ActionCompiler;
  readonly #nodes: Draft[] = [];
  readonly #ids = new Set<string>();
  readonly #drafts = new Map<SourceNode, Draft>();

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    const complaints = new Complaints(machine.id);
    const { guards, actions } = machine.implementations;
    this.#complaints = complaints;
    const orderOf = (id: string) => machine.getStateNodeById(id).order;
    this.#guards = new GuardCompiler({ named: guards, orderOf, complaints });
    this.#actions = new ActionCompiler({ named: actions, guards: this.#guards, complaints });
  }

  read(): Chart {
    const root = this.#draft(this.#machine.root as unknown as SourceNode, null);
    for (const [source, draft] of this.#drafts) this.#fill(source, draft);
    this.#complaints.state = this.#machine.id;
    const { guards, actions } = this.#machine.implementations;
    for (const name of Object.keys(guards)) this.#guards.compile(name);
    for (const name of Object.keys(actions)) this.#actions.compile(name);
    this.#complaints.close();
    return { root, nodes: this.#nodes, complaints: this.#complaints };
  }

  #draft(source: SourceNode, parent: ChartNode | null): ChartNode {
    const { id, key, order, type, history, tags, output } = source;
    const path = parent === null ? this.#machine.id : `${parent.path}.${key}`;
    const draft: Draft = {
      ...{ id, key, path, order, type, history, parent, tags, output },
      ...{ states: [], histories: [], entry: [], exit: [], transitions: new Map(), always: [] },
      ...{ initial: NOWHERE, byDefault: NOWHERE },
    };
    this.#drafts.set(source, draft);
    this.#nodes.push(draft);
    // Two states of one id also share their order from there on, which identifies states here.
    if (this.#ids.has(id)) {
      this.#complaints.state = path;
      this.#complaints.add(`the id "${id}" stands for two states. Give each an id of its own.`);
    }
    this.#ids.add(id);
    const children = Object.values(source.states).map((child) => this.#draft(child, draft));
    draft.states = children.filter((child) => child.type !== 'history');
    draft.histories = children.filter((child) => child.type === 'history');
    return draft;
  }

  #fill(source: SourceNode, draft: Draft): void {
    this.#complaints.state = draft.path;
    if (source.config.after !== undefined)
      this.#complaints.add('"after" waits. Time comes in with a command: let one move on.');
    if (source.config.invoke !== undefined)
      this.#complaints.add('"invoke" starts an actor. A machine that is stored as events has none.');
    if (source.config.route !== undefined)
      this.#complaints.add('"route" lets anybody lead here from outside, past all events. Lead an event here.');
    draft.entry = this.#compile(source.entry.filter(isOwn));
    draft.exit = this.#compile(source.exit.filter(isOwn));
    draft.transitions = new Map(
      [...source.transitions].map(([on, all]) => [on, all.map((one) => this.#transition(one, draft))]),
    );
    draft.always = (source.always ?? []).map((one) => this.#transition(one, draft));
    if (source.type === 'compound') draft.initial = this.#initial(source);
    if (source.type === 'history' && source.parent !== undefined) draft.byDefault = this.#byDefault(source, draft);
  }

  #transition(source: SourceTransition, from: ChartNode): Transition {
    const { eventType, target, reenter, guard, actions } = source;
    return {
      source: from,
      on: eventType,
      targets: target === undefined ? null : this.#drafted(target),
      reenter,
      guard: guard ? this.#guards.compile(guard) : null,
      actions: this.#compile(actions),
    };
  }

  #initial({ initial: { target, actions } }: SourceNode): Initial {
    return { targets: this.#drafted(target), actions: this.#compile(actions) };
  }

  // The default of a history state without a target is where its parent begins: the very same object, which tells
  // that the parent's initial actions are due.
  #byDefault({ config, parent }: SourceNode, draft: ChartNode): Initial {
    const names = config.target === undefined || config.target === '' ? [] : [config.target].flat();
    if (names.length > 0) {
      const targets = names.flatMap((name) => this.#child(parent as SourceNode, name));
      return { targets, actions: [] };
    }
    if (draft.parent?.type === 'parallel') return { targets: [draft.parent], actions: [] };
    return draft.parent?.initial ?? NOWHERE;
  }

  #child(parent: SourceNode, name: string): ChartNode[] {
    const found = name.startsWith('#') ? this.#byId(name) : descend(parent, name);
    if (found !== undefined) return this.#drafted([found]);
    this.#complaints.add(`the default target "${name}" of a history state is no state. Name one beside it.`);
    return [];
  }

  #byId(id: string): SourceNode | undefined {
    try {
      return this.#machine.getStateNodeById(id) as unknown as SourceNode;
    } catch {
      // XState's only way to say that there is none.
      return undefined;
    }
  }

  #drafted(sources: readonly SourceNode[]): ChartNode[] {
    return sources.flatMap((source) => this.#drafts.get(source) ?? []);
  }

  #compile(actions: readonly unknown[]): Action[] {
    return actions.map((action) => this.#actions.compile(action));
  }
}

// A dot leads down; after a backslash it belongs to a name.
function descend(parent: SourceNode, path: string): SourceNode | undefined {
  const keys = (path.match(/(?:\\.|[^.\\])+/gs) ?? []).map((key) => key.replace(/\\(.)/gs, '$1'));
  return keys.reduce<SourceNode | undefined>((node, key) => node?.states[key], parent);
}

// For "after", XState adds a delayed raise and its cancelling. The complaint is about "after" itself.
function isOwn(action: unknown): boolean {
  const { id, sendId } = action as { readonly id?: unknown; readonly sendId?: unknown };
  return ![id, sendId].some((name) => typeof name === 'string' && name.startsWith('xstate.after.'));
}
