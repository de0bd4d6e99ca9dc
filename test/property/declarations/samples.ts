// Valid values of a meaning, its edges first: what the type and its constraints admit. Knows neither schemas nor arbitraries.
import { isDeepStrictEqual } from 'node:util';
import { admits, type Constraint, countOf, type Meaning, type ObjectMeaning, type Scalar } from './meaning.js';
import type { Random } from './random.js';

/** References that a sample may nest before it is brought to its end. */
const DEPTH = 3;

/** A random value that a meaning admits. */
export function sampleOf(random: Random, meaning: Meaning, depth = DEPTH): unknown {
  const inner = (next: Meaning) => sampleOf(random, next, depth);
  switch (meaning.kind) {
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'literals':
      return random.pick(meaning.values);
    case 'array': {
      const size = sizeWithin(random, meaning.constraints, depth <= 0 && isEndless(meaning.item));
      const items = Array.from({ length: size }, () => inner(meaning.item));
      const unique = meaning.constraints.some(({ tag }) => tag === 'uniqueItems');
      if (!unique) return items;
      const distinct = items.filter((item, at) => !items.slice(0, at).some((other) => isDeepStrictEqual(item, other)));
      return admits(meaning, distinct) ? distinct : inner(meaning);
    }
    case 'tuple': {
      const more = meaning.items.slice(meaning.required);
      const end = depth <= 0 ? more.findIndex(isEndless) : -1;
      const most = end < 0 ? meaning.items.length : meaning.required + end;
      return meaning.items.slice(0, random.between(meaning.required, most)).map(inner);
    }
    case 'record': {
      const size = sizeWithin(random, meaning.constraints, depth <= 0 && isEndless(meaning.value));
      const keys = random.shuffled(KEYS).slice(0, size);
      return Object.fromEntries(keys.map((key) => [key, inner(meaning.value)]));
    }
    case 'object':
      return sampleObject(random, meaning, depth);
    case 'choice':
      return inner(ending(random, meaning.objects, depth));
    case 'union':
      return inner(ending(random, meaning.members, depth));
    case 'named':
      return sampleOf(random, meaning.holder.meaning, meaning.holder.recursive ? depth - 1 : depth);
    default:
      return sampleScalar(random, meaning);
  }
}

const KEYS = ['a', '', 'a/b', 'x~y', '~1', 'toString', 'ünï', '😀', ' "\n', 'id', '0', 'hasOwnProperty'];

function sampleObject(random: Random, object: ObjectMeaning, depth: number): unknown {
  const present = object.fields.filter(
    ({ optional, meaning }) => !optional || (random.chance(0.6) && (depth > 0 || !isEndless(meaning))),
  );
  return Object.fromEntries(
    random.shuffled(present).map(({ name, meaning }) => [name, sampleOf(random, meaning, depth)]),
  );
}

function sizeWithin(random: Random, constraints: readonly Constraint[], shortest: boolean): number {
  const min = countOf(constraints, 'minItems') ?? countOf(constraints, 'minProperties') ?? 0;
  const max = countOf(constraints, 'maxItems') ?? countOf(constraints, 'maxProperties') ?? min + 2;
  return shortest ? min : random.between(min, max);
}

function ending<T extends Meaning>(random: Random, members: readonly T[], depth: number): Meaning {
  const near = depth > 0 ? members : members.filter((member) => !isEndless(member));
  return random.pick(near.length > 0 ? near : members);
}

/** Whether every value of a meaning holds a recursive type. */
function isEndless(meaning: Meaning): boolean {
  switch (meaning.kind) {
    case 'named':
      return meaning.holder.recursive || isEndless(meaning.holder.meaning);
    case 'object':
      return meaning.fields.some((field) => !field.optional && isEndless(field.meaning));
    case 'tuple':
      return meaning.items.slice(0, meaning.required).some(isEndless);
    case 'choice':
      return meaning.objects.every(isEndless);
    case 'union':
      return meaning.members.every(isEndless);
    case 'array':
      return sizeAtLeast(meaning.constraints, 'minItems') && isEndless(meaning.item);
    case 'record':
      return sizeAtLeast(meaning.constraints, 'minProperties') && isEndless(meaning.value);
    default:
      return false;
  }
}

function sizeAtLeast(constraints: readonly Constraint[], tag: Constraint['tag']): boolean {
  return (countOf(constraints, tag) ?? 0) > 0;
}

function sampleScalar(random: Random, scalar: Scalar): unknown {
  const good = scalar.sort?.good;
  if (good !== undefined) return random.pick(good);
  const { edges, others } = candidatesOf(random, scalar);
  const [near, all] = [edges, [...edges, ...others]].map((some) => some.filter((each) => admits(scalar, each)));
  return random.pick(near !== undefined && near.length > 0 && random.chance(0.6) ? near : (all ?? []));
}

interface Candidates {
  /** At the bounds and one beside them. */
  readonly edges: readonly unknown[];
  readonly others: readonly unknown[];
}

function candidatesOf(random: Random, { kind, constraints }: Scalar): Candidates {
  const bounds = constraints.filter(({ tag }) => tag !== 'multipleOf').map(({ value }) => value);
  switch (kind) {
    case 'text': {
      const lengths = lengthsOf(random, constraints, 6);
      const texts = lengths.map((length) => Array.from({ length }, () => random.pick(LETTERS)).join(''));
      return { edges: texts, others: [] };
    }
    case 'bytes': {
      const lengths = lengthsOf(random, constraints, 4);
      const edges = lengths.map((length) => Uint8Array.from({ length }, () => random.between(0, 255)));
      return { edges, others: [] };
    }
    case 'date': {
      const edges = bounds.flatMap((at) => [0, 1, -1].map((more) => new Date(Number(at) + more)));
      return { edges, others: [...EXTREMES.date, random.between(-9e11, 4e12)].map((time) => new Date(time)) };
    }
    case 'bigint': {
      const edges = bounds.flatMap((at) => [0n, 1n, -1n].map((more) => (at as bigint) + more));
      return { edges, others: [...EXTREMES.bigint, BigInt(random.between(-1000, 1000))] };
    }
    default: {
      const around = (steps: number) =>
        bounds.flatMap((at) => [...Array(2 * steps + 1).keys()].map((step) => Number(at) + (step - steps) / 2));
      const others = [...around(60), ...EXTREMES.number, random.between(-1e6, 1e6) / 8, random.between(-50, 50)];
      return { edges: around(2).map((number) => number + 0), others: others.map((number) => number + 0) };
    }
  }
}

function lengthsOf(random: Random, constraints: readonly Constraint[], more: number): readonly number[] {
  const min = countOf(constraints, 'minLength') ?? 0;
  const max = countOf(constraints, 'maxLength') ?? min + more;
  return [min, max, random.between(min, max)];
}

const LETTERS = [...'aZ0 \'"`$\\/~\n\t\u2028\u0000äß中😀'];

const EXTREMES = {
  date: [0, Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')],
  bigint: [0n, 2n ** 64n - 1n, -(2n ** 63n), 2n ** 53n + 1n],
  number: [0, 0.1, 1e308, 5e-324, -1e21, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 60, -60],
} as const;
