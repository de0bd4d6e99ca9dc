// What the process that runs codegen and the process that loads machines say to each other.
import type { MessageNames } from '../../src/statechart/machine-problems.js';
import type { Chart } from './chart.js';

/** The names of the events that a projection has folds for. */
export interface FoldCases {
  readonly creates: readonly string[];
  readonly updates: readonly string[];
}

/** What to load, in this order. */
export interface LoadRequest {
  readonly modules: readonly LoadModule[];
}

/** One module, and what is wanted of it. */
export type LoadModule = { readonly url: string; readonly exportName: string } & (
  | { readonly kind: 'machine'; readonly messages: MessageNames }
  | { readonly kind: 'folds' }
  /** Loading is all that is asked of it. */
  | { readonly kind: 'upcaster' }
);

/** What became of one module. One is sent for each module of the request, in its order. */
export type LoadOutcome =
  | { readonly kind: 'machine'; readonly chart: Chart }
  | { readonly kind: 'folds'; readonly cases: FoldCases }
  | { readonly kind: 'upcaster' }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };
