// How generated code tells which member of a union a value is, as the validator does. In its text, `value` is the value.
import type { MemberShape, UnionShape } from '../../src/codec/shape.js';
import { kindOf } from '../../src/schema/union.js';
import { access } from './codec-types.js';
import { literal, quoted } from './literal.js';

/** An expression that is true where a member of a union is what `value` holds; `null` for objects that nothing but their kind tells. */
export function conditionOf(union: UnionShape, { shape, kind, tags }: MemberShape): string | null {
  if (shape.kind === 'oneOf') return literalsCondition(union, shape.values);
  switch (kind) {
    case 'null':
      return 'value === null';
    case 'text':
      return `typeof value === 'string'`;
    case 'integer':
      return union.members.some((other) => other.kind === 'number')
        ? `typeof value === 'number' && Number.isSafeInteger(value)`
        : `typeof value === 'number'`;
    case 'date':
      return 'value instanceof Date';
    case 'bytes':
      return 'value instanceof Uint8Array';
    case 'list':
    case 'tuple':
      return 'Array.isArray(value)';
    case 'object':
    case 'record': {
      const { tag } = union;
      if (tag === null) return null;
      return tags.map((value) => `value${access(tag)} === ${literal(value)}`).join(' || ');
    }
    default:
      return `typeof value === '${kind}'`;
  }
}

/** Where no other member is of their kinds, the kinds tell literals; otherwise each of them is asked for. */
function literalsCondition(union: UnionShape, values: readonly unknown[]): string {
  const others = union.members.flatMap(({ shape }) =>
    shape.kind === 'oneOf' && shape.values !== values ? shape.values : [],
  );
  const alike = values.some((value) => others.some((other) => kindOf(other) === kindOf(value)));
  if (alike) return values.map((value) => `value === ${literal(value as string)}`).join(' || ');
  const kinds = [...new Set(values.map((value) => kindOf(value)))];
  return kinds
    .map((kind) => (kind === 'null' ? 'value === null' : `typeof value === ${quoted(String(kind))}`))
    .join(' || ');
}
