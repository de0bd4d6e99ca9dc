// Statefold's own keywords for Ajv: what JSON Schema has no word for. Each compiles to one call in the generated validator.
import { _, type CodeKeywordDefinition, type KeywordCxt } from 'ajv/dist/2020.js';
import { bigintRange, dateRange } from './domain-range.js';
import {
  areDistinct,
  isAllowedKey,
  isMultipleOf,
  isPlainArray,
  isPlainBytes,
  isPlainObject,
  isWellFormed,
  timeOf,
} from './plain.js';
import type { DomainSchema } from './schema.js';
import { type Kind, kindOf } from './union.js';

type Check = (value: never) => boolean;

/** All of them, to be added to an Ajv instance. */
export const KEYWORDS: readonly CodeKeywordDefinition[] = [
  // `before`: what looks at a shape comes before what reads its parts, and after the cheap bounds on its size. Also, Ajv 8.20 skips
  // what follows `prefixItems` for an empty array.
  keyword('closed', { type: 'object', before: 'required' }, (names: readonly string[]) => {
    const known = new Set(names);
    const allows = (key: string) => known.has(key);
    return (value: object) => isPlainObject(value, allows);
  }),
  keyword(
    'record',
    { type: 'object', before: 'required' },
    () => (value: object) => isPlainObject(value, isAllowedKey),
  ),
  keyword('plain', { type: 'array', before: 'prefixItems' }, () => isPlainArray),
  keyword('distinct', { type: 'array' }, () => areDistinct),
  keyword('wellFormed', { type: 'string', before: 'maxLength' }, () => isWellFormed),
  keyword('safeInteger', { type: 'number', before: 'maximum' }, () => Number.isSafeInteger),
  keyword('noMinusZero', { type: 'number' }, () => (value: number) => !Object.is(value, -0)),
  keyword('stepOf', { type: 'number' }, (step: number) => (value: number) => isMultipleOf(value, step)),
  keyword('domain', {}, domainCheck),
  keyword('kind', {}, (kind: Kind) => (value: unknown) => kindOf(value) === kind),
  keyword('tag', {}, ({ field, values }: { field: string; values: readonly unknown[] }) => {
    const known = new Set(values);
    return (value: Record<string, unknown>) => known.has(value[field]);
  }),
  /** Refuses whatever reaches it: the end of a union. Its value is only for the message. */
  { keyword: 'refuse', code: (cxt: KeywordCxt) => cxt.fail() },
];

function domainCheck(schema: DomainSchema): (value: unknown) => boolean {
  if (schema.type === 'date') {
    const { first, last } = dateRange(schema);
    // False for NaN, which is what no date and an invalid one have.
    return (value) => {
      const time = timeOf(value);
      return time >= first && time <= last;
    };
  }
  if (schema.type === 'bigint') {
    const { first, last } = bigintRange(schema);
    return (value) => typeof value === 'bigint' && value >= first && value <= last;
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  return (value) => isPlainBytes(value) && value.length >= minLength && value.length <= maxLength;
}

function keyword<Value>(
  name: string,
  place: Pick<CodeKeywordDefinition, 'type' | 'before'>,
  checkFor: (value: Value) => Check,
): CodeKeywordDefinition {
  return {
    keyword: name,
    ...place,
    code: (cxt) => {
      const check = cxt.gen.scopeValue('keyword', { ref: checkFor(cxt.schema as Value) });
      cxt.fail(_`!${check}(${cxt.data})`);
    },
  };
}
