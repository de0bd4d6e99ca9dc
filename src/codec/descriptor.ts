// What one version of an event looks like in bytes, as data: enough to decode it without the domain's code.
import type { ObjectSchema, SchemaTable } from '../schema/schema.js';

/**
 * One version of an event. A version only ever grows (trailing optional fields, wider unions, looser constraints), so its
 * newest descriptor reads all that was ever written under it.
 */
export interface EventDescriptor {
  readonly aggregate: string;
  /** The event's name today; stored events name it by `number`, so a renamed event stays itself. */
  readonly event: string;
  /** Of the event, unique in the domain: what stored events carry. 1 to 65,535. */
  readonly number: number;
  /** From 1; grows when an older reader could misread the newer form. */
  readonly version: number;
  /** Fingerprints of this version's forms, oldest first; the last is of `schema` and `types`. */
  readonly revisions: readonly string[];
  /** The oldest revision, counted from 1, whose code reads all that this one writes. */
  readonly readableFrom: number;
  /** The data. The order of properties and of union members is the order of bytes. */
  readonly schema: ObjectSchema;
  /** All that `schema` refers to. */
  readonly types: SchemaTable;
}
