// The domain as data: what reading the declaration yields, and all that checks and emitters see. Knows nothing of the AST.
import type { QueryFilter, QueryOrder } from '../src/table/query-definition.js';

/** A place in a source file. `file` is relative to the project's root, with `/`. Line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong, where, and in its message what to do about it. */
export interface Problem {
  readonly at: SourcePlace;
  readonly message: string;
}

/** Constraints of a type, under JSON Schema's names. Bounds of dates and bigints are text. */
export interface Constraints {
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** A declarable type. Aliases of scalars, arrays and literals are followed (their constraints merged); named object types are references. */
export type TypeModel =
  | {
      readonly kind: 'string' | 'number' | 'integer' | 'bigint' | 'boolean' | 'null' | 'date' | 'bytes';
      readonly constraints: Constraints;
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** Members in written order. `discriminator` names the literal field that tells object members apart. */
  | { readonly kind: 'union'; readonly members: readonly TypeModel[]; readonly discriminator: string | null }
  | { readonly kind: 'array'; readonly element: TypeModel; readonly constraints: Constraints }
  | { readonly kind: 'tuple'; readonly elements: readonly { readonly type: TypeModel; readonly optional: boolean }[] }
  | { readonly kind: 'record'; readonly value: TypeModel; readonly constraints: Constraints }
  | ObjectType
  /** A `NamedType` of the domain. */
  | { readonly kind: 'reference'; readonly name: string };

export interface ObjectType {
  readonly kind: 'object';
  /** In written order, inherited fields first. */
  readonly fields: readonly FieldModel[];
}

export interface FieldModel {
  readonly name: string;
  readonly doc: string;
  readonly type: TypeModel;
  readonly optional: boolean;
  /** The field's name in the version before, from `@renamedFrom`. */
  readonly renamedFrom: string | null;
  readonly at: SourcePlace;
}

/** What every declaration has. */
export interface Declared {
  readonly name: string;
  /** The doc comment without its tags; '' where there is none. */
  readonly doc: string;
  readonly at: SourcePlace;
}

/** A named object type, union of objects, or recursive type: emitted once and referred to. */
export interface NamedType extends Declared {
  readonly type: TypeModel;
}

/** A command or an event. Of a command, the version is 1, and it is neither retired nor renamed. */
export interface MessageModel extends Declared {
  readonly payload: ObjectType;
  /** From `@version`: grows when what older releases stored no longer reads as this type. */
  readonly version: number;
  /** From `@retired`: an event that is still stored, and read, but never emitted again. */
  readonly retired: boolean;
  /** The event's name before, from `@renamedFrom`. */
  readonly renamedFrom: string | null;
}

export interface AggregateModel extends Declared {
  /** The id's type with its constraints. */
  readonly id: TypeModel;
  /** How the id's type is written in the declaration: name and file of the exported alias; `null` = plain `string`. */
  readonly idName: { readonly name: string; readonly file: string } | null;
  readonly state: ObjectType;
  readonly commands: readonly MessageModel[];
  readonly events: readonly MessageModel[];
}

export interface ProjectionModel extends Declared {
  /** Name of the aggregate whose events it folds. */
  readonly aggregate: string;
  /** The field with `@key`. */
  readonly key: string;
  /** Fields tagged `@unique`. */
  readonly unique: readonly string[];
  readonly slaMs: number | null;
  readonly row: ObjectType;
}

export interface RollupModel extends Declared {
  /** Name of the projection that it groups. */
  readonly source: string;
  readonly key: string;
  /** Last segment of the key's path: the field of the rollup's row. */
  readonly keyField: string;
  readonly unnest: string | null;
  readonly where: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
  readonly fields: readonly RollupFieldModel[];
  /** The whole row: the key and the declared fields. */
  readonly row: ObjectType;
}

export interface RollupFieldModel extends Declared {
  readonly aggregation: { readonly kind: 'count' } | { readonly kind: 'sum' | 'max' | 'min'; readonly path: string };
}

export interface QueryModel extends Declared {
  readonly parameters: ObjectType;
  readonly plan: QueryPlanModel;
}

/** How a query is answered. `source` is a projection or rollup. */
export type QueryPlanModel =
  | { readonly kind: 'row'; readonly source: string; readonly filters: readonly QueryFilter[] }
  | {
      readonly kind: 'page';
      readonly source: string;
      readonly filters: readonly QueryFilter[];
      readonly sortable: readonly string[];
      readonly defaultOrder: QueryOrder | null;
    }
  /** Hand-written; `sources` from its `@reads` tag. */
  | { readonly kind: 'handler'; readonly sources: readonly string[] };

/** The whole domain, each list in the order of file name and position. */
export interface DomainModel {
  readonly aggregates: readonly AggregateModel[];
  readonly projections: readonly ProjectionModel[];
  readonly rollups: readonly RollupModel[];
  readonly queries: readonly QueryModel[];
  readonly types: readonly NamedType[];
}

/** Where the implementations of a domain stand: exports found in `domain/*.machine.ts`, `*.projections.ts`, `*.queries.ts` and `*.upcasters.ts`. */
export interface Implementations {
  /** By aggregate name. */
  readonly machines: Readonly<Record<string, Implementation>>;
  /** By projection name. */
  readonly projections: Readonly<Record<string, Implementation>>;
  /** By query name: those whose plan is a handler. */
  readonly queries: Readonly<Record<string, Implementation>>;
  /** By older version: `OrderPlacedV1`. Those that codegen does not make itself. */
  readonly upcasters: Readonly<Record<string, Implementation>>;
}

export interface Implementation {
  readonly file: string;
  readonly exportName: string;
  readonly at: SourcePlace;
  /** Over the printed source of the implementation and its transitive imports within the project; packages by name and version. */
  readonly fingerprint: string;
}
