// The JSON form of domain values: dates as ISO 8601, bigints as decimal digits, bytes as base64. Knows nothing of HTTP.
import type { Violation } from '../kernel/error.js';
import { FORMATS } from './formats.js';
import { checkDepth, startCounting, TooMuch } from './plain.js';
import type { DomainSchema, ObjectSchema, Schema, SchemaTable } from './schema.js';
import { discriminatorOf, isClosedObject, type Kind, kindOf, membersOf, resolve, type UnionMember } from './union.js';
import type { Validators } from './validator.js';

/** What reading JSON yields: a valid domain value, or all that is wrong with it. */
export type FromJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly violations: readonly Violation[] };

/** Reads the JSON form of a domain's values. */
export interface JsonForm {
  /**
   * Reads parsed JSON as the value of a named schema and validates that. What does not fit stays as it is, for the validator to
   * refuse. Never throws, except a `TypeError` for an unknown name.
   */
  fromJson(name: string, json: unknown): FromJson;
}

/** Makes the reader for a schema table; `validators` are those of the same table. */
export function createJsonForm(schemas: SchemaTable, validators: Validators): JsonForm {
  const readers = createReaders(schemas);
  return {
    fromJson: (name, json) => {
      const validate = validators.of(name);
      const read = readers({ $ref: `#/$defs/${name}` });
      let value: unknown;
      try {
        startCounting();
        checkDepth(json);
        value = read(json);
      } catch (error) {
        const message = error instanceof TooMuch ? error.message : 'must be JSON: reading it throws';
        return { kind: 'invalid', violations: [{ pointer: '', message }] };
      }
      const violations = validate(value);
      return violations.length === 0
        ? { kind: 'value', value }
        : { kind: 'invalid', violations: violations.map(inJsonWords) };
    },
  };
}

/** The JSON form of a domain value; the value itself says what is a date, a bigint or bytes. Reading it back gives an equal value. */
export function toJson(value: unknown): unknown {
  switch (kindOf(value)) {
    case 'date':
      return (value as Date).toISOString();
    case 'bigint':
      return String(value);
    case 'bytes':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'array':
      return (value as unknown[]).map(toJson);
    case 'object':
      return mapValues(value as object, toJson);
    default:
      return value;
  }
}

/** Turns JSON into what a schema describes; gives back what does not fit, and counts it in `misfits`. */
type Read = (json: unknown) => unknown;

/** How many parts did not fit since a union began to try one of its members. */
let misfits = 0;

function misfit(json: unknown): unknown {
  misfits++;
  return json;
}

