// The model's types as schemas. Knows nothing of files.
import type { DomainSchema, ObjectSchema, Schema } from '../../src/schema/schema.js';
import type { Constraints, DomainModel, ObjectType, TypeModel } from '../model.js';

/** All schemas of a domain by name, in the order of the declarations: types, then what each aggregate and read model holds. */
export function schemaTable(model: DomainModel): Record<string, Schema> {
  const table: Record<string, Schema> = {};
  for (const { name, type } of model.types) table[name] = schemaOf(type);
  for (const aggregate of model.aggregates) {
    if (aggregate.idName !== null) table[aggregate.idName.name] = schemaOf(aggregate.id);
    table[aggregate.name] = schemaOf(aggregate.state);
    for (const { name, payload } of [...aggregate.commands, ...aggregate.events]) table[name] = schemaOf(payload);
  }
  for (const { name, row } of [...model.projections, ...model.rollups]) table[name] = schemaOf(row);
  for (const { name, parameters } of model.queries) table[name] = schemaOf(parameters);
  return table;
}

/** The schema of one type. */
export function schemaOf(type: TypeModel): Schema {
  switch (type.kind) {
    case 'string': {
      const { minLength, maxLength, pattern, format } = type.constraints;
      return defined({ type: 'string' as const, minLength, maxLength, pattern, format });
    }
    case 'number':
    case 'integer':
      return numeric(type.kind, type.constraints);
    case 'date':
    case 'bigint': {
      const { minimum, maximum } = type.constraints;
      return domain(defined({ type: type.kind, minimum: text(minimum), maximum: text(maximum) }));
    }
    case 'bytes': {
      const { minLength, maxLength } = type.constraints;
      return domain(defined({ type: 'bytes' as const, minLength, maxLength }));
    }
    case 'boolean':
    case 'null':
      return { type: type.kind };
    case 'literal':
      return { enum: [type.value] };
    case 'union':
      return unionOf(type.members);
    case 'array': {
      const { minItems, maxItems, uniqueItems } = type.constraints;
      return defined({ type: 'array' as const, items: schemaOf(type.element), minItems, maxItems, uniqueItems });
    }
    case 'tuple':
      return {
        type: 'array',
        prefixItems: type.elements.map((element) => schemaOf(element.type)),
        items: false,
        minItems: type.elements.filter((element) => !element.optional).length,
      };
    case 'record': {
      const { minProperties, maxProperties } = type.constraints;
      const additionalProperties = schemaOf(type.value);
      return defined({ type: 'object' as const, additionalProperties, minProperties, maxProperties });
    }
    case 'object':
      return objectOf(type);
    case 'reference':
      return { $ref: `#/$defs/${type.name}` };
  }
}

function numeric(type: 'number' | 'integer', constraints: Constraints): Schema {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = constraints;
  return defined({
    type,
    minimum: minimum === undefined ? undefined : Number(minimum),
    maximum: maximum === undefined ? undefined : Number(maximum),
    exclusiveMinimum,
    exclusiveMaximum,
    multipleOf,
  });
}

function domain(schema: DomainSchema): Schema {
  return { domain: schema };
}

function objectOf({ fields }: ObjectType): ObjectSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, schemaOf(type)])),
    required: fields.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  };
}

// All literals (and `null` beside them) make one `enum`: one lookup, and one line in a refusal.
function unionOf(members: readonly TypeModel[]): Schema {
  const values = members.flatMap((member) => (member.kind === 'literal' ? [member.value] : []));
  const others = members.filter((member) => member.kind !== 'literal');
  if (values.length === 0) return { anyOf: others.map(schemaOf) };
  const nullable = others.some(({ kind }) => kind === 'null');
  const rest = others.filter(({ kind }) => kind !== 'null');
  const literals: Schema = { enum: nullable ? [...values, null] : values };
  return rest.length === 0 ? literals : { anyOf: [literals, ...rest.map(schemaOf)] };
}

function text(bound: number | string | undefined): string | undefined {
  return bound === undefined ? undefined : String(bound);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out what is `undefined`. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}
