// Makes random scalar types with constraints that always leave a value. Knows nothing of how they are written.
import type { Constraint, Scalar } from './meaning.js';
import type { Random } from './random.js';
import { FORMAT_SORTS, PATTERNS } from './text-sorts.js';

const KINDS: Readonly<Record<'any' | 'textual' | 'numeric', readonly Scalar['kind'][]>> = {
  any: ['text', 'text', 'text', 'number', 'whole', 'bigint', 'date', 'bytes'],
  textual: ['text', 'bigint', 'date', 'bytes'],
  numeric: ['number', 'whole'],
};

/** A scalar, with or without constraints; of those that are text or numbers in JSON, or any. */
export function randomScalar(random: Random, among: 'any' | 'textual' | 'numeric' = 'any'): Scalar {
  const kind = random.pick(KINDS[among]);
  const sort = kind === 'text' && random.chance(0.5) ? random.pick(random.pick([PATTERNS, FORMAT_SORTS])) : null;
  const plain = sort === null && random.chance(0.35);
  const constraints = sort?.constraints ?? (plain ? [] : constraintsOf(random, kind));
  const brandable = kind !== 'date' && kind !== 'bytes';
  return {
    kind,
    constraints,
    sort,
    brand: brandable && random.chance(0.25) ? random.pick(['OrderId', 'Cents']) : null,
  };
}

function constraintsOf(random: Random, kind: Scalar['kind']): readonly Constraint[] {
  switch (kind) {
    case 'text':
    case 'bytes':
      return lengths(random);
    case 'bigint':
      return bounds(random, (at) => BigInt(at) * 10n ** BigInt(random.between(0, 3)));
    case 'date':
      return bounds(random, (at) => new Date(at * (random.chance(0.5) ? 86_400_000 : 3_600_000 * 24 * 365)));
    default:
      return numeric(random, kind);
  }
}

function lengths(random: Random): readonly Constraint[] {
  const min = random.between(0, 3);
  const lower: Constraint = { tag: 'minLength', value: min };
  const upper: Constraint = { tag: 'maxLength', value: min + random.between(0, 5) };
  return random.pick([[lower], [upper], [lower, upper]]);
}

function bounds<T extends bigint | Date>(random: Random, boundAt: (at: number) => T): readonly Constraint[] {
  const [low, high] = [boundAt(random.between(-60, 60)), boundAt(random.between(-60, 60))].sort((a, b) =>
    a < b ? -1 : 1,
  ) as [T, T];
  const lower: Constraint = { tag: 'minimum', value: low };
  const upper: Constraint = { tag: 'maximum', value: high };
  return random.pick([[lower], [upper], [lower, upper]]);
}

function numeric(random: Random, kind: 'number' | 'whole'): readonly Constraint[] {
  const step = random.chance(0.3) ? random.pick([1, 2, 5, 12]) : null;
  const fraction = kind === 'number' && step === null ? random.pick([0, 0.5, 0.25]) : 0;
  const low = random.between(-30, 30) + fraction;
  // Wide enough for a multiple strictly between the bounds.
  const high = low + random.between(2, 50) + 2 * (step ?? 1);
  const chosen: Constraint[] = [];
  if (random.chance(0.7)) chosen.push({ tag: random.chance(0.6) ? 'minimum' : 'exclusiveMinimum', value: low });
  if (random.chance(0.7)) chosen.push({ tag: random.chance(0.6) ? 'maximum' : 'exclusiveMaximum', value: high });
  if (step !== null) chosen.push({ tag: 'multipleOf', value: step });
  return chosen;
}
