// Prints values as TypeScript expressions that need no help to have their declared type, but for brands. Validates nothing.
import { admits, fieldOf, type Meaning } from './meaning.js';

const BRANDED = { text: 'string', number: 'number', whole: 'number', bigint: 'bigint' } as const;

/** A value that a meaning admits, as an expression: brands, which only a cast can make, are cast where they stand. */
export function expressionOf(meaning: Meaning, value: unknown): string {
  switch (meaning.kind) {
    case 'named':
      return expressionOf(meaning.holder.meaning, value);
    case 'union':
      return expressionOf(memberFor(meaning.members, value), value);
    case 'choice':
      return expressionOf(memberFor(meaning.objects, value), value);
    case 'array':
      return listOf((value as readonly unknown[]).map((item) => expressionOf(meaning.item, item)));
    case 'tuple':
      return listOf(
        (value as readonly unknown[]).map((item, index) => expressionOf(meaning.items[index] as Meaning, item)),
      );
    case 'record':
      return recordOf(Object.entries(value as object).map(([key, item]) => [key, expressionOf(meaning.value, item)]));
    case 'object':
      return objectOf(
        Object.entries(value as object).map(([key, item]) => [
          key,
          expressionOf(fieldOf(meaning, key)?.meaning ?? { kind: 'null' }, item),
        ]),
      );
    case 'text':
    case 'number':
    case 'whole':
    case 'bigint':
      return meaning.brand === null
        ? plain(value)
        : `(${plain(value)} as Branded<${BRANDED[meaning.kind]}, '${meaning.brand}'>)`;
    default:
      return plain(value);
  }
}

/** A scalar as an expression, without regard to its type. */
export function plain(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(', ')}])`;
  if (value === undefined) return 'undefined';
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

/** An object literal of expressions. */
export function objectOf(entries: readonly (readonly [key: string, expression: string])[]): string {
  return `{ ${entries.map(([key, expression]) => `${plain(key)}: ${expression}`).join(', ')} }`;
}

const COMPUTED_KEY_END = ' as string]';

/** An object literal for a record. TypeScript takes a key such as `toString` for the method unless it is a string like any other. */
export function recordOf(entries: readonly (readonly [key: string, expression: string])[]): string {
  const keyOf = (key: string) => (key in Object.prototype ? `[${plain(key)}${COMPUTED_KEY_END}` : plain(key));
  return `{ ${entries.map(([key, expression]) => `${keyOf(key)}: ${expression}`).join(', ')} }`;
}

/**
 * Whether TypeScript may pass over what is wrong in an expression. In a list of objects it unites their types, and where one of
 * them holds a computed key, it no longer misses a field that another one has: `[{ by: { ['a' as string]: {} } }, …]`.
 */
export function mayPassOver(expression: string): boolean {
  return expression.includes(COMPUTED_KEY_END);
}

/** An array literal of expressions. */
export function listOf(expressions: readonly string[]): string {
  return `[${expressions.join(', ')}]`;
}

/** The member of a union that a value is of. Throws a `TypeError` for a value that is of none. */
export function memberFor<T extends Meaning>(members: readonly T[], value: unknown): T {
  const member = members.find((candidate) => admits(candidate, value));
  if (member === undefined) throw new TypeError('The value is of no member of the union.');
  return member;
}
