// A machine as plain data: what its states are and where its messages lead. Made where the machine is loaded, judged and drawn elsewhere.

/** A machine. */
export interface Chart {
  readonly root: ChartState;
  /** Names of the guards that the machine implements. */
  readonly guards: readonly string[];
  /** Those of them that no transition asks, as far as a machine tells: what `enqueueActions` asks is code. */
  readonly unasked: readonly string[];
  /** The actions that it implements by name, used or not. */
  readonly actions: Readonly<Record<string, ChartAction>>;
  /** Why the engine would not take it, in the engine's own words. */
  readonly complaints: readonly { readonly path: string; readonly message: string }[];
}

/** One state of a chart. */
export interface ChartState {
  /** Keys from the root down, joined by dots; '' is the root. */
  readonly path: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Paths entered first, or by default where it is a history state; none in an atomic state. */
  readonly initial: readonly string[];
  readonly transitions: readonly ChartTransition[];
  readonly entry: readonly ChartAction[];
  readonly exit: readonly ChartAction[];
  readonly states: readonly ChartState[];
  /** What stands in the state's configuration although an aggregate's machine cannot have it. */
  readonly forbidden: readonly ForbiddenFeature[];
}

/** What reaches outside of a pure step. */
export type ForbiddenFeature = 'after' | 'invoke' | 'route';

/** What a message does in a state, or what happens there without one. */
export interface ChartTransition {
  /** `done` = the state has come to its end; `always` = as soon as the guard allows. */
  readonly kind: 'message' | 'done' | 'always';
  /** The name that stands in `on`; '' of the other kinds. */
  readonly message: string;
  /** Which of the transitions for the same message in the same state it is, from 0. */
  readonly index: number;
  /** Paths of the states entered; none where the state stays. */
  readonly targets: readonly string[];
  /** The guard as text; '' where there is none. */
  readonly guard: string;
  /** What the guard is made of, where something is to be said of it. */
  readonly guards: readonly ChartGuard[];
  readonly actions: readonly ChartAction[];
}

/** A part of a guard. */
export type ChartGuard =
  /** Made with `guard.…` or `guard.event.…` for these messages. */
  | {
      readonly kind: 'made';
      readonly name: string;
      readonly of: 'command' | 'event';
      readonly messages: readonly string[];
    }
  /** A name that the machine does not implement. */
  | { readonly kind: 'absent'; readonly name: string }
  /** A name without parameters, of a function that takes some. `within` is the named guard that it stands in; '' in the machine itself. */
  | { readonly kind: 'bare'; readonly name: string; readonly within: string }
  /** `stateIn` of an id that no state has. */
  | { readonly kind: 'stateless'; readonly id: string };

/** An action. `name` is the one that it is called by in the machine; '' where it stands there itself. */
export type ChartAction = { readonly name: string } & (
  | { readonly kind: 'decide' | 'evolve'; readonly message: string }
  | { readonly kind: 'assign' | 'emit' | 'enqueueActions' }
  /** `message` is `null` where a function makes the event. */
  | { readonly kind: 'raise'; readonly message: string | null; readonly delayed: boolean }
  /** A function of its own. */
  | { readonly kind: 'function' }
  /** A name that the machine does not implement. */
  | { readonly kind: 'absent' }
  /** One of XState's that needs an actor or the world. */
  | { readonly kind: 'effect'; readonly word: string }
);

/** A chart's states, each after those around it. */
export function statesOf(state: ChartState): ChartState[] {
  return [state, ...state.states.flatMap(statesOf)];
}
