// Merges constraints: a use of a type may narrow what its alias says, never widen it. Knows no AST.
import type { Constraints } from '../model.js';
import type { CarrierKind } from './constraint-values.js';
import type { ConstraintTag } from './tag-names.js';

type Bound = number | string;
type Mutable = { -readonly [K in keyof Constraints]: Constraints[K] };

const LOWER: ReadonlySet<string> = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);

/** The constraints of `inherited` narrowed by `own`, and a sentence for each tag of `own` that cannot narrow it. */
export function narrow(
  kind: CarrierKind,
  inherited: Constraints,
  own: Constraints,
): { readonly constraints: Constraints; readonly refused: ReadonlyMap<ConstraintTag, string> } {
  const refused = new Map<ConstraintTag, string>();
  for (const tag of Object.keys(own) as ConstraintTag[]) {
    const before = inherited[tag];
    const value = own[tag];
    if (before === undefined || value === undefined || before === value) continue;
    if (narrows(kind, tag, before, value)) continue;
    refused.set(
      tag,
      tag === 'pattern' || tag === 'format'
        ? `@${tag} ${value} meets another: the type already says @${tag} ${before}. Keep one of them.`
        : `@${tag} ${value} is looser than the type, which already says @${tag} ${before}. Remove it, or use another type.`,
    );
  }
  const constraints: Mutable = { ...inherited, ...own };
  const empty = refused.size === 0 ? contradiction(kind, constraints) : null;
  const last = Object.keys(own).at(-1) as ConstraintTag | undefined;
  if (empty !== null && last !== undefined) refused.set(last, empty);
  return { constraints: refused.size === 0 ? constraints : inherited, refused };
}

function narrows(kind: CarrierKind, tag: ConstraintTag, before: Bound | boolean, value: Bound | boolean): boolean {
  if (tag === 'pattern' || tag === 'format') return false;
  if (tag === 'multipleOf') return Number(value) % Number(before) === 0;
  return LOWER.has(tag)
    ? !isBelow(kind, value as Bound, before as Bound)
    : !isBelow(kind, before as Bound, value as Bound);
}

function isBelow(kind: CarrierKind, a: Bound, b: Bound): boolean {
  if (kind === 'bigint') return BigInt(a) < BigInt(b);
  // ISO 8601 in UTC with four digits of years orders as text does.
  return a < b;
}

function contradiction(kind: CarrierKind, c: Constraints): string | null {
  for (const [low, high] of [
    ['minimum', 'maximum'],
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
  ] as const) {
    const from = c[low];
    const to = c[high];
    if (from !== undefined && to !== undefined && isBelow(kind, to, from)) {
      return `No value fits @${low} ${from} and @${high} ${to}. Correct one of them.`;
    }
  }
  if (c.pattern !== undefined && c.format !== undefined) {
    return `@pattern and @format together are not supported. Keep one of them.`;
  }
  return kind === 'number' || kind === 'integer' ? emptyRange(kind, c) : null;
}

function emptyRange(kind: 'number' | 'integer', c: Constraints): string | null {
  const step = c.multipleOf ?? (kind === 'integer' ? 1 : null);
  const from = Math.max(Number(c.minimum ?? -Infinity), c.exclusiveMinimum ?? -Infinity);
  const to = Math.min(Number(c.maximum ?? Infinity), c.exclusiveMaximum ?? Infinity);
  const openFrom = from === c.exclusiveMinimum;
  const openTo = to === c.exclusiveMaximum;
  const none = `No value fits ${Object.entries(c)
    .map(([tag, value]) => `@${tag} ${value}`)
    .join(', ')}. Correct one of them.`;
  if (from > to || (from === to && (openFrom || openTo))) return none;
  if (step === null || !Number.isFinite(from) || !Number.isFinite(to)) return null;
  const first = Math.ceil(from / step) * step;
  const least = openFrom && first === from ? first + step : first;
  return least > to || (openTo && least === to) ? none : null;
}
