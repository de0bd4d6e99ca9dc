// Compares the constraints of two forms of one kind of type. Knows nothing of what is inside them.
import { bigintRange, dateRange } from '../../src/schema/domain-range.js';
import type { DomainSchema, NumberSchema, Schema } from '../../src/schema/schema.js';

/** A schema that is no reference, union or enum. */
export type PlainSchema = Exclude<
  Schema,
  { readonly $ref: unknown } | { readonly anyOf: unknown } | { readonly enum: unknown }
>;

/** How the own constraints of two forms of one kind differ; what they contain is left aside. A form that gives and takes is tightened. */
export function compareConstraints(old: PlainSchema, next: PlainSchema): 'same' | 'loosened' | 'tightened' {
  if (!fits(old, next)) return 'tightened';
  return fits(next, old) ? 'same' : 'loosened';
}

/** Whether what satisfies the constraints of `narrow` surely satisfies those of `wide`. */
function fits(narrow: PlainSchema, wide: PlainSchema): boolean {
  if ('domain' in narrow) return 'domain' in wide && domainFits(narrow.domain, wide.domain);
  if ('domain' in wide) return false;
  switch (narrow.type) {
    case 'number':
    case 'integer':
      return (wide.type === 'number' || wide.type === 'integer') && numberFits(narrow, wide);
    case 'string':
      return (
        wide.type === 'string' &&
        isWithin([narrow.minLength, narrow.maxLength], [wide.minLength, wide.maxLength]) &&
        // What one pattern or format accepts of another is not worked out.
        (wide.pattern === undefined || wide.pattern === narrow.pattern) &&
        (wide.format === undefined || wide.format === narrow.format)
      );
    case 'array':
      if (wide.type !== 'array' || 'prefixItems' in narrow || 'prefixItems' in wide) return true;
      return (
        isWithin([narrow.minItems, narrow.maxItems], [wide.minItems, wide.maxItems]) &&
        (wide.uniqueItems !== true || narrow.uniqueItems === true)
      );
    case 'object':
      if (wide.type !== 'object' || 'properties' in narrow || 'properties' in wide) return true;
      return isWithin([narrow.minProperties, narrow.maxProperties], [wide.minProperties, wide.maxProperties]);
    default:
      return true;
  }
}

type Span = readonly [least: number | undefined, most: number | undefined];

function isWithin([least = 0, most = Number.POSITIVE_INFINITY]: Span, wide: Span): boolean {
  return least >= (wide[0] ?? 0) && most <= (wide[1] ?? Number.POSITIVE_INFINITY);
}

function domainFits(narrow: DomainSchema, wide: DomainSchema): boolean {
  if (narrow.type === 'date' && wide.type === 'date') {
    const [inner, outer] = [dateRange(narrow), dateRange(wide)];
    return inner.first >= outer.first && inner.last <= outer.last;
  }
  if (narrow.type === 'bigint' && wide.type === 'bigint') {
    const [inner, outer] = [bigintRange(narrow), bigintRange(wide)];
    return inner.first >= outer.first && inner.last <= outer.last;
  }
  return (
    narrow.type === 'bytes' &&
    wide.type === 'bytes' &&
    isWithin([narrow.minLength, narrow.maxLength], [wide.minLength, wide.maxLength])
  );
}

function numberFits(narrow: NumberSchema, wide: NumberSchema): boolean {
  const least = leastOf(narrow);
  // The same from the other end: bounds change sides and signs.
  const most = leastOf(mirrored(narrow));
  const other = mirrored(wide);
  return isAbove(least, wide) && isAbove(most, other) && stepFits(narrow, wide);
}

interface Bound {
  readonly value: number;
  /** The value itself is out. */
  readonly open: boolean;
}

function leastOf({ type, minimum = Number.NEGATIVE_INFINITY, exclusiveMinimum }: NumberSchema): Bound {
  if (type === 'integer') {
    const above = exclusiveMinimum === undefined ? Number.NEGATIVE_INFINITY : Math.floor(exclusiveMinimum) + 1;
    return { value: Math.max(Math.ceil(minimum), above, Number.MIN_SAFE_INTEGER), open: false };
  }
  return exclusiveMinimum !== undefined && exclusiveMinimum >= minimum
    ? { value: exclusiveMinimum, open: true }
    : { value: minimum, open: false };
}

function isAbove({ value, open }: Bound, wide: NumberSchema): boolean {
  const bound = leastOf(wide);
  return value > bound.value || (value === bound.value && (open || !bound.open));
}

function mirrored({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberSchema): NumberSchema {
  return {
    type,
    ...(maximum === undefined ? {} : { minimum: -maximum }),
    ...(minimum === undefined ? {} : { maximum: -minimum }),
    ...(exclusiveMaximum === undefined ? {} : { exclusiveMinimum: -exclusiveMaximum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMaximum: -exclusiveMinimum }),
  };
}

/** Steps that are no whole numbers are not exact in binary: of those, only equal ones are known to fit. */
function stepFits(narrow: NumberSchema, { multipleOf }: NumberSchema): boolean {
  if (multipleOf === undefined || multipleOf === narrow.multipleOf) return true;
  const own = narrow.multipleOf ?? (narrow.type === 'integer' ? 1 : undefined);
  if (own === undefined || !Number.isInteger(multipleOf)) return false;
  return Number.isInteger(own) ? own % multipleOf === 0 : narrow.type === 'integer' && multipleOf === 1;
}
