// Ajv's errors as violations in plain words. Never shows a value: it may be secret.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Violation } from '../kernel/error.js';
import { hasArrayPrototype, hasPlainPrototype, isAllowedKey, isPlainBytes, timeOf } from './plain.js';
import type { DomainSchema } from './schema.js';

/** All errors as violations, in the order found, each pointer and message once. */
export function violationsOf(errors: readonly ErrorObject[]): readonly Violation[] {
  // Where a value is no plain data, or fits no alternative, what else is wrong inside it is noise.
  const opaque = errors.filter(isFinal).map((error) => error.instancePath);
  const telling = errors.filter(
    (error) => isFinal(error) || !opaque.some((path) => isWithin(error.instancePath, path)),
  );
  const all = telling.flatMap(violationsFor);
  const absent = new Set(all.filter(isAbsence).map(({ pointer }) => pointer));
  const seen = new Set<string>();
  return all.filter((violation) => {
    const { pointer, message } = violation;
    const identity = `${pointer} ${message}`;
    if (seen.has(identity) || (absent.has(pointer) && !isAbsence(violation))) return false;
    seen.add(identity);
    return true;
  });
}

/** A key as one step of an RFC 6901 pointer. */
export function pointerStep(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Keys or items of one value that are named: one of which more is wrong is told no more about. */
const MOST_NAMED = 100;
const HOLE = 'must not be a hole';
const UNDEFINED = 'must not be undefined: leave it out';

/** Whether there is no value at all: what a schema says besides is noise. */
function isAbsence({ message }: Violation): boolean {
  return message === UNDEFINED || message === HOLE;
}

function isFinal({ keyword, data }: ErrorObject): boolean {
  if (keyword === 'anyOf') return true;
  if (keyword === 'plain') return !hasArrayPrototype(data as readonly unknown[]);
  return (keyword === 'closed' || keyword === 'record') && !hasPlainPrototype(data as object);
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

function violationsFor(error: ErrorObject): readonly Violation[] {
  const pointer = error.instancePath;
  switch (error.keyword) {
    case 'required':
      return [{ pointer: pointer + pointerStep(String(error.params.missingProperty)), message: 'is missing' }];
    case 'closed': {
      const names = error.schema as readonly string[];
      return keyViolations(pointer, error.data as object, (key) =>
        names.includes(key) ? null : 'is not a known field',
      );
    }
    case 'record':
      return keyViolations(pointer, error.data as object, (key) =>
        isAllowedKey(key) ? null : 'is a key that is not allowed',
      );
    case 'plain':
      return arrayViolations(pointer, error.data as readonly unknown[]);
    case 'if':
      // Says only that the chosen member of a union does not fit; that member's own errors say why.
      return [];
    case 'refuse':
      return [refusal(pointer, error.schema as Refused, error.data)];
    default:
      return [{ pointer, message: messageFor(error) }];
  }
}

function keyViolations(pointer: string, value: object, judge: (key: string) => string | null): readonly Violation[] {
  if (!hasPlainPrototype(value)) return [{ pointer, message: 'must be a plain object, not a class instance or proxy' }];
  const found: Violation[] = [];
  for (const key of Reflect.ownKeys(value)) {
    if (found.length === MOST_NAMED) break;
    if (typeof key === 'symbol') {
      found.push({ pointer, message: 'must not have symbols as keys' });
      continue;
    }
    const message = judge(key) ?? descriptorMessage(Object.getOwnPropertyDescriptor(value, key));
    if (message !== null) found.push({ pointer: pointer + pointerStep(key), message });
  }
  return found;
}

function arrayViolations(pointer: string, items: readonly unknown[]): readonly Violation[] {
  if (!hasArrayPrototype(items)) return [{ pointer, message: 'must be a plain array, not a subclass or proxy' }];
  const found: Violation[] = [];
  for (let index = 0; index < items.length && found.length < MOST_NAMED; index++) {
    const descriptor = Object.getOwnPropertyDescriptor(items, index);
    const message = descriptor === undefined ? HOLE : descriptorMessage(descriptor);
    if (message !== null) found.push({ pointer: `${pointer}/${index}`, message });
  }
  return found.length > 0 ? found : [{ pointer, message: 'must have no properties besides its items' }];
}

function descriptorMessage(descriptor: PropertyDescriptor | undefined): string | null {
  if (descriptor === undefined) return null;
  if (!('value' in descriptor)) return 'must be a value, not a getter or setter';
  if (!descriptor.enumerable) return 'must not be hidden (not enumerable)';
  return descriptor.value === undefined ? UNDEFINED : null;
}

function messageFor({ keyword, schema, data }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `must be ${KINDS[String(schema)] ?? String(schema)}`;
    case 'enum':
      return `must be ${list((schema as readonly unknown[]).map((value) => JSON.stringify(value)))}`;
    case 'domain':
      return domainMessage(schema as DomainSchema, data);
    case 'minLength':
      return `must have at least ${schema} ${plural(schema, 'character')}`;
    case 'maxLength':
      return `must have at most ${schema} ${plural(schema, 'character')}`;
    case 'minItems':
      return `must have at least ${schema} ${plural(schema, 'item')}`;
    case 'maxItems':
      return `must have at most ${schema} ${plural(schema, 'item')}`;
    case 'minProperties':
      return `must have at least ${schema} ${plural(schema, 'key')}`;
    case 'maxProperties':
      return `must have at most ${schema} ${plural(schema, 'key')}`;
    case 'minimum':
      return `must be at least ${schema}`;
    case 'maximum':
      return `must be at most ${schema}`;
    case 'exclusiveMinimum':
      return `must be greater than ${schema}`;
    case 'exclusiveMaximum':
      return `must be less than ${schema}`;
    case 'stepOf':
      return `must be a multiple of ${schema}`;
    case 'pattern':
      return `must match the pattern ${schema}`;
    case 'format':
      return `must be in the format ${schema}`;
    default:
      return MESSAGES[keyword] ?? `does not fit (${keyword})`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a finite number',
  boolean: 'true or false',
  bigint: 'a bigint',
  date: 'a Date',
  bytes: 'a Uint8Array',
  array: 'an array',
  object: 'an object',
};

const MESSAGES: Readonly<Record<string, string>> = {
  distinct: 'must not hold equal items',
  wellFormed: 'must be well-formed text: half of a surrogate pair is missing',
  safeInteger: 'must be a whole number from −(2^53 − 1) to 2^53 − 1',
  noMinusZero: 'must not be −0',
  items: 'has more items than are known',
  anyOf: 'fits none of the alternatives',
};

function domainMessage(schema: DomainSchema, value: unknown): string {
  if (schema.type === 'bytes') {
    if (!isPlainBytes(value))
      return value instanceof Uint8Array
        ? 'must be a Uint8Array, not a subclass such as Buffer'
        : 'must be a Uint8Array';
    return `must have ${range(schema.minLength, schema.maxLength)} bytes`;
  }
  if (schema.type === 'bigint') {
    if (typeof value !== 'bigint') return 'must be a bigint';
    return `must be ${range(schema.minimum ?? '−2^63', schema.maximum ?? '2^64 − 1')}`;
  }
  if (Number.isNaN(timeOf(value))) return 'must be a valid Date';
  return `must be a date ${range(schema.minimum ?? 'year 0', schema.maximum ?? 'year 9999')}`;
}

/** What the end of a union knows: the kinds that it takes, or the field that tells its objects apart and what it may be. */
type Refused = { readonly kinds: readonly string[] } | { readonly field: string; readonly values: readonly unknown[] };

function refusal(pointer: string, refused: Refused, value: unknown): Violation {
  if ('kinds' in refused)
    return { pointer, message: `must be ${list(refused.kinds.map((kind) => KINDS[kind] ?? kind))}` };
  const { field, values } = refused;
  const known = list(values.map((literal) => JSON.stringify(literal)));
  const message = Object.hasOwn(value as object, field) ? `must be ${known}` : `is missing: ${known}`;
  return { pointer: pointer + pointerStep(field), message };
}

function range(first: number | string | undefined, last: number | string | undefined): string {
  if (first === undefined) return `at most ${last}`;
  return last === undefined ? `at least ${first}` : `from ${first} to ${last}`;
}

function plural(number: unknown, noun: string): string {
  return number === 1 ? noun : `${noun}s`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
