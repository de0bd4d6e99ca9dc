// Something that a check found in a machine, and which part of it is meant. Knows no files.
import type { ChartTransition, ForbiddenFeature } from '../load/chart.js';

/** A part of a machine. `path` is the state's. */
export type MachinePart =
  | { readonly kind: 'state'; readonly path: string }
  /** What stands in a state beside its transitions. */
  | { readonly kind: 'member'; readonly path: string; readonly name: ForbiddenFeature | 'entry' | 'exit' }
  | {
      readonly kind: 'transition';
      readonly path: string;
      readonly transition: ChartTransition;
      /** A member of it, and the text in it that is meant, or the place in a list. */
      readonly member?: 'target' | 'guard' | 'actions';
      readonly detail?: string | number;
    }
  /** What the machine implements by name. */
  | { readonly kind: 'action' | 'guard'; readonly name: string };

/** Something wrong with a part of a machine, and in its message what to do about it. */
export interface Finding {
  readonly part: MachinePart;
  readonly message: string;
}

/** What the checks know of the aggregate beside its chart. */
export interface Messages {
  readonly aggregate: string;
  readonly commands: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** Of its events, those that are retired: they are not among `events`. */
  readonly retired: ReadonlySet<string>;
  /** Other names, which the machine itself raises. */
  readonly raised: ReadonlySet<string>;
}
