// Ways to break scalars and literals.
import { type Breaking, type BreakingKind, here, type Place } from './breaking.js';
import { plain } from './expression.js';
import type { Constraint, Scalar } from './meaning.js';

/** Breaks a scalar: by its kind, by each of its constraints, by texts that its pattern or format refuses. */
export function breakScalar(place: Place, { kind, constraints, sort }: Scalar, value: unknown): readonly Breaking[] {
  const isFormat = constraints[0]?.tag === 'format';
  return [
    ...ofKind(place, kind, value),
    ...constraints.flatMap((constraint) => breakConstraint(place, constraint, value)),
    ...(sort?.bad ?? []).flatMap((bad) => here(place, isFormat ? 'format' : 'pattern', bad, { inJson: true })),
  ];
}

/** Breaks a literal. */
export function breakLiteral(place: Place, value: unknown): readonly Breaking[] {
  const wrong = typeof value === 'string' ? 'mauve' : typeof value === 'number' ? 99 : !value;
  return [
    ...here(place, 'another literal', wrong, { expression: plain(wrong), inJson: true }),
    ...(value === 0 ? here(place, 'minus zero', -0) : []),
  ];
}

class Moment extends Date {}

function ofKind(place: Place, kind: string, value: unknown): readonly Breaking[] {
  switch (kind) {
    case 'text':
      return here(place, 'lone surrogate', `${value}\ud800`);
    case 'number':
    case 'whole':
      return [
        ...[Number.NaN, Number.POSITIVE_INFINITY].flatMap((other) => here(place, 'not a number', other)),
        ...here(place, 'minus zero', -0),
        ...(kind === 'whole' ? [0.5, 2 ** 53].flatMap((other) => here(place, 'not whole', other)) : []),
      ];
    case 'bigint':
      return [2n ** 64n, -(2n ** 63n) - 1n].flatMap((other) => here(place, 'beyond 64 bits', other, { inJson: true }));
    case 'date':
      return [
        ...here(place, 'invalid date', new Date(Number.NaN)),
        ...here(place, 'year 10000', new Date('+010000-01-01T00:00:00Z')),
        ...here(place, 'subclass of Date', new Moment(Number(value))),
      ];
    default:
      return here(place, 'Buffer', Buffer.from(value as Uint8Array));
  }
}

function breakConstraint(place: Place, { tag, value: bound }: Constraint, value: unknown): readonly Breaking[] {
  const wrong = (what: BreakingKind, ...others: unknown[]) =>
    others.flatMap((other) => here(place, what, other, { inJson: true }));
  switch (tag) {
    case 'minimum':
      return wrong('out of bound by one', beyond(bound, -1));
    case 'maximum':
      return wrong('out of bound by one', beyond(bound, 1));
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return wrong('out of bound by one', bound);
    case 'multipleOf':
      // Also by as little as a number can be off.
      return wrong('off step', (value as number) + 1, 0.5, (value as number) * (1 + Number.EPSILON));
    case 'minLength':
      return (bound as number) > 0 ? wrong('length by one', ofLength(value, (bound as number) - 1)) : [];
    case 'maxLength':
      return wrong('length by one', ofLength(value, (bound as number) + 1));
    default:
      return [];
  }
}

function beyond(bound: Constraint['value'], by: 1 | -1): unknown {
  if (typeof bound === 'bigint') return bound + BigInt(by);
  if (bound instanceof Date) return new Date(bound.getTime() + by);
  return (bound as number) + by;
}

/** Characters beyond the first 65,536: each counts as one, though it takes two units. */
function ofLength(value: unknown, length: number): unknown {
  return value instanceof Uint8Array ? new Uint8Array(length) : '😀'.repeat(length);
}
