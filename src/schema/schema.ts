// The schema dialect: JSON Schema (draft 2020-12) plus one keyword, `domain`, for the values JSON cannot hold.

/** A value that JSON has no form for, as it stands in process. Bounds are text: ISO 8601 for dates, decimal digits for bigints. */
export type DomainSchema =
  | { readonly type: 'date'; readonly minimum?: string; readonly maximum?: string }
  | { readonly type: 'bigint'; readonly minimum?: string; readonly maximum?: string }
  | { readonly type: 'bytes'; readonly minLength?: number; readonly maxLength?: number };

/** What every schema may carry. */
interface Described {
  readonly description?: string;
}

/** Text; `pattern` is limited to what validator and arbitrary both support, `format` to those of `FORMATS`. */
export interface StringSchema extends Described {
  readonly type: 'string';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** A finite number, never −0; `integer` is a safe integer. */
export interface NumberSchema extends Described {
  readonly type: 'number' | 'integer';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

export interface ArraySchema extends Described {
  readonly type: 'array';
  readonly items: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** A tuple: exactly these items; those past `minItems` are optional. */
export interface TupleSchema extends Described {
  readonly type: 'array';
  readonly prefixItems: readonly Schema[];
  readonly items: false;
  readonly minItems: number;
}

/** A closed plain object. */
export interface ObjectSchema extends Described {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** A record: any keys but `__proto__`, `constructor` and `prototype`, values of one schema. */
export interface RecordSchema extends Described {
  readonly type: 'object';
  readonly additionalProperties: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** The schema of one declarable type. */
export type Schema =
  | StringSchema
  | NumberSchema
  | ArraySchema
  | TupleSchema
  | ObjectSchema
  | RecordSchema
  | (Described & { readonly type: 'boolean' | 'null' })
  | (Described & { readonly enum: readonly (string | number | boolean | null)[] })
  | (Described & { readonly anyOf: readonly Schema[] })
  | (Described & { readonly domain: DomainSchema })
  | (Described & { readonly $ref: `#/$defs/${string}` });

/**
 * All schemas of a domain in one flat table, by name: named types, commands, events, queries, projection and rollup rows,
 * and, under the aggregate's name, its state. `$ref`s point into it. Names are unique in a domain.
 */
export type SchemaTable = Readonly<Record<string, Schema>>;
