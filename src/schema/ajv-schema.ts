// Statefold's schemas as Ajv compiles them: own keywords for plain data, unions as choices by kind and by discriminating field.
import type { ObjectSchema, Schema, SchemaTable } from './schema.js';
import { discriminatorOf, type Kind, membersOf, nameOf, type UnionMember } from './union.js';

/** A schema for Ajv with the keywords of `keywords.ts`. */
export type AjvSchema = Readonly<Record<string, unknown>>;

/** The whole table as one Ajv schema, each name under `$defs`. */
export function ajvTable(schemas: SchemaTable, id: string): AjvSchema {
  const entries = Object.entries(schemas).map(([name, schema]) => [name, ajvSchema(schemas, schema)] as const);
  return { $id: id, $defs: Object.fromEntries(entries) };
}

function ajvSchema(schemas: SchemaTable, schema: Schema): AjvSchema {
  if ('$ref' in schema) return { $ref: `#/$defs/${nameOf(schema.$ref)}` };
  if ('anyOf' in schema) return unionSchema(schemas, membersOf(schemas, schema));
  if ('enum' in schema) return { enum: schema.enum, ...(schema.enum.includes(0) ? { noMinusZero: true } : {}) };
  if ('domain' in schema) return { domain: schema.domain };
  switch (schema.type) {
    case 'string': {
      const { type, minLength, maxLength, pattern, format } = schema;
      return present({ type, wellFormed: true, minLength, maxLength, pattern, format });
    }
    case 'integer':
    case 'number': {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf: stepOf } = schema;
      const whole = schema.type === 'integer' ? { safeInteger: true } : {};
      const bounds = present({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, stepOf });
      return { type: 'number', ...whole, noMinusZero: true, ...bounds };
    }
    case 'array':
      if ('prefixItems' in schema) {
        const prefixItems = schema.prefixItems.map((item) => ajvSchema(schemas, item));
        return { type: 'array', plain: true, prefixItems, items: false, minItems: schema.minItems };
      }
      return present({
        type: 'array',
        plain: true,
        items: ajvSchema(schemas, schema.items),
        minItems: schema.minItems,
        maxItems: schema.maxItems,
        distinct: schema.uniqueItems || undefined,
      });
    case 'object':
      return 'properties' in schema
        ? closedSchema(schemas, schema)
        : present({
            type: 'object',
            record: true,
            additionalProperties: ajvSchema(schemas, schema.additionalProperties),
            minProperties: schema.minProperties,
            maxProperties: schema.maxProperties,
          });
    default:
      return { type: schema.type };
  }
}

function closedSchema(schemas: SchemaTable, schema: ObjectSchema): AjvSchema {
  const properties = Object.entries(schema.properties).map(
    ([name, field]) => [name, ajvSchema(schemas, field)] as const,
  );
  return {
    type: 'object',
    closed: Object.keys(schema.properties),
    required: schema.required,
    properties: Object.fromEntries(properties),
  };
}

/** A choice by kind: only one member is ever looked into, so its violations are the ones to report, and nothing is tried twice. */
function unionSchema(schemas: SchemaTable, members: readonly UnionMember[]): AjvSchema {
  const kinds = [...new Set(members.map((member) => member.kind))];
  return kinds.reduceRight<AjvSchema>(
    (otherwise, kind) => {
      const ofKind = members.filter((member) => member.kind === kind).map((member) => member.schema);
      return choice({ kind }, kindSchema(schemas, kind, ofKind), otherwise);
    },
    { refuse: { kinds } },
  );
}

function kindSchema(schemas: SchemaTable, kind: Kind, members: readonly Schema[]): AjvSchema {
  const [only] = members;
  if (only !== undefined && members.length === 1) return ajvSchema(schemas, only);
  const discriminator = kind === 'object' ? discriminatorOf(schemas, members) : null;
  if (discriminator === null) return { anyOf: members.map((member) => ajvSchema(schemas, member)) };
  const { field } = discriminator;
  return discriminator.members.reduceRight<AjvSchema>(
    (otherwise, { schema, values }) => choice({ tag: { field, values } }, ajvSchema(schemas, schema), otherwise),
    { refuse: { field, values: discriminator.members.flatMap((member) => member.values) } },
  );
}

function choice(condition: AjvSchema, chosen: AjvSchema, otherwise: AjvSchema): AjvSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  return { if: condition, then: chosen, else: otherwise };
}

function present(schema: AjvSchema): AjvSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
