import { describe, expect, it } from 'vitest';
import { readFiles, readText } from '../../../support/domain-fixture.js';

const aggregate = (name: string, command: string, event = `${name}Done`) =>
  `export interface ${name} extends Aggregate { state: Empty; commands: {\n${command}: Empty }; events: { ${event}: Empty } }\n`;

const refused: [text: string, ...problems: string[]][] = [
  [
    aggregate('A', 'Do') + aggregate('B', 'Do'),
    '5:1 Do is not unique: a command Do at domain/a.domain.ts:3 has this name, too. Rename one of them.',
  ],
  [
    aggregate('A', 'DoIt') + aggregate('B', 'Doit'),
    '5:1 Doit is not unique: a command DoIt at domain/a.domain.ts:3 differs from it only in capitals. Rename one of them.',
  ],
  [
    aggregate('A', 'Do', 'Do'),
    '3:24 Do is not unique: a command Do at domain/a.domain.ts:3 has this name, too. Rename one of them.',
  ],
  [
    aggregate('A', 'A'),
    '3:1 A is not unique: an aggregate A at domain/a.domain.ts:2 has this name, too. Rename one of them.',
  ],
  [
    `${aggregate('Thing', 'Do')}export interface DO extends Query<Page<Row>> {}\nexport interface Row extends Projection<Thing> {\n/** @key */\nid: string }`,
    '4:18 DO is not unique: a command Do at domain/a.domain.ts:3 differs from it only in capitals. Rename one of them.',
  ],
  [
    `export interface A extends Aggregate { state: { f: line; g: Line }; commands: { Do: Empty }; events: { Done: Empty } }\ninterface Line { a: Int }\ninterface line { b: Int }`,
    '4:1 line is not unique: a type Line at domain/a.domain.ts:3 differs from it only in capitals. Rename one of them.',
  ],
  [aggregate('A', 'Then'), '3:1 Then cannot be the name of a command: every object answers to then. Rename it.'],
  [
    aggregate('A', 'Constructor'),
    '3:1 Constructor cannot be the name of a command: every object answers to constructor. Rename it.',
  ],
  [
    aggregate('A', 'ToString'),
    '3:1 ToString cannot be the name of a command: every object answers to toString. Rename it.',
  ],
  [
    aggregate('A', 'ValueOf'),
    '3:1 ValueOf cannot be the name of a command: every object answers to valueOf. Rename it.',
  ],
  [
    aggregate('A', 'HasOwnProperty'),
    '3:1 HasOwnProperty cannot be the name of a command: every object answers to hasOwnProperty. Rename it.',
  ],
  [
    `${aggregate('Thing', 'Do')}export interface ToString extends Query<Page<Row>> {}\nexport interface Row extends Projection<Thing> {\n/** @key */\nid: string }`,
    '4:18 ToString cannot be the name of a query: every object answers to toString. Rename it.',
  ],
  [
    aggregate('Delete', 'Do'),
    '2:18 Delete cannot be the name of an aggregate: delete is a word of JavaScript. Rename it.',
  ],
  [
    aggregate('order', 'Do', 'Done'),
    '2:18 The name of an aggregate starts with a capital and holds letters and digits only. Rename order.',
  ],
  [
    aggregate('A', 'do_it'),
    '3:1 The name of a command starts with a capital and holds letters and digits only. Rename do_it.',
  ],
  [
    aggregate('A', 'Do', 'Über'),
    '3:24 The name of an event starts with a capital and holds letters and digits only. Rename Über.',
  ],
  [
    aggregate('A', "'xstate.init'"),
    '3:1 "xstate.init" is no field name. Use letters, digits and "_", not starting with a digit.',
  ],
  [aggregate('A', "'*'"), '3:1 "*" is no field name. Use letters, digits and "_", not starting with a digit.'],
];

describe('names', () => {
  it.each(refused)('refuses %s', (text, ...problems) => {
    expect(readText(text).problems).toEqual(problems);
  });

  it('are unique across files, and the later one is refused', () => {
    const imports = "import type { Aggregate, Empty } from 'statefold/domain';\n";
    const { problems } = readFiles({
      'domain/b.domain.ts': imports + aggregate('B', 'Do'),
      'domain/a.domain.ts': imports + aggregate('A', 'Do'),
    });
    expect(problems).toEqual([
      'domain/b.domain.ts:3:1 Do is not unique: a command Do at domain/a.domain.ts:3 has this name, too. Rename one of them.',
    ]);
  });

  it('are unique among the types of all files', () => {
    const { problems } = readFiles({
      'src/line.ts': 'export interface Line { a: string }',
      'domain/a.domain.ts': `import type { Aggregate, Empty } from 'statefold/domain';\nimport type { Line as Other } from '../src/line.js';\ninterface Line { b: string }\nexport interface A extends Aggregate { state: { f: Line; g: Other }; commands: { Do: Empty }; events: { Done: Empty } }`,
    });
    expect(problems).toEqual([
      'src/line.ts:1:1 Another type is called Line, at domain/a.domain.ts:3. Names are unique in a domain: rename one.',
    ]);
  });
});
