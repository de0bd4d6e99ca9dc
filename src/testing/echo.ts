// Puts values that a state holds in place of a command's own: what pays a total, or names a line that is there.
import { isNested } from './nested.js';

type Scalar = string | number | bigint | Date;

/** A copy of a value in which one of its scalars, now and then two, is one of the same kind from the sources. */
export function echoed(value: unknown, sources: readonly object[], below: (bound: number) => number): unknown {
  const held = new Map<string, Scalar[]>();
  for (const source of sources) collect(source, (scalar) => listOf(held, kindOf(scalar)).push(scalar));
  let count = 0;
  collect(value, (scalar) => {
    if (held.has(kindOf(scalar))) count += 1;
  });
  if (count === 0) return value;
  const chosen = new Set([below(count), ...(below(4) === 0 ? [below(count)] : [])]);
  let index = 0;
  return replaced(value, (scalar) => {
    const same = held.get(kindOf(scalar));
    if (same === undefined) return scalar;
    return chosen.has(index++) ? (same[below(same.length)] ?? scalar) : scalar;
  });
}

function kindOf(scalar: Scalar): string {
  return scalar instanceof Date ? 'date' : typeof scalar;
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'bigint'].includes(typeof value) || value instanceof Date;
}

function listOf(held: Map<string, Scalar[]>, kind: string): Scalar[] {
  const list = held.get(kind) ?? [];
  held.set(kind, list);
  return list;
}

function collect(value: unknown, found: (scalar: Scalar) => void): void {
  if (isScalar(value)) found(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isNested(value)) for (const item of Object.values(value)) collect(item, found);
}

function replaced(value: unknown, by: (scalar: Scalar) => Scalar): unknown {
  if (isScalar(value)) return by(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (!isNested(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]));
}
