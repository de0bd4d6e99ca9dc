// Makes random meanings: every kind of declarable type, small, and never without a value. Says nothing of how they are written.
import {
  admits,
  type Constraint,
  type FieldMeaning,
  type Holder,
  type Meaning,
  type ObjectMeaning,
} from './meaning.js';
import type { Random } from './random.js';
import { randomFields } from './random-fields.js';
import { randomRecursive } from './random-recursive.js';
import { randomScalar } from './random-scalar.js';

const TAGS: readonly (readonly (string | number | boolean)[])[] = [
  ['circle', 'square', 'ring', 'it\'s "odd"\n', ''],
  [1, 2, 0, -3, 1.5, 4096, -4096],
  [true, false],
];

/** The payload of a command: an object of one to four fields. */
export function randomPayload(random: Random): ObjectMeaning {
  return randomObject(random, 3, random.between(1, 4));
}

/** A meaning that nests at most `depth` levels. */
function randomMeaning(random: Random, depth: number): Meaning {
  if (depth <= 0 || random.chance(0.4)) return randomLeaf(random);
  switch (random.between(0, 11)) {
    case 0:
    case 1:
      return randomArray(random, depth - 1);
    case 2:
      return randomTuple(random, depth - 1);
    case 3:
      return randomRecord(random, depth - 1);
    case 4:
    case 5:
      return randomObject(random, depth - 1, random.between(1, 3));
    case 6:
      return random.chance(0.4) ? orNull(randomMeaning(random, depth - 1)) : randomUnion(random, depth - 1);
    case 7:
    case 8:
      return randomChoice(random, depth - 1);
    case 9:
    case 10:
      return randomRecursive(random, () => randomMeaning(random, Math.min(1, depth - 1)));
    default:
      return randomSharing(random, depth - 1);
  }
}

/** One named type in several places. */
function randomSharing(random: Random, depth: number): Meaning {
  const shared: Meaning = { kind: 'named', holder: sharedHolder(random, depth) };
  const places = randomFields(random, 2, () => shared);
  return random.pick<Meaning>([
    shared,
    { kind: 'tuple', items: [shared, shared], required: 1 },
    { kind: 'object', fields: places },
  ]);
}

/** Objects that a literal field tells apart. */
function randomChoice(random: Random, depth: number): Meaning {
  const tag = random.chance(0.05) ? 'toString' : random.pick(['kind', 'type']);
  const literals = random.shuffled(random.pick(TAGS));
  const count = Math.min(random.pick([2, 3, 3]), literals.length);
  const shared = random.chance(0.4) ? randomFields(random, 1, () => randomMeaning(random, depth), [tag]) : [];
  const objects = literals.slice(0, count).map((literal, index): ObjectMeaning => {
    // The last object may answer to what is left of the literals.
    const more = index === count - 1 && random.chance(0.4) ? literals.slice(count) : [];
    const values = [literal, ...more];
    const taken = [tag, ...shared.map(({ name }) => name)];
    const own = randomFields(random, random.between(0, 2), () => randomMeaning(random, depth), taken);
    const tagField: FieldMeaning = { name: tag, optional: false, meaning: { kind: 'literals', values } };
    return { kind: 'object', fields: random.shuffled([tagField, ...shared, ...own]) };
  });
  return { kind: 'choice', tag, objects };
}

function randomLeaf(random: Random): Meaning {
  const at = random.between(0, 10);
  if (at === 0) return { kind: 'boolean' };
  if (at === 1) return { kind: 'null' };
  if (at <= 3) return { kind: 'literals', values: randomLiterals(random) };
  return randomScalar(random);
}

function randomLiterals(random: Random): readonly (string | number | boolean)[] {
  if (random.chance(0.1)) return random.shuffled(['open', 7, true]);
  const all = random.shuffled(random.pick(TAGS));
  return all.slice(0, random.between(1, Math.min(3, all.length)));
}

