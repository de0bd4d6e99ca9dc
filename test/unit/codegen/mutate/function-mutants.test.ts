// Mutants of code by themselves: what each operator, literal and helper becomes.
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { Edits } from '../../../../codegen/mutate/edits.js';
import { functionMutants } from '../../../../codegen/mutate/function-mutants.js';

/** The text with each of its mutants in turn, and what it is called. */
function mutantsOf(text: string): readonly string[] {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const edits = new Edits({ placeOf: () => ({ file: 'a.ts', line: 1, column: 1 }) });
  functionMutants(source, edits);
  return edits.all().flatMap(({ change, kind, what }) => {
    if (change.kind !== 'text') return [];
    return [`${kind}: ${what}: ${text.slice(0, change.start)}${change.text}${text.slice(change.end)}`];
  });
}

const inCode = (expression: string) =>
  mutantsOf(`const f = () => ${expression};`).map((one) => one.replace(/^helper: .*?: const f = \(\) => (.*);$/, '$1'));

describe('an expression', () => {
  it.each([
    ['a < b', ['a <= b']],
    ['a >= b', ['a > b']],
    ['a === b', ['a !== b']],
    ['a && b', ['a || b']],
    ['a ?? b', ['a && b']],
    ['a - b', ['a + b']],
    ['a % b', ['a * b']],
    ['!a', ['a']],
    ['true', ['false']],
    ['1_000', ['1001']],
    ['a ? b : c', ['!(a) ? b : c']],
    ['a.some(b)', ['a.every(b)']],
    ['Math.floor(a)', ['Math.ceil(a)']],
    ['a.filter(b)', ['a']],
    ['[...a, b]', ['[ b]', '[...a, ]']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
    ['`${a}` + b', []],
    ["'text'", []],
    ['a as { 1: 2 }', []],
    ['[a]', []],
  ])('%s becomes %j', (expression, expected) => {
    expect(inCode(expression)).toEqual(expected);
  });

  it('is left alone where it is no code: in types, and in what is configured', () => {
    expect(mutantsOf('type A = 1 | 2; interface B { c: 3 } const config = { a: 1, b: f(2), c: [3, 4] };')).toEqual([]);
    expect(mutantsOf('const DAY = 24 * 60;').map((one) => one.split(': ').slice(2).join(': '))).toEqual([
      'const DAY = 24 / 60;',
      'const DAY = 25 * 60;',
      'const DAY = 24 * 61;',
    ]);
  });

  it('has its conditions turned round', () => {
    expect(mutantsOf('function f() { if (a) return; }')).toEqual([
      'helper: the condition turned round: function f() { if (!(a)) return; }',
    ]);
  });
});

describe('what is made with a helper', () => {
  it('of a guard is turned round, wherever it returns', () => {
    expect(mutantsOf('const guards = { open: guard.state(() => { return a; }) };')).toEqual([
      'guard: open refuses what it lets pass: const guards = { open: guard.state(() => { return !(a); }) };',
    ]);
    expect(mutantsOf("const a = order.guard(['A', 'B'], () => b);")).toEqual([
      "guard: order.guard refuses what it lets pass: const a = order.guard(['A', 'B'], () => !(b));",
    ]);
  });

  it('of an upcaster hands on what was stored, or loses a field', () => {
    expect(mutantsOf('const a = upcast.PlacedV1(({ event }) => ({ ...event.data, b }));')).toEqual([
      'upcaster: upcast.PlacedV1 hands on what was stored: const a = upcast.PlacedV1(({ event }) => event.data);',
      'upcaster: ...event.data dropped: const a = upcast.PlacedV1(({ event }) => ({  b }));',
      'upcaster: b dropped: const a = upcast.PlacedV1(({ event }) => ({ ...event.data,  }));',
    ]);
  });

  it('of XState’s own assign loses a field', () => {
    expect(mutantsOf('const a = assign({ b: c, d: () => e });')).toEqual([
      'assign: b dropped: const a = assign({  d: () => e });',
      'assign: d dropped: const a = assign({ b: c,  });',
    ]);
  });
});
