// A schema in words, as its type is written in TypeScript, with constraints as tags. For messages: nothing reads it back.
import type { DomainSchema, ObjectSchema, Schema } from '../../src/schema/schema.js';
import { nameOf } from '../../src/schema/union.js';

const LONGEST = 120;

/** A type in one line, cut where it gets long. */
export function wordsOf(schema: Schema): string {
  const words = write(schema);
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).trimEnd()}…`;
}

function write(schema: Schema): string {
  if ('$ref' in schema) return nameOf(schema.$ref);
  if ('anyOf' in schema) return schema.anyOf.map(write).join(' | ');
  if ('enum' in schema) return schema.enum.map(literalWords).join(' | ');
  if ('domain' in schema) return domainWords(schema.domain);
  if ('properties' in schema) return objectWords(schema);
  if ('prefixItems' in schema) {
    const items = schema.prefixItems.map((item, index) => `${write(item)}${index < schema.minItems ? '' : '?'}`);
    return `[${items.join(', ')}]`;
  }
  if ('items' in schema) {
    const { type: _, items, ...constraints } = schema;
    const words = write(items);
    return `${/[ |]/.test(words) ? `(${words})` : words}[]${tags(constraints)}`;
  }
  if (schema.type === 'object') {
    const { type: _, additionalProperties, ...constraints } = schema;
    return `Record<string, ${write(additionalProperties)}>${tags(constraints)}`;
  }
  const { type, ...constraints } = schema;
  return `${type === 'integer' ? 'Int' : type}${tags(constraints)}`;
}

function domainWords({ type, ...constraints }: DomainSchema): string {
  const names = { date: 'Date', bigint: 'bigint', bytes: 'Uint8Array' } as const;
  return `${names[type]}${tags(constraints)}`;
}

function objectWords({ properties, required }: ObjectSchema): string {
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${write(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`;
}

function literalWords(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function tags(constraints: object): string {
  return Object.entries(constraints)
    .filter(([name]) => name !== 'description')
    .map(([name, value]) => ` @${name}${value === true ? '' : ` ${value}`}`)
    .join('');
}