function randomObject(random: Random, depth: number, count: number): ObjectMeaning {
  return { kind: 'object', fields: randomFields(random, count, () => randomMeaning(random, depth)) };
}

function randomArray(random: Random, depth: number): Meaning {
  if (random.chance(0.3)) {
    // Items of a kind that has enough values to choose different ones from.
    const item: Meaning = random.chance(0.5)
      ? { kind: random.pick(['text', 'number', 'bigint', 'date'] as const), constraints: [], sort: null, brand: null }
      : randomObjectWithText(random, depth);
    const sizes = randomSizes(random, 'minItems', 'maxItems');
    return { kind: 'array', item, constraints: [...sizes, { tag: 'uniqueItems', value: true }] };
  }
  const constraints = random.chance(0.6) ? randomSizes(random, 'minItems', 'maxItems') : [];
  return { kind: 'array', item: randomMeaning(random, depth), constraints };
}

function randomObjectWithText(random: Random, depth: number): ObjectMeaning {
  const text: Meaning = { kind: 'text', constraints: [], sort: null, brand: null };
  const more = randomFields(random, 1, () => randomMeaning(random, depth - 1), ['id']);
  return { kind: 'object', fields: [{ name: 'id', optional: false, meaning: text }, ...more] };
}

function randomTuple(random: Random, depth: number): Meaning {
  const items = Array.from({ length: random.between(1, 4) }, () => randomMeaning(random, depth));
  const required = random.chance(0.5) ? items.length : random.between(0, items.length - 1);
  return { kind: 'tuple', items, required };
}

function randomRecord(random: Random, depth: number): Meaning {
  const constraints = random.chance(0.5) ? randomSizes(random, 'minProperties', 'maxProperties') : [];
  return { kind: 'record', value: randomMeaning(random, depth), constraints };
}

function randomSizes(random: Random, least: Constraint['tag'], most: Constraint['tag']): readonly Constraint[] {
  const min = random.between(0, 2);
  const lower = { tag: least, value: min };
  const upper = { tag: most, value: min + random.between(0, 3) };
  return random.pick([[lower], [upper], [lower, upper]]);
}

function orNull(meaning: Meaning): Meaning {
  return ['null', 'union'].includes(meaning.kind) || isNullable(meaning)
    ? meaning
    : { kind: 'union', members: [meaning, { kind: 'null' }] };
}

/** A named union may hold null already. */
function isNullable(meaning: Meaning): boolean {
  return meaning.kind === 'named' && admits(meaning, null);
}

/** At most one member for each form that a value can have in JSON: others cannot be told apart. */
function randomUnion(random: Random, depth: number): Meaning {
  const forms: readonly (() => Meaning)[] = [
    () => (random.chance(0.3) ? { kind: 'literals', values: ['red', 'green'] } : randomScalar(random, 'textual')),
    () => (random.chance(0.3) ? { kind: 'literals', values: [0, 1, -2] } : randomScalar(random, 'numeric')),
    () => (random.chance(0.3) ? { kind: 'literals', values: [random.chance(0.5)] } : { kind: 'boolean' }),
    () => ({ kind: 'null' }),
    () => (random.chance(0.5) ? randomArray(random, depth) : randomTuple(random, depth)),
    () =>
      random.pick([
        () => randomObject(random, depth, 2),
        () => randomRecord(random, depth),
        () => randomChoice(random, depth),
        () => ({ kind: 'named' as const, holder: sharedHolder(random, depth) }),
      ])(),
  ];
  const count = random.between(2, 4);
  const chosen = random.shuffled(forms).slice(0, count);
  return { kind: 'union', members: chosen.map((make) => make()) };
}

function sharedHolder(random: Random, depth: number): Holder {
  const object = random.chance(0.7);
  const meaning = object ? randomObject(random, depth, 2) : randomChoice(random, depth);
  return { meaning, recursive: false };
}
