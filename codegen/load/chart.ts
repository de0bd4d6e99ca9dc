// A machine as plain data: what its states are and where its messages lead. Made where the machine is loaded, drawn elsewhere.

/** One state of a chart. */
export interface ChartState {
  /** Keys from the root down, joined by dots; '' is the root. */
  readonly path: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Paths entered first; none in an atomic state. */
  readonly initial: readonly string[];
  readonly transitions: readonly ChartTransition[];
  readonly states: readonly ChartState[];
  /** What stands in the state's configuration although an aggregate's machine cannot have it. */
  readonly forbidden: readonly ForbiddenFeature[];
}

/** What reaches outside of a pure step. */
export type ForbiddenFeature = 'after' | 'invoke' | 'spawn';

/** What a message (or, with the name '', no message) does in a state. */
export interface ChartTransition {
  readonly message: string;
  /** Paths of the states entered; none where the state stays. */
  readonly targets: readonly string[];
  /** The guard as text; '' where there is none. */
  readonly guard: string;
}
