import { describe, expect, it } from 'vitest';
import { cyclesOf } from './cycles.js';
import { violationsOf } from './rules.js';

const packageExports = ['src/index.ts', 'src/domain.ts', 'src/contract.ts', 'src/testing/index.ts'];

/** The violations of a small tree in which every file starts as it should. */
function check(files: Record<string, string>): string[] {
  const commented = Object.entries(files).map(([path, text]) => [path, `// A file.\n${text}`] as const);
  return violationsOf({ files: new Map(commented), packageExports });
}

describe('the order of modules', () => {
  it('lets a module import its own files, its rank and what lies below', () => {
    const sound = {
      'src/kernel/clock.ts': '',
      'src/schema/schema.ts': "import '../kernel/clock.js';",
      'src/codec/block.ts': "import '../schema/schema.js';",
      'src/engine/start.ts': "import '../codec/block.js'; import './wire.js';",
      'src/engine/wire.ts': '',
    };
    expect(check(sound)).toEqual([]);
  });

  it('refuses an import of a higher module', () => {
    const planted = { 'src/log/port.ts': "import { run } from '../engine/run.js';", 'src/engine/run.ts': '' };
    expect(check(planted)).toEqual([
      'src/log/port.ts:2 imports src/engine/run.ts: log lies below engine. Pass it in, or move what both need down.',
    ]);
  });

  it.each([
    ['import type', "import type { Run } from '../engine/run.js';"],
    ['an import type node', "export type Run = import('../engine/run.js').Run;"],
    ['a dynamic import', "export const run = () => import('../engine/run.js');"],
    ['a re-export', "export * from '../engine/run.js';"],
    ['an import for its effect', "import '../engine/run.js';"],
  ])('counts %s as an import', (_, text) => {
    const found = check({ 'src/log/port.ts': text, 'src/engine/run.ts': '' });
    expect(found).toContainEqual(expect.stringContaining('log lies below engine'));
  });

  it('keeps aggregate and projection apart, both ways', () => {
    const [a, p] = ['src/aggregate/actor.ts', 'src/projection/fold.ts'];
    expect(check({ [a]: "import type { F } from '../projection/fold.js';", [p]: '' })).toHaveLength(1);
    expect(check({ [p]: "import type { A } from '../aggregate/actor.js';", [a]: '' })).toEqual([
      `${p}:2 imports ${a}: projection and aggregate do not meet. Let the engine bring them together.`,
    ]);
  });

  it('refuses a module that has no place in the order', () => {
    expect(check({ 'src/plugins/load.ts': '' })).toEqual([
      'src/plugins/load.ts:1 is in plugins, which has no place in the order of modules.',
    ]);
  });

  it('refuses a file directly in src/ that is no package export', () => {
    expect(check({ 'src/index.ts': '', 'src/stray.ts': '' })).toEqual([
      expect.stringMatching(/^src\/stray\.ts:1 belongs/),
    ]);
  });

  it('lets every module import the words of a declaration as types, and only so', () => {
    const words = { 'src/domain.ts': '' };
    const use = (text: string) => check({ ...words, 'src/kernel/message.ts': text });
    expect(use("import type { Int } from '../domain.js';")).toEqual([]);
    expect(use("import { type Int } from '../domain.js';")).toEqual([
      'src/kernel/message.ts:2 imports src/domain.ts at run time. It holds types only: write "import type".',
    ]);
  });
});

describe('cycles', () => {
  it('finds one of files, also through types', () => {
    const planted = {
      'src/bus/a.ts': "import { b } from './b.js';",
      'src/bus/b.ts': "import type { C } from './c.js';",
      'src/bus/c.ts': "import './a.js';",
    };
    expect(check(planted)).toEqual([
      'src/bus/a.ts:1 is in a cycle of files: src/bus/a.ts → src/bus/b.ts → src/bus/c.ts → src/bus/a.ts.',
    ]);
  });

  it('finds one of modules, where no file takes part twice', () => {
    const planted = {
      'src/schema/a.ts': "import '../codec/a.js';",
      'src/codec/a.ts': '',
      'src/codec/b.ts': "import '../schema/b.js';",
      'src/schema/b.ts': '',
    };
    expect(check(planted)).toEqual(['src/schema:1 is in a cycle of modules: schema → codec → schema.']);
  });

  it('finds one in codegen', () => {
    expect(check({ 'codegen/a.ts': "import './b.js';", 'codegen/b.ts': "import './a.js';" })).toHaveLength(1);
  });

  it('takes a shared dependency for no cycle', () => {
    const diamond = new Map([
      ['top', ['left', 'right']],
      ['left', ['bottom']],
      ['right', ['bottom']],
    ]);
    expect(cyclesOf(diamond)).toEqual([]);
  });
});

