// What a mutant is: one change to a domain, where, and what becomes of it. Makes none.
import type { DomainModel, SourcePlace } from '../model.js';

/** What is changed. `helper`: a function that machines, folds or upcasters call. */
export type MutantKind =
  | 'transition'
  | 'guard'
  | 'decision'
  | 'assign'
  | 'fold case'
  | 'upcaster'
  | 'rollup'
  | 'helper';

/** One change to a domain. */
export interface Mutant {
  readonly kind: MutantKind;
  readonly at: SourcePlace;
  /** What was done: `"<=" became "<"`. */
  readonly what: string;
  readonly change: TextChange | ModelChange;
}

/** Other text in one file: from an offset to another. */
export interface TextChange {
  readonly kind: 'text';
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Another declaration: what is generated from it is another, and the user's files are as they were. */
export interface ModelChange {
  readonly kind: 'model';
  readonly model: DomainModel;
}

/** What became of a mutant. */
export type Outcome =
  /** Something failed: `by` says what. */
  | { readonly kind: 'killed'; readonly by: string }
  /** Codegen would not take it. */
  | { readonly kind: 'refused'; readonly by: string }
  /** Something did not end: it counts as killed. */
  | { readonly kind: 'timed out'; readonly by: string }
  | { readonly kind: 'survived' };

/** A mutant that was tried. `explained`: the user's word for why it may survive. */
export interface Judged {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  readonly explained: string | null;
}
