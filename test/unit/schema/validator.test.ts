import { describe, expect, it } from 'vitest';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { createValidators } from '../../../src/schema/validator.js';

function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = Object.keys(properties),
): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

const table = {
  Line: object({ sku: { type: 'string', minLength: 1 }, quantity: { type: 'integer', minimum: 1 } }),
  PlaceOrder: object(
    {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      lines: { type: 'array', items: { $ref: '#/$defs/Line' }, minItems: 1, maxItems: 3 },
      note: { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] },
      'a/b~c': { type: 'boolean' },
    },
    ['customerId', 'lines'],
  ),
  Shape: {
    anyOf: [
      object({ size: { type: 'number', exclusiveMinimum: 0 }, kind: { enum: ['circle'] } }),
      object({ kind: { enum: ['square', 'rhombus'] }, side: { domain: { type: 'bigint' } } }),
      { $ref: '#/$defs/Group' },
    ],
  },
  Group: object({ kind: { enum: ['group'] }, parts: { type: 'array', items: { $ref: '#/$defs/Shape' } } }),
  Values: object(
    {
      date: { domain: { type: 'date', minimum: '2020-01-01', maximum: '2020-12-31' } },
      anyDate: { domain: { type: 'date' } },
      bigint: { domain: { type: 'bigint', minimum: '-5' } },
      bytes: { domain: { type: 'bytes', minLength: 2, maxLength: 3 } },
      price: { type: 'number', multipleOf: 0.01 },
      fives: { type: 'number', multipleOf: 5 },
      unique: {
        type: 'array',
        items: { type: 'object', additionalProperties: { domain: { type: 'date' } } },
        uniqueItems: true,
      },
      tuple: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false, minItems: 1 },
      record: { type: 'object', additionalProperties: { type: 'number' }, minProperties: 1, maxProperties: 2 },
      literal: { enum: ['on', 0, null] },
      mail: { type: 'string', format: 'email' },
      emoji: { type: 'string', maxLength: 2 },
      loose: {
        anyOf: [
          { type: 'array', items: { type: 'string' } },
          { type: 'array', items: { type: 'number' } },
        ],
      },
    },
    [],
  ),
  // TypeScript types these names as the methods of every object.
  Odd: object(
    Object.fromEntries([
      ['toString', { type: 'string' }],
      ['valueOf', { type: 'number' }],
    ]),
    ['valueOf'],
  ),
} satisfies SchemaTable;

const validators = createValidators(table);

/** Violations as `pointer message`. */
function violations(name: keyof typeof table, value: unknown): string[] {
  return validators.violations(name, value).map(({ pointer, message }) => `${pointer} ${message}`);
}

const order = { customerId: 'ALFKI', lines: [{ sku: 's', quantity: 1 }] };

describe('the validator', () => {
  it('answers a valid value with the same empty, frozen array', () => {
    const first = validators.violations('PlaceOrder', order);
    expect(first).toEqual([]);
    expect(Object.isFrozen(first)).toBe(true);
    expect(validators.of('Line')({ sku: 's', quantity: 1 })).toBe(first);
  });

  it('finds everything that is wrong, each at its pointer', () => {
    expect(
      violations('PlaceOrder', { lines: [{ sku: '', quantity: 1.5, x: 1 }, 5], note: 'too long', 'a/b~c': 1 }),
    ).toEqual([
      '/customerId is missing',
      '/lines/0/x is not a known field',
      '/lines/0/sku must have at least 1 character',
      '/lines/0/quantity must be a whole number from −(2^53 − 1) to 2^53 − 1',
      '/lines/1 must be an object',
      '/note must have at most 5 characters',
      '/a~1b~0c must be true or false',
    ]);
  });

  it.each([
    [{ ...order, lines: [] }, '/lines must have at least 1 item'],
    [{ ...order, lines: Array(4).fill(order.lines[0]) }, '/lines must have at most 3 items'],
    [{ ...order, customerId: 'x' }, '/customerId must match the pattern ^[A-Z]{5}$'],
    [{ ...order, note: 5 }, '/note must be a string or null'],
    [{ ...order, note: undefined }, '/note must not be undefined: leave it out'],
    [{ ...order, customerId: undefined }, '/customerId must not be undefined: leave it out'],
    [{ ...order, [Symbol('s')]: 1 }, ' must not have symbols as keys'],
    [Object.assign(new (class Order {})(), order), ' must be a plain object, not a class instance or proxy'],
    [Object.assign(Object.create(order), {}), ' must be a plain object, not a class instance or proxy'],
    [
      Object.defineProperty({ ...order }, 'note', { get: () => 'x', enumerable: true }),
      '/note must be a value, not a getter or setter',
    ],
    [
      Object.defineProperty({ ...order }, 'note', { value: 'x', enumerable: false }),
      '/note must not be hidden (not enumerable)',
    ],
    [
      JSON.parse('{"customerId":"ALFKI","lines":[{"sku":"s","quantity":1}],"__proto__":{}}'),
      '/__proto__ is not a known field',
    ],
    [
      { ...order, lines: [{ sku: '\ud800', quantity: 1 }] },
      '/lines/0/sku must be well-formed text: half of a surrogate pair is missing',
    ],
    [{ ...order, lines: Object.assign(new Array(2), { 1: order.lines[0] }) }, '/lines/0 must not be a hole'],
    [
      { ...order, lines: Object.assign([...order.lines], { extra: 1 }) },
      '/lines must have no properties besides its items',
    ],
    [
      { ...order, lines: new (class Lines extends Array<unknown> {})(...order.lines, ...order.lines) },
      '/lines must be a plain array, not a subclass or proxy',
    ],
    [null, ' must be an object'],
    [undefined, ' must be an object'],
    [[], ' must be an object'],
    [new Map(), ' must be a plain object, not a class instance or proxy'],
    [() => order, ' must be an object'],
  ])('refuses a command: %#', (value, violation) => {
    expect(violations('PlaceOrder', value)).toEqual([violation]);
  });

  it.each([
    [{ quantity: Number.NaN }, '/quantity must be a finite number'],
    [{ quantity: 2 ** 53 }, '/quantity must be a whole number from −(2^53 − 1) to 2^53 − 1'],
    [{ quantity: 0 }, '/quantity must be at least 1'],
    [{ quantity: 1n }, '/quantity must be a finite number'],
  ])('refuses a whole number: %#', (line, violation) => {
    expect(violations('Line', { sku: 's', ...line })).toEqual([violation]);
  });

  it.each([
    [{ date: new Date('2019-12-31T23:59:59.999Z') }, '/date must be a date from 2020-01-01 to 2020-12-31'],
    [{ date: '2020-06-01' }, '/date must be a valid Date'],
    [{ anyDate: new Date(Number.NaN) }, '/anyDate must be a valid Date'],
    [{ anyDate: new Date(Date.UTC(10_000, 0)) }, '/anyDate must be a date from year 0 to year 9999'],
    [{ anyDate: new Date(-62_167_219_200_001) }, '/anyDate must be a date from year 0 to year 9999'],
    [{ anyDate: Object.create(Date.prototype) }, '/anyDate must be a valid Date'],
    [{ anyDate: Object.assign(new Date(0), { getTime: () => 5 }) }, '/anyDate must be a valid Date'],
    [{ bigint: -6n }, '/bigint must be from -5 to 2^64 − 1'],
    [{ bigint: 2n ** 64n }, '/bigint must be from -5 to 2^64 − 1'],
    [{ bigint: 5 }, '/bigint must be a bigint'],
    [{ bytes: new Uint8Array(1) }, '/bytes must have from 2 to 3 bytes'],
    [{ bytes: Buffer.alloc(2) }, '/bytes must be a Uint8Array, not a subclass such as Buffer'],
    [{ bytes: [1, 2] }, '/bytes must be a Uint8Array'],
    [{ bytes: new Float32Array(2) }, '/bytes must be a Uint8Array'],
    [{ price: 0.075 }, '/price must be a multiple of 0.01'],
    // Near a multiple of a whole number is not one, however little a double of that size can tell.
    [{ fives: 5.000000000000001 }, '/fives must be a multiple of 5'],
    [{ fives: -35169387721992344 }, '/fives must be a multiple of 5'],
    [{ price: -0 }, '/price must not be −0'],
    [{ unique: [{ a: new Date(0) }, { a: new Date(0) }] }, '/unique must not hold equal items'],
    [{ tuple: [] }, '/tuple must have at least 1 item'],
    [{ tuple: ['a', 1, 2] }, '/tuple has more items than are known'],
    [{ record: {} }, '/record must have at least 1 key'],
    [{ record: { a: 1, b: 2, c: 3 } }, '/record must have at most 2 keys'],
    [{ record: JSON.parse('{"__proto__": 1}') }, '/record/__proto__ is a key that is not allowed'],
    [{ record: { constructor: 1 } }, '/record/constructor is a key that is not allowed'],
    [{ literal: 'off' }, '/literal must be "on", 0 or null'],
    [{ literal: -0 }, '/literal must not be −0'],
    [{ mail: 'nobody' }, '/mail must be in the format email'],
    [{ emoji: '😀😀😀' }, '/emoji must have at most 2 characters'],
    [{ loose: ['a', 1] }, '/loose fits none of the alternatives'],
  ])('refuses a value: %#', (value, violation) => {
    expect(violations('Values', value)).toEqual([violation]);
  });

  it('accepts the values next to those', () => {
    const value = {
      date: new Date('2020-12-31T00:00:00Z'),
      anyDate: new Date(-62_167_219_200_000),
      bigint: 2n ** 64n - 1n,
      bytes: new Uint8Array(3),
      price: 0.07,
      unique: [{ a: new Date(0) }, { a: new Date(1) }, {}],
      tuple: ['a'],
      record: { toString: 1, valueOf: 2 },
      literal: 0,
      mail: 'a@b.de',
      emoji: '😀😀',
      loose: [1],
    };
    expect(violations('Values', value)).toEqual([]);
    expect(violations('Values', Object.assign(Object.create(null), value))).toEqual([]);
  });

  it('reports on the member of a union that was meant', () => {
    expect(violations('Shape', { kind: 'circle', size: 0 })).toEqual(['/size must be greater than 0']);
    expect(violations('Shape', { kind: 'rhombus', side: 5 })).toEqual(['/side must be a bigint']);
    expect(violations('Shape', { kind: 'group', parts: [{ kind: 'circle' }] })).toEqual(['/parts/0/size is missing']);
    expect(violations('Shape', { kind: 'oval' })).toEqual(['/kind must be "circle", "square", "rhombus" or "group"']);
    expect(violations('Shape', {})).toEqual(['/kind is missing: "circle", "square", "rhombus" or "group"']);
    expect(violations('Shape', 5)).toEqual([' must be an object']);
  });

  it('tells members apart by the first field whose literals no other member has', () => {
    const table: SchemaTable = {
      Same: {
        anyOf: [
          object({ kind: { enum: ['a'] }, x: { enum: [1] } }),
          object({ kind: { enum: ['a'] }, x: { enum: [2] }, y: { type: 'string' } }),
        ],
      },
      Alike: { anyOf: [object({ kind: { enum: ['a'] } }), object({ kind: { enum: ['a'] }, y: { type: 'string' } })] },
    };
    const { violations } = createValidators(table);
    expect(violations('Same', { kind: 'a', x: 2, y: 5 })).toEqual([{ pointer: '/y', message: 'must be a string' }]);
    expect(violations('Alike', { kind: 'a', y: 'b' })).toEqual([]);
    expect(violations('Alike', { kind: 'a', y: 5 })).toEqual([
      { pointer: '', message: 'fits none of the alternatives' },
    ]);
  });

  it('looks at the shape of empty arrays and objects too', () => {
    const Empty = class extends Array {};
    for (const field of ['tuple', 'unique', 'loose']) {
      expect(violations('Values', { [field]: new Empty() }), field).toContain(
        `/${field} must be a plain array, not a subclass or proxy`,
      );
    }
    expect(violations('Values', new (class Values {})())).toEqual([
      ' must be a plain object, not a class instance or proxy',
    ]);
  });

  it('judges fields that every object inherits only where they are its own', () => {
    expect(violations('Odd', { valueOf: 1 })).toEqual([]);
    expect(violations('Odd', { toString: 'x' })).toEqual(['/valueOf is missing']);
  });

  it('never shows a value', () => {
    const secret = 'hunter2';
    expect(JSON.stringify(violations('PlaceOrder', { customerId: secret, lines: secret, note: secret }))).not.toContain(
      secret,
    );
  });

  it('knows only the names of its table', () => {
    for (const name of ['Nothing', 'toString', '__proto__']) expect(() => validators.of(name)).toThrow(TypeError);
  });

  it('compiles all at start when eager, and says so when a schema cannot be', () => {
    expect(createValidators(table, { eager: true }).violations('Line', { sku: 's', quantity: 1 })).toEqual([]);
    const broken: SchemaTable = { Broken: object({ a: { $ref: '#/$defs/Missing' } }) };
    expect(() => createValidators(broken, { eager: true })).toThrow();
  });
});