describe('borders', () => {
  const target = { 'domain/order.domain.ts': '', 'generated/app.ts': '', 'codegen/model.ts': '', 'src/bus/bus.ts': '' };

  it.each([
    ['src/engine/x.ts', '../../domain/order.domain.js', 'src knows no domain/'],
    ['src/engine/x.ts', '../../generated/app.js', 'src knows no generated/'],
    ['src/engine/x.ts', '../../codegen/model.js', 'src knows no codegen/'],
    ['src/engine/x.ts', 'statefold/contract', 'Inside src, import the file by its path'],
    ['codegen/emit/x.ts', '../../src/bus/bus.js', 'never the running engine'],
    ['codegen/emit/x.ts', 'statefold', 'Import the definition by its path'],
    ['domain/x.ts', '../src/bus/bus.js', 'by its path'],
    ['domain/x.ts', '../generated/app.js', 'a cycle'],
    ['domain/x.ts', 'node:crypto', 'A domain is statefold/domain and xstate'],
    ['generated/x.ts', '../src/bus/bus.js', 'by its path'],
    ['generated/x.ts', 'fast-check', 'Generated code imports'],
    ['docs/examples/x.ts', '../../src/bus/bus.js', 'An example imports what a user can'],
  ])('refuses %s an import of %s', (path, specifier, reason) => {
    expect(check({ ...target, [path]: `import type { X } from '${specifier}';` })).toEqual([
      expect.stringContaining(reason),
    ]);
  });

  it.each([
    ['src/cli/x.ts', '../../codegen/model.js'],
    ['codegen/emit/x.ts', '../../src/schema/schema.js'],
    ['codegen/emit/x.ts', '../../src/table/query-definition.js'],
    ['codegen/emit/x.ts', '../../src/aggregate/definition.js'],
    ['generated/arbitraries.ts', 'fast-check'],
    ['generated/x.ts', 'statefold/contract'],
    ['domain/x.ts', 'statefold/domain'],
    ['docs/examples/x.ts', '../../generated/app.js'],
  ])('grants %s an import of %s', (path, specifier) => {
    const definitions = {
      'src/schema/schema.ts': '',
      'src/table/query-definition.ts': '',
      'src/aggregate/definition.ts': '',
    };
    expect(check({ ...target, ...definitions, [path]: `import type { X } from '${specifier}';` })).toEqual([]);
  });

  it('refuses an import of a package export inside src', () => {
    const planted = { 'src/index.ts': '', 'src/engine/x.ts': "import { X } from '../index.js';" };
    expect(check(planted)).toEqual([expect.stringContaining('Import the file that defines it')]);
  });
});

describe('re-exports', () => {
  const a = { 'src/bus/a.ts': 'export const a = 1;' };

  it.each([
    ['a list', "export { a } from './a.js';"],
    ['a star', "export * from './a.js';"],
    ['types', "export type { A } from './a.js';"],
    ['an import', "import { a } from './a.js';\nexport { a };"],
    ['an import under another name', "import { a } from './a.js';\nexport { a as b };"],
  ])('are refused as %s', (_, text) => {
    expect(check({ ...a, 'src/bus/b.ts': text })).toEqual([
      expect.stringContaining('Only the package exports do that'),
    ]);
  });

  it('are what package exports are for', () => {
    expect(check({ ...a, 'src/index.ts': "export { a } from './bus/a.js';" })).toEqual([]);
  });

  it('are not what an export of a name of its own is', () => {
    expect(check({ ...a, 'src/bus/b.ts': "import { a } from './a.js';\nconst b = a;\nexport { b };" })).toEqual([]);
  });
});

describe('await at the top level', () => {
  it.each(['await start();', 'for await (const x of xs) use(x);', '{ const x = await start(); }'])(
    'is refused: %s',
    (text) => {
      expect(check({ 'src/engine/x.ts': text })).toEqual([
        'src/engine/x.ts:2 awaits at the top level, so CommonJS could not require the package.',
      ]);
      expect(check({ 'generated/x.ts': text })).toHaveLength(1);
    },
  );

  it('is no matter inside functions, nor where nothing requires the file', () => {
    const inside =
      'export async function f() { await g(); }\nexport const h = async () => { for await (const x of f()) g(x); };';
    expect(check({ 'src/engine/x.ts': inside, 'src/cli/x.ts': 'await main();' })).toEqual([]);
  });
});

describe('the shape of a file', () => {
  const bare = (path: string, text: string) => violationsOf({ files: new Map([[path, text]]), packageExports });

  it('starts with a comment', () => {
    expect(bare('src/bus/a.ts', 'export const a = 1;\n')).toEqual([
      'src/bus/a.ts:1 does not start with a comment that says its job and its limit.',
    ]);
  });

  it('may name its interpreter above that comment', () => {
    expect(bare('src/cli/main.ts', '#!/usr/bin/env node\n// The command.\n')).toEqual([]);
    expect(bare('src/cli/main.ts', '#!/usr/bin/env node\nrun();\n')).toHaveLength(1);
  });

  it('has at most 300 lines', () => {
    expect(bare('codegen/a.ts', '// A file.\n'.repeat(300))).toEqual([]);
    expect(bare('codegen/a.ts', '// A file.\n'.repeat(301))).toEqual([
      expect.stringContaining('has 301 lines, more than 300'),
    ]);
  });

  it('has more where that was thought over', () => {
    const files = new Map([['src/bus/a.ts', '// A file.\n'.repeat(301)]]);
    expect(violationsOf({ files, packageExports, longOnPurpose: ['src/bus/a.ts'] })).toEqual([]);
  });

  it.each(['utils', 'string-utils', 'helper', 'helpers', 'actor-manager', 'log-impl', 'common'])(
    'is not named %s',
    (name) => {
      expect(bare(`src/bus/${name}.ts`, '// A file.\n')).toEqual([expect.stringContaining(`is named ${name}`)]);
    },
  );

  it('may be named after the helpers that a user is handed', () => {
    expect(bare('src/projection/projection-helpers.ts', '// A file.\n')).toEqual([]);
    expect(bare('codegen/emit/helpers.ts', '// A file.\n')).toEqual([]);
  });
});
