import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryRange, type OrderBound, type OrderValue, orderKey, prefixRange } from '../../../src/table/order-key.js';

const text = fc.oneof(
  // Ranks, ends and escapes as content: what a missing end or escape would confuse.
  fc.string({ unit: fc.constantFrom('0', '5', '6', 'a', ' ', '!'), maxLength: 3 }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\0',
      '\u0001',
      ' ',
      '!',
      '"',
      'a',
      'b',
      '\u00ff',
      '\ud7fe',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '𐀀',
      '😀',
    ),
  }),
);
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1, -1, 0.1, -0.1, 2 ** 53, 5e-324),
);
const bigint = fc.oneof(
  fc.bigInt(),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }),
);
const date = fc.date({ noInvalidDate: true });
const ofOneType: readonly (readonly [string, fc.Arbitrary<OrderValue>])[] = [
  ['null', fc.constant(null)],
  ['boolean', fc.boolean()],
  ['number', number],
  ['bigint', bigint],
  ['Date', date],
  ['string', text],
];
const value = fc.oneof(...ofOneType.map(([, arbitrary]) => arbitrary));

/** The order that is promised, written without the encoding: by type, then by value, strings by code points. */
function compare(a: OrderValue, b: OrderValue): number {
  const byType = typeRank(a) - typeRank(b);
  if (byType !== 0) return Math.sign(byType);
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints([...a], [...b]);
  if (a === null || b === null) return 0;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function typeRank(of: OrderValue): number {
  const order = ['null', 'boolean', 'number', 'bigint', 'Date', 'string'];
  return order.indexOf(of === null ? 'null' : of instanceof Date ? 'Date' : typeof of);
}

function compareCodePoints(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}

function compareAll(a: readonly OrderValue[], b: readonly OrderValue[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i] as OrderValue, b[i] as OrderValue);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const within = (entry: string, range: { from: string; to: string }): boolean => range.from <= entry && entry < range.to;

describe('orderKey', () => {
  it.each(ofOneType)('orders two of type %s as their values, by units and by bytes alike', (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        expect(byUnits(orderKey([a]), orderKey([b]))).toBe(compare(a, b));
        expect(byBytes(orderKey([a]), orderKey([b]))).toBe(compare(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('orders lists of mixed types, first value first, and gives different lists different texts', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.array(value, { maxLength: 4 }), (a, b) => {
        expect(byUnits(orderKey(a), orderKey(b))).toBe(compareAll(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('orders lists of strings, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), fc.array(text, { maxLength: 3 }), (a, b) => {
        expect(byBytes(orderKey(a), orderKey(b))).toBe(compareAll(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('orders lists that share a beginning', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), value, value, (start, a, b) => {
        expect(byBytes(orderKey([...start, a]), orderKey([...start, b]))).toBe(compare(a, b));
      }),
    );
  });

  it.each<readonly [string, OrderValue[], OrderValue[]]>([
    ['two strings from their concatenation', ['a', 'b'], ['ab']],
    ['an empty string from none', ['a', ''], ['a']],
    ['a trailing space from an empty string', ['a '], ['a', '']],
    ['a trailing NUL from a value that is NUL', ['a\0'], ['a', '\0']],
    ['the highest plain unit from a pair', ['\ud7ff'], ['𐀀']],
    ['an empty string from null', [''], [null]],
    ['a number from a bigint', [1], [1n]],
    ['a number from a date', [0], [new Date(0)]],
    ['a digit from a number', ['1'], [1]],
    ['two lone surrogates', ['\ud800'], ['\ud801']],
  ])('tells %s', (_what, a, b) => {
    expect(orderKey(a)).not.toBe(orderKey(b));
  });

  it('takes −0 for 0', () => {
    expect(orderKey([-0])).toBe(orderKey([0]));
  });

  it('gives text that survives UTF-8, with no unit above U+D7FF', () => {
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const entry = orderKey(values);
        expect(Buffer.from(entry).toString()).toBe(entry);
        expect(/[\ud800-\uffff]/.test(entry)).toBe(false);
      }),
    );
  });

  it('leaves ordinary text readable', () => {
    expect(orderKey(['open', 'order-1'])).toBe('5open 5order-1 ');
  });

  it('keeps its bytes: stored indexes depend on them', () => {
    const everything = [null, false, true, 1.5, -1.5, 255n, -255n, new Date(1_700_000_000_000), 'a b!\0', '\ue000😀'];
    expect(everything.map((one) => orderKey([one]))).toEqual([
      '0',
      '10',
      '11',
      '2bff8000000000000',
      '24007ffffffffffff',
      '3112ff',
      '30ed00',
      '4c278bcfe56800000',
      '5a!Pb!Q!0 ',
      '5\ud7ffL0\ud7ffn\u0630 ',
    ]);
  });

  it.each([Number.NaN, new Date(Number.NaN)])('refuses %s', (bad) => {
    expect(() => orderKey([bad])).toThrow(RangeError);
  });
});

describe('prefixRange', () => {
  it('holds exactly what begins with the values', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 2 }),
        fc.array(value, { maxLength: 4 }),
        fc.boolean(),
        (prefix, rest, inside) => {
          const values = inside ? [...prefix, ...rest] : rest;
          const begins = compareAll(values.slice(0, prefix.length), prefix) === 0;
          expect(within(orderKey(values), prefixRange(prefix))).toBe(begins);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('holds everything when there are no values', () => {
    fc.assert(fc.property(fc.array(value), (values) => within(orderKey(values), prefixRange([]))));
  });
});

describe('entryRange', () => {
  const operator = fc.constantFrom('<', '<=', '>', '>=');
  const keeps = (next: OrderValue, bound: OrderBound): boolean => {
    const order = compare(next, bound.value);
    if (typeRank(next) !== typeRank(bound.value)) return false;
    return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[bound.operator];
  };

  it('holds exactly what keeps to its bounds after the prefix', () => {
    const bounds = fc.array(fc.record({ operator, value }), { maxLength: 2 });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 2 }),
        value,
        fc.array(value, { maxLength: 2 }),
        bounds,
        (prefix, next, rest, given) => {
          const expected = given.every((bound) => keeps(next, bound));
          expect(within(orderKey([...prefix, next, ...rest]), entryRange(orderKey(prefix), given))).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each(ofOneType)('holds exactly what lies between two of type %s', (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, arbitrary, arbitrary, operator, operator, (next, a, b, first, second) => {
        const bounds: OrderBound[] = [
          { operator: first, value: a },
          { operator: second, value: b },
        ];
        const expected = bounds.every((bound) => keeps(next, bound));
        expect(within(orderKey(['open', next, 'order-1']), entryRange(orderKey(['open']), bounds))).toBe(expected);
      }),
    );
  });

  it('holds nothing of another prefix', () => {
    fc.assert(
      fc.property(text, text, number, operator, (a, b, bound, sign) => {
        fc.pre(a !== b);
        expect(within(orderKey([a, bound]), entryRange(orderKey([b]), [{ operator: sign, value: bound }]))).toBe(false);
      }),
    );
  });

  it('leaves null out of a bound on numbers', () => {
    expect(within(orderKey(['open', null]), entryRange(orderKey(['open']), [{ operator: '<', value: 5 }]))).toBe(false);
  });
});