function createReaders(schemas: SchemaTable): (schema: Schema) => Read {
  const named = new Map<string, Read>();

  function readerFor(schema: Schema): Read {
    if ('$ref' in schema) return namedReader(schema.$ref);
    if ('anyOf' in schema || 'enum' in schema) return unionReader(membersOf(schemas, schema));
    if ('domain' in schema) return domainReader(schema.domain.type);
    if (isClosedObject(schema)) return closedReader(schema);
    if ('prefixItems' in schema) return tupleReader(schema.prefixItems, schema.minItems);
    if ('items' in schema) return arrayReader(readerFor(schema.items));
    if ('additionalProperties' in schema) return recordReader(readerFor(schema.additionalProperties));
    return kindReader(schema.type === 'integer' ? 'number' : schema.type);
  }

  function namedReader(ref: `#/$defs/${string}`): Read {
    const known = named.get(ref);
    if (known !== undefined) return known;
    // Known before it is made: a recursive schema asks for itself.
    let made: Read = misfit;
    named.set(ref, (json) => made(json));
    made = readerFor(resolve(schemas, { $ref: ref }));
    return made;
  }

  function closedReader({ properties, required }: ObjectSchema): Read {
    const fields = new Map(Object.entries(properties).map(([name, field]) => [name, readerFor(field)]));
    return (json) => {
      if (kindOf(json) !== 'object') return misfit(json);
      if (!required.every((name) => Object.hasOwn(json as object, name))) misfits++;
      return mapValues(json as object, (item, key) => (fields.get(key) ?? misfit)(item));
    };
  }

  function tupleReader(prefixItems: readonly Schema[], minItems: number): Read {
    const items = prefixItems.map(readerFor);
    return (json) => {
      if (!Array.isArray(json) || json.length < minItems) return misfit(json);
      return json.map((item, index) => (items[index] ?? misfit)(item));
    };
  }

  function unionReader(members: readonly UnionMember[]): Read {
    const literals = new Set(members.flatMap((member) => ('enum' in member.schema ? member.schema.enum : [])));
    const objects = objectsReader(members.filter((member) => member.kind === 'object').map((member) => member.schema));
    const readers = (kinds: readonly Kind[]): Read =>
      anyReader(
        kinds.flatMap((kind) =>
          members
            .filter((member) => member.kind === kind && !('enum' in member.schema))
            .map(({ schema }) => readerFor(schema)),
        ),
      );
    // Text last: dates, bigints and bytes are told by their form, and what has none of them is text.
    const texts = readers(['date', 'bigint', 'bytes', 'string']);
    const arrays = readers(['array']);
    const others = readers(['null', 'boolean', 'number']);
    return (json) => {
      if (typeof json !== 'object' && literals.has(json as string)) return json;
      if (typeof json === 'string') return texts(json);
      if (Array.isArray(json)) return arrays(json);
      if (json === null && literals.has(null)) return json;
      return kindOf(json) === 'object' ? objects(json) : others(json);
    };
  }

  function objectsReader(objects: readonly Schema[]): Read {
    const discriminator = objects.length > 1 ? discriminatorOf(schemas, objects) : null;
    if (discriminator === null) return anyReader(objects.map(readerFor));
    const byValue = new Map<unknown, Read>();
    for (const { schema, values } of discriminator.members) {
      const read = readerFor(schema);
      for (const value of values) byValue.set(value, read);
    }
    return (json) => (byValue.get((json as Record<string, unknown>)[discriminator.field]) ?? misfit)(json);
  }

  return readerFor;
}

/** The first of several readings that fits everywhere. */
function anyReader(readers: readonly Read[]): Read {
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  return (json) => {
    const before = misfits;
    for (const read of readers) {
      misfits = 0;
      const value = read(json);
      const fits = misfits === 0;
      misfits = before;
      if (fits) return value;
    }
    return misfit(json);
  };
}

function arrayReader(item: Read): Read {
  return (json) => (Array.isArray(json) ? json.map(item) : misfit(json));
}

function recordReader(item: Read): Read {
  return (json) => (kindOf(json) === 'object' ? mapValues(json as object, item) : misfit(json));
}

function kindReader(kind: Kind): Read {
  return (json) => (kindOf(json) === kind ? json : misfit(json));
}

function domainReader(type: DomainSchema['type']): Read {
  const parse = PARSERS[type];
  return (json) => (typeof json === 'string' ? (parse(json) ?? misfit(json)) : misfit(json));
}

const PARSERS = {
  date: (text) => (FORMATS['date-time'](text) || FORMATS.date(text) ? new Date(text) : undefined),
  // At most 20 digits: longer ones do not fit into 64 bits, and take long to read.
  bigint: (text) => (/^(0|-?[1-9]\d{0,19})$/.test(text) ? BigInt(text) : undefined),
  bytes: (text) => {
    const bytes = Buffer.from(text, 'base64');
    // Node ignores what is not base64: only what is written the same way again was.
    return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
  },
} as const satisfies Record<DomainSchema['type'], (text: string) => unknown>;

/** Not by assignment: a key `__proto__` must stay a key, for the validator to refuse. */
function mapValues(object: object, map: (item: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, map(item, key)]));
}

const JSON_WORDS: Readonly<Record<string, string>> = {
  'must be a valid Date': 'must be a date in ISO 8601: 2024-01-31T12:00:00Z',
  'must be a bigint': 'must be a whole number of 64 bits in decimal digits, as text',
  'must be a Uint8Array': 'must be bytes in base64',
};

function inJsonWords({ pointer, message }: Violation): Violation {
  return { pointer, message: JSON_WORDS[message] ?? message };
}
