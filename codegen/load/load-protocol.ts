// What the process that runs codegen and the process that loads machines say to each other.
import type { ChartState } from './chart.js';

/** What to load, in this order. */
export interface LoadRequest {
  readonly modules: readonly {
    readonly kind: 'machine' | 'folds';
    readonly url: string;
    readonly exportName: string;
  }[];
}

/** What became of one module. One is sent for each module of the request, in its order. */
export type LoadOutcome =
  | { readonly kind: 'machine'; readonly chart: ChartState }
  | { readonly kind: 'folds' }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };
