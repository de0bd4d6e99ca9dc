import { describe, expect, it } from 'vitest';
import { readField, readFiles, readText, withField, withoutPlaces } from '../../../support/domain-fixture.js';

const scalar = (kind: string, constraints = {}) => ({ kind, constraints });

const UNKNOWN_FOO =
  '@foo is not a known tag. Remove it, or use one of @minimum, @maximum, @exclusiveMinimum, @exclusiveMaximum, ' +
  '@multipleOf, @minLength, @maxLength, @pattern, @format, @minItems, @maxItems, @uniqueItems, @minProperties, ' +
  '@maxProperties, @key, @unique, @sla, @where, @sort, @reads, @version, @retired, @renamedFrom.';

/** A field with one tag on the line above it. */
const tagged = (tag: string, type: string) => `/** @${tag} */\nf: ${type}`;

const carried: [tag: string, type: string, declarations: string, model: object][] = [
  ['minimum 1', 'Int', '', scalar('integer', { minimum: 1 })],
  ['minimum -1.5e2', 'number', '', scalar('number', { minimum: -150 })],
  ['maximum 10', 'number', '', scalar('number', { maximum: 10 })],
  ['exclusiveMinimum 0', 'number', '', scalar('number', { exclusiveMinimum: 0 })],
  ['exclusiveMaximum 1', 'number', '', scalar('number', { exclusiveMaximum: 1 })],
  ['multipleOf 5', 'Int', '', scalar('integer', { multipleOf: 5 })],
  ['minLength 2', 'string', '', scalar('string', { minLength: 2 })],
  ['maxLength 5', 'Uint8Array', '', scalar('bytes', { maxLength: 5 })],
  ['format email', 'string', '', scalar('string', { format: 'email' })],
  ['minItems 1', 'Int[]', '', { kind: 'array', element: scalar('integer'), constraints: { minItems: 1 } }],
  ['maxItems 9', 'Int[]', '', { kind: 'array', element: scalar('integer'), constraints: { maxItems: 9 } }],
  ['uniqueItems', 'Int[]', '', { kind: 'array', element: scalar('integer'), constraints: { uniqueItems: true } }],
  [
    'minProperties 1',
    'Record<string, Int>',
    '',
    { kind: 'record', value: scalar('integer'), constraints: { minProperties: 1 } },
  ],
  [
    'maxProperties 3',
    'Record<string, Int>',
    '',
    { kind: 'record', value: scalar('integer'), constraints: { maxProperties: 3 } },
  ],
  ['minimum 2025-01-31', 'Date', '', scalar('date', { minimum: '2025-01-31T00:00:00.000Z' })],
  ['maximum 2025-01-31T12:30:00Z', 'Date', '', scalar('date', { maximum: '2025-01-31T12:30:00.000Z' })],
  ['minimum 00000000000000000000012', 'bigint', '', scalar('bigint', { minimum: '12' })],
  [
    'minimum 1',
    'Int | null',
    '',
    { kind: 'union', members: [scalar('integer', { minimum: 1 }), scalar('null')], discriminator: null },
  ],
  ['minimum 2', 'Age', '/** @minimum 1 */\ntype Age = Int', scalar('integer', { minimum: 2 })],
  [
    'maximum 9',
    'B',
    '/** @minimum 1 */\ntype A = Int;\n/** @minimum 2 */\ntype B = A',
    scalar('integer', { minimum: 2, maximum: 9 }),
  ],
  ['multipleOf 10', 'A', '/** @multipleOf 5 */\ntype A = Int', scalar('integer', { multipleOf: 10 })],
];

const AGE = '/** @minimum 1 */\ntype Age = Int';

const refused: [field: string, declarations: string, ...problems: string[]][] = [
  [tagged('minimum abc', 'Int'), '', '4:5 @minimum cannot be "abc": it takes a whole number.'],
  [tagged('minimum 1.5', 'Int'), '', '4:5 @minimum cannot be "1.5": it takes a whole number.'],
  [tagged('minimum 0x10', 'number'), '', '4:5 @minimum cannot be "0x10": it takes a number.'],
  [tagged('maximum 1 000', 'Int'), '', '4:5 @maximum cannot be "1 000": it takes a whole number.'],
  [tagged('minimum', 'Int'), '', '4:5 @minimum needs a value on its own line.'],
  [tagged('minimum 0 @maximum 10', 'Int'), '', '4:5 @minimum cannot be "0 @maximum 10": it takes a whole number.'],
  [
    tagged('multipleOf 0.1', 'number'),
    '',
    '4:5 @multipleOf cannot be "0.1": it takes a positive whole number (fractions have no exact form: count in smaller units).',
  ],
  [tagged('minLength -1', 'string'), '', '4:5 @minLength cannot be "-1": it takes a count from 0.'],
  [tagged('uniqueItems false', 'Int[]'), '', '4:5 @uniqueItems cannot be "false": it takes no value.'],
  [
    tagged('format phone', 'string'),
    '',
    '4:5 @format cannot be "phone": it takes one of date, date-time, time, email, uuid, uri, hostname, ipv4, ipv6.',
  ],
  [
    tagged('minimum 2025-02-30', 'Date'),
    '',
    '4:5 @minimum cannot be "2025-02-30": it takes a date as 2025-01-31 or 2025-01-31T12:00:00Z (in UTC, years 0000 to 9999).',
  ],
  [tagged('minimum 1.5', 'bigint'), '', '4:5 @minimum cannot be "1.5": it takes decimal digits.'],
  [
    '/**\n * @pattern ^[a-z]\n *   +$\n */\nf: string',
    '',
    '5:4 @pattern goes on after its line: "+$" would not be read. Keep the value on one line, and text above the tags.',
  ],
  [
    '/**\n * @minimum 1\n * Text below.\n */\nf: Int',
    '',
    '5:4 @minimum goes on after its line: "Text below." would not be read. Keep the value on one line, and text above the tags.',
  ],
  [
    '/**\n * @minimum 5\n * @maximum 3\n */\nf: Int',
    '',
    '6:4 No value fits @minimum 5 and @maximum 3. Correct one of them.',
  ],
  [
    '/**\n * @minItems 5\n * @maxItems 3\n */\nf: Int[]',
    '',
    '6:4 No value fits @minItems 5 and @maxItems 3. Correct one of them.',
  ],
  [
    '/**\n * @exclusiveMinimum 1\n * @exclusiveMaximum 2\n */\nf: Int',
    '',
    '6:4 No value fits @exclusiveMinimum 1, @exclusiveMaximum 2. Correct one of them.',
  ],
  [
    '/**\n * @minimum 1\n * @maximum 4\n * @multipleOf 5\n */\nf: number',
    '',
    '7:4 No value fits @minimum 1, @maximum 4, @multipleOf 5. Correct one of them.',
  ],
  [
    '/**\n * @pattern a\n * @format uuid\n */\nf: string',
    '',
    '6:4 @pattern and @format together are not supported. Keep one of them.',
  ],
  ['/**\n * @minimum 1\n * @minimum 2\n */\nf: Int', '', '6:4 @minimum stands here twice. Keep one of them.'],
  [
    tagged('minimum 0', 'Age'),
    AGE,
    '4:5 @minimum 0 is looser than the type, which already says @minimum 1. Remove it, or use another type.',
  ],
  [tagged('maximum 0', 'Age'), AGE, '4:5 No value fits @minimum 1 and @maximum 0. Correct one of them.'],
  [
    tagged('pattern a', 'A'),
    '/** @pattern b */\ntype A = string',
    '4:5 @pattern a meets another: the type already says @pattern b. Keep one of them.',
  ],
  [tagged('minLength 2', 'Int'), '', '4:5 @minLength does not fit Int: it belongs to string, Uint8Array.'],
  [tagged('minLength 1', 'boolean'), '', '4:5 @minLength does not fit boolean: it belongs to string, Uint8Array.'],
  [
    tagged('minLength 1', "'a' | 'b'"),
    '',
    '4:5 @minLength does not fit any part of this union: it belongs to string, Uint8Array.',
  ],
  [
    tagged('minLength 1', 'A'),
    'interface A { x: Int }',
    '4:5 @minLength does not fit A: it belongs to string, Uint8Array.',
  ],
  [tagged('exclusiveMinimum 1', 'bigint'), '', '4:5 @exclusiveMinimum does not fit bigint: it belongs to number, Int.'],
  [
    tagged('minimum 1', 'Int[]'),
    '',
    '4:5 @minimum does not fit an array: it belongs to number, Int, bigint, Date. For its elements, tag a type alias and write an array of that.',
  ],
  [
    'f: Record<Code, Int>',
    '/** @minLength 2 */\ntype Code = string',
    '4:11 The keys of a record are not checked, so their type cannot have constraints. Use plain string.',
  ],
  [tagged('minimun 1', 'Int'), '', '4:5 @minimun is not a known tag. Did you mean @minimum?'],
  [tagged('max 1', 'Int'), '', '4:5 @max is not a known tag. Did you mean @maximum?'],
  [tagged('depracated', 'Int'), '', '4:5 @depracated is not a known tag. Did you mean @deprecated?'],
  [tagged('foo 1', 'Int'), '', `4:5 ${UNKNOWN_FOO}`],
  [tagged('version 2', 'Int'), '', '4:5 @version does not belong here, but on an event. Move or remove it.'],
  [tagged('retired', 'Int'), '', '4:5 @retired does not belong here, but on an event. Move or remove it.'],
  [
    tagged('renamedFrom g', 'Int'),
    '',
    '5:1 @renamedFrom says something of stored events only, and f is in none. Remove the tag.',
  ],
  [
    tagged('default 2', 'Int'),
    '',
    '4:5 @default is not supported: no value is filled in. Make the field optional, and let the machine decide.',
  ],
  [tagged('key', 'Int'), '', '4:5 @key does not belong here, but on a field of a projection. Move or remove it.'],
  [tagged('sla 2s', 'Int'), '', '4:5 @sla does not belong here, but on a projection. Move or remove it.'],
  [
    tagged('where f >', 'Int'),
    '',
    '4:5 @where does not belong here, but on a parameter of a query that returns a page. Move or remove it.',
  ],
];

const ATTACHED =
  'is attached to nothing. A comment belongs to what stands below it: put it on a line of its own, directly above its field or declaration.';

const stray: [field: string, declarations: string, problem: string][] = [
  ['f: Int; /** @minimum 1 */', '', `4:13 @minimum ${ATTACHED}`],
  ['f: Int; /** @minimum 1 */ g: string', '', `4:13 @minimum ${ATTACHED}`],
  ['f: { /** @minimum 1 */ a: Int }', '', `4:10 @minimum ${ATTACHED}`],
  ['f: Int;\n/** @minimum 1 */', '', `5:5 @minimum ${ATTACHED}`],
  ['/** @minimum 1 */\n/** Text. */\nf: Int', '', `4:5 @minimum ${ATTACHED}`],
  ['f: Int', 'type Unused<T> = {\n/** @minimum 1 */\nx: T }', `8:5 @minimum ${ATTACHED}`],
  [
    '/** Text. @minimum 1 */\nf: Int',
    '',
    '4:11 @minimum in the middle of a line is not read. Put it on a line of its own.',
  ],
  ['// @minimum 1\nf: Int', '', '4:4 @minimum is read in doc comments only. Write /** @minimum … */ above its field.'],
  [
    '/* @minimum 1 */\nf: Int',
    '',
    '4:4 @minimum is read in doc comments only. Write /** @minimum … */ above its field.',
  ],
  [
    'f: Int',
    '/** @minimum 1 */\ntype Unused = string',
    '7:5 @minimum does not fit string: it belongs to number, Int, bigint, Date.',
  ],
  [
    'f: Int',
    '/** @minimum 1 */\ninterface Unused { x: Int }',
    '7:5 @minimum does not belong here, but on a field, or a type alias of a scalar, an array or a record. Move or remove it.',
  ],
];

describe('constraint tags', () => {
  it.each(carried)('reads @%s on %s %s', (tag, type, declarations, model) => {
    expect(withoutPlaces(readField(tagged(tag, type), declarations))).toEqual(model);
  });

  it.each(['^[a-z]+$', '^a{2} b@c$', '^\\{@link x\\}$', '^a\\/b$', '^(a|b)* c$'])(
    'reads the pattern %s as it is written',
    (pattern) => {
      expect(readField(tagged(`pattern ${pattern}`, 'string'))).toEqual(scalar('string', { pattern }));
    },
  );

  it('reads them on the line of their field, too, where that line starts with them', () => {
    expect(readField('/** @minimum 1 */ f: Int')).toEqual(scalar('integer', { minimum: 1 }));
  });

  it.each(refused)('refuses %j %s', (written, declarations, ...problems) => {
    expect(readField(written, declarations)).toEqual(problems);
  });
});

describe('tags that nothing reads', () => {
  it.each(stray)('refuses %j %s', (written, declarations, problem) => {
    expect(readField(written, declarations)).toEqual([problem]);
  });

  it.each([
    '/**\n * Text.\n * @example 1\n * @deprecated\n * @see that\n * @remarks Long\n * text.\n * @internal\n */\nf: Int',
    '/**\n * ```\n * @minimum 1\n * ```\n */\nf: Int',
    '/** `@minimum 1` is meant. */\nf: Int',
    '// A comment about minimum 1.\nf: Int',
  ])('allows %j', (written) => {
    expect(readField(written)).toEqual(scalar('integer'));
  });

  it('refuses them also in the types of other files that the domain uses, and only in those', () => {
    const { problems } = readFiles({
      'src/types.ts':
        'export interface Used { x: number; /** @minimum 1 */ }\nexport interface Unused { x: number; /** @minimum 1 */ }',
      'domain/a.domain.ts': `import type { Aggregate, Empty } from 'statefold/domain';\nimport type { Used } from '../src/types.js';\nexport interface Thing extends Aggregate { state: Empty; events: { Done: Empty }; commands: { Do: { f: Used } } }`,
    });
    expect(problems).toEqual([`src/types.ts:1:40 @minimum ${ATTACHED}`]);
  });
});

describe('doc comments', () => {
  it('give fields and messages their text, without the tags', () => {
    const { model } = readText(`/** A thing. */
export interface Thing extends Aggregate {
  state: Empty;
  commands: {
    /**
     * Does it.
     *
     * Twice.
     */
    Do: {
      /**
       * How often.
       * @minimum 1
       */
      times: Int;
    };
  };
  events: { Done: Empty };
}`);
    const [thing] = model.aggregates;
    expect([thing?.doc, thing?.commands[0]?.doc, thing?.commands[0]?.payload.fields[0]?.doc]).toEqual([
      'A thing.',
      'Does it.\n\nTwice.',
      'How often.',
    ]);
  });

  it('may have the line ends of Windows', () => {
    const text = withField('/**\n * Text.\n * @minimum 1\n */\nf: Int').replaceAll('\n', '\r\n');
    const { model, problems } = readText(text);
    expect(problems).toEqual([]);
    expect(model.aggregates[0]?.commands[0]?.payload.fields[0]).toMatchObject({
      doc: 'Text.',
      type: scalar('integer', { minimum: 1 }),
    });
  });

  it('reports every problem of a comment at once, in the order of their places', () => {
    expect(readText(withField('/**\n * @foo 1\n * @minimum x\n * @minLength 1\n */\nf: Int; g: any')).problems).toEqual(
      [
        `5:4 ${UNKNOWN_FOO}`,
        '6:4 @minimum cannot be "x": it takes a whole number.',
        '7:4 @minLength does not fit Int: it belongs to string, Uint8Array.',
        '9:12 "any" cannot be checked. Write the type of the data.',
      ],
    );
  });
});
