// What generated code says of projections and rollups.
import type { Message } from '../kernel/message.js';

/** A row as the engine sees it: a plain object of the domain's values. */
export type Row = Readonly<Record<string, unknown>>;

/** A fold case: the next row, the same row, or `null` to have none. Pure. */
export type Fold = (input: { readonly row: Row | null; readonly event: Message }) => Row | null;

/** The implementation of a projection, as `projection.Name({ creates, updates })` returns it. */
export interface Folds {
  readonly creates: Readonly<Record<string, Fold>>;
  readonly updates: Readonly<Record<string, Fold>>;
}

/** One projection of the domain. */
export interface ProjectionDefinition {
  readonly name: string;
  /** Type of the aggregate whose events it folds. */
  readonly aggregate: string;
  /** The field that holds the row's key: the aggregate's id. */
  readonly key: string;
  /** Longest wanted time from commit to visible, in ms; `null` where none is declared. */
  readonly slaMs: number | null;
  /** Over the declaration, the printed source of the folds and all that they import. */
  readonly fingerprint: string;
  readonly folds: Folds;
}

/** One field of a rollup. `path` is a row field, or `<unnested array>.<field>`. */
export type RollupField = { readonly kind: 'count' } | { readonly kind: 'sum' | 'max' | 'min'; readonly path: string };

/** One rollup of the domain. */
export interface RollupDefinition {
  readonly name: string;
  /** The projection (never another rollup) whose rows it groups. */
  readonly source: string;
  /** Path of the key; the rollup's row holds it as `keyField`. */
  readonly key: string;
  readonly keyField: string;
  readonly unnest: string | null;
  /** Only rows whose field has one of the values. */
  readonly where: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
  readonly fields: Readonly<Record<string, RollupField>>;
  readonly fingerprint: string;
}
