// The tags that a declaration may carry, and where each belongs. Knows nothing of comments or values.
import { nearest } from '../../src/kernel/nearest.js';

/** The tags that constrain a type, under JSON Schema's names. */
export const CONSTRAINT_TAGS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

/** A tag that constrains a type. */
export type ConstraintTag = (typeof CONSTRAINT_TAGS)[number];

const CONSTRAINT_HOME = 'a field, or a type alias of a scalar, an array or a record';

/** Where each of Statefold's tags belongs. */
export const TAG_HOMES: ReadonlyMap<string, string> = new Map([
  ...CONSTRAINT_TAGS.map((tag) => [tag, CONSTRAINT_HOME] as const),
  ['key', 'a field of a projection'],
  ['unique', 'a field of a projection'],
  ['sla', 'a projection'],
  ['where', 'a parameter of a query that returns a page'],
  ['sort', 'a query that returns a page'],
  ['reads', 'a hand-written query'],
  ['version', 'an event'],
  ['retired', 'an event'],
  ['renamedFrom', 'an event, or a field of one'],
]);

const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['default', '@default is not supported: no value is filled in. Make the field optional, and let the machine decide.'],
  [
    'defaultValue',
    '@defaultValue is not supported: no value is filled in. Make the field optional, and let the machine decide.',
  ],
]);

/** Tags of JSDoc and TSDoc that say nothing to Statefold. */
const ORDINARY: ReadonlySet<string> = new Set(
  (
    'alpha author beta category deprecated example experimental fileoverview group inheritDoc internal license link ' +
    'module packageDocumentation param private privateRemarks protected public readonly remarks return returns see ' +
    'since summary template throws todo typeParam'
  ).split(' '),
);

const MEANT: ReadonlyMap<string, string> = new Map([
  ['min', 'minimum'],
  ['max', 'maximum'],
  ['length', 'maxLength'],
  ['regex', 'pattern'],
  ['regexp', 'pattern'],
  ['id', 'key'],
  ['primarykey', 'key'],
  ['orderby', 'sort'],
]);

const KNOWN = [...TAG_HOMES.keys()].map((name) => `@${name}`).join(', ');

/** What is wrong with a tag's name, wherever it stands; `null` for a tag that is known or ordinary. */
export function refuseTagName(name: string): string | null {
  if (TAG_HOMES.has(name) || ORDINARY.has(name)) return null;
  const unsupported = UNSUPPORTED.get(name);
  if (unsupported !== undefined) return unsupported;
  const meant = MEANT.get(name.toLowerCase()) ?? nearest(name, [...TAG_HOMES.keys(), ...ORDINARY]);
  return `@${name} is not a known tag. ${meant === null ? `Remove it, or use one of ${KNOWN}.` : `Did you mean @${meant}?`}`;
}