describe('hostile values', () => {
  /** Violations, and that they were found within 100 ms. */
  function quickly(name: keyof typeof table, value: unknown): string[] {
    validators.violations(name, null);
    const started = performance.now();
    const found = violations(name, value);
    expect(performance.now() - started).toBeLessThan(500);
    return found;
  }

  it('are refused at a million levels', () => {
    let deep: unknown = { kind: 'group', parts: [] };
    for (let level = 0; level < 1_000_000; level++) deep = { kind: 'group', parts: [deep] };
    expect(quickly('Shape', deep)).toEqual([' is nested deeper than 64 levels']);
    expect(quickly('Line', { sku: 's', quantity: 1, deep })).toEqual(['/deep is not a known field']);
    expect(quickly('Values', { record: deep })).toEqual(['/record/kind must be a finite number']);
  });

  it('are accepted at 64 levels and refused at 65', () => {
    const nested = (levels: number): unknown =>
      levels === 2 ? { kind: 'group', parts: [] } : { kind: 'group', parts: [nested(levels - 2)] };
    expect(violations('Shape', nested(64))).toEqual([]);
    expect(violations('Shape', nested(66))).toEqual([' is nested deeper than 64 levels']);
  });

  it('are refused when they hold themselves', () => {
    const group: { kind: string; parts: unknown[] } = { kind: 'group', parts: [] };
    group.parts.push(group, group, group);
    expect(quickly('Shape', group)).toEqual([' is nested deeper than 64 levels']);
    expect(quickly('Values', { unique: [group] })).toContain('/unique/0/kind must be a valid Date');
  });

  it('are refused when little memory means endless work', () => {
    let wide: unknown = { kind: 'group', parts: [] };
    for (let level = 0; level < 20; level++) wide = { kind: 'group', parts: Array(10).fill(wide) };
    expect(quickly('Shape', wide)).toEqual([' holds more than 250000 values']);
    expect(quickly('Values', { loose: Array(300_000).fill('x') })).toEqual([' holds more than 250000 values']);
  });

  it.each([
    [
      'a getter that throws',
      {
        get customerId() {
          throw new Error('mine');
        },
      },
    ],
    [
      'a proxy whose every trap throws',
      new Proxy(
        {},
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('mine');
            },
          },
        ),
      ),
    ],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    ],
    [
      'a list that throws',
      {
        customerId: 'ALFKI',
        lines: new Proxy([], {
          ownKeys: () => {
            throw new Error('mine');
          },
        }),
      },
    ],
  ])('are refused: %s', (_name, value) => {
    const found = quickly('PlaceOrder', value);
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toContain('mine');
  });

  it('are refused: a proxy, though it shows a valid value', () => {
    expect(quickly('Line', new Proxy({ sku: 's', quantity: 1 }, {}))).toEqual([
      ' must be a plain object, not a class instance or proxy',
    ]);
    expect(quickly('PlaceOrder', { ...order, lines: new Proxy(order.lines, {}) })).toEqual([
      '/lines must be a plain array, not a subclass or proxy',
    ]);
  });

  it('are refused: a proxy without end', () => {
    const endless: object = new Proxy(
      {},
      {
        ownKeys: () => ['kind', 'parts'],
        get: (_, key) => (key === 'kind' ? 'group' : [endless]),
        getOwnPropertyDescriptor: (_, key) => ({
          value: key === 'kind' ? 'group' : [endless],
          enumerable: true,
          configurable: true,
          writable: true,
        }),
      },
    );
    expect(quickly('Shape', endless)).toEqual([' is nested deeper than 64 levels']);
  });

  it('leave nothing behind', () => {
    for (const name of ['PlaceOrder', 'Shape', 'Values'] as const) {
      quickly(name, JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'));
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(violations('PlaceOrder', order)).toEqual([]);
  });
});
