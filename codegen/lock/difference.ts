// What can differ between two forms of a type, as data. Compares nothing.
import type { ObjectSchema, Schema, SchemaTable } from '../../src/schema/schema.js';

/** A type that stands on its own: a schema, and all that it refers to. */
export interface Form<S extends Schema = Schema> {
  readonly schema: S;
  readonly types: SchemaTable;
}

/**
 * How a part differs. Compatible: `added` (an optional field or tuple item), `optional` (it was required), `widened` (a union, an
 * enum, an integer that becomes a number), `loosened` (a constraint). Not: `removed`, `renamed`, `retyped`, `required` (it was
 * optional, or not there), `narrowed`, `tightened`.
 */
export type DifferenceKind =
  | 'added'
  | 'optional'
  | 'widened'
  | 'loosened'
  | 'removed'
  | 'renamed'
  | 'retyped'
  | 'required'
  | 'narrowed'
  | 'tightened';

/** One difference between two forms of a type. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `lines[].price`; '' = the whole. */
  readonly path: string;
  /** In words; `null` where there was nothing. */
  readonly old: string | null;
  /** In words; `null` where there is nothing. */
  readonly new: string | null;
  /** The new schema that differs, or the object that lacks the field: leads to its place in the declaration. */
  readonly at: Schema;
}

/** What a field of a new object was called in the old one that it is compared with; `null` where it had no other name. */
export type OldNames = (object: ObjectSchema, field: string, old: ObjectSchema) => string | null;

const COMPATIBLE: ReadonlySet<DifferenceKind> = new Set(['added', 'optional', 'widened', 'loosened']);

/** Whether a value of the old form may be no value of the new one, or have other bytes. */
export function isBreaking({ kind }: Pick<Difference, 'kind'>): boolean {
  return !COMPATIBLE.has(kind);
}

/** Whether code that knows only the old form cannot read what is new: it skips fields and items that it does not know, and no more. */
export function isUnreadable({ kind }: Pick<Difference, 'kind'>): boolean {
  return kind === 'optional' || kind === 'widened';
}
