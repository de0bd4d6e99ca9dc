import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkDeclaration } from '../../../../codegen/check/check-declaration.js';
import { readDomain } from '../../../../codegen/read/read-domain.js';
import { readFiles, readText } from '../../../support/domain-fixture.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const IMPORT = "import type { Aggregate, Empty, Int, Projection } from 'statefold/domain';\n";
const aggregate = (name: string, payload = 'Empty') =>
  `export interface ${name} extends Aggregate { state: Empty; commands: { Do${name}: ${payload} }; events: { ${name}Done: Empty } }\n`;

describe('reading a domain', () => {
  it("reads this project's own, without problems", () => {
    const { model, problems } = readDomain({ root: ROOT });
    expect([...problems, ...checkDeclaration(model, problems)]).toEqual([]);
    expect(model.aggregates.map(({ name, idName }) => [name, idName])).toEqual([
      ['Order', { name: 'OrderId', file: 'domain/order.domain.ts' }],
    ]);
    expect(model.projections.map(({ name, key }) => `${name}.${key}`)).toContain('OrderSummary.orderId');
    expect(model.rollups.map(({ name, keyField }) => `${name}.${keyField}`)).toEqual(
      expect.arrayContaining(['CustomerTotals.customerId', 'ProductSales.sku']),
    );
    expect(model.queries.find(({ name }) => name === 'GetOrder')?.plan.kind).toBe('row');
    expect(model.types.map(({ name }) => name)).toContain('OrderLine');
  });

  it('reads all files in the order of their names, also in folders, whatever order declarations refer to each other', () => {
    const files = {
      'domain/b.domain.ts': `${IMPORT}import type { Line } from './sub/shared.js';\n${aggregate('B', '{ line: Line }')}`,
      'domain/sub/shared.ts': 'export interface Line { next: Other | null } interface Other { a: string }',
      'domain/sub/c.domain.ts': `${IMPORT}${aggregate('C')}`,
      'domain/a.domain.ts': `${IMPORT}import type { B } from './b.domain.js';\n${aggregate('A2')}export interface Row extends Projection<B> {\n/** @key */\nid: string }\n${aggregate('A1')}`,
    };
    const { model, problems } = readFiles(files);
    expect(problems).toEqual([]);
    expect(model.aggregates.map(({ name }) => name)).toEqual(['A2', 'A1', 'B', 'C']);
    expect(model.projections.map(({ aggregate: source }) => source)).toEqual(['B']);
    expect(model.types.map(({ name, at }) => `${at.file} ${name}`)).toEqual([
      'domain/sub/shared.ts Line',
      'domain/sub/shared.ts Other',
    ]);
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    expect(readFiles(reversed)).toEqual({ model, problems });
  });

  it('is not changed by files that have nothing to do with the domain, whose types TypeScript would order first', () => {
    const domain = { 'domain/b.domain.ts': `${IMPORT}${aggregate('B', "{ f: 'z' | 'y' | 'x'; g: 2 | 1 }")}` };
    const alone = readFiles(domain).model;
    const accompanied = readFiles({
      ...domain,
      'domain/a.domain.ts': "export type Letters = 'x' | 'y' | 'z'; export type Numbers = 1 | 2;",
      'domain/other.ts': "export const letters: 'y' | 'x' = 'x';",
    }).model;
    expect(accompanied).toEqual(alone);
  });

  it("reports TypeScript's own errors with their place, and nothing of its own on the same line", () => {
    const { problems } = readFiles({
      'domain/a.domain.ts': `${IMPORT}${aggregate('A', '{ f: Missing; g: any }')}type X = Int[;\n`,
    });
    expect(problems).toEqual(["domain/a.domain.ts:3:14 ']' expected. (TS1005)"]);
    const { problems: semantic } = readFiles({
      'domain/a.domain.ts': `${IMPORT}${aggregate('A', '{\nf: Missing; g: any;\nh: any }')}`,
    });
    expect(semantic).toEqual([
      "domain/a.domain.ts:3:4 Cannot find name 'Missing'. (TS2304)",
      'domain/a.domain.ts:4:4 "any" cannot be checked. Write the type of the data.',
    ]);
  });

  it('reports an import that fails once, at the import', () => {
    const { problems } = readFiles({
      'domain/a.domain.ts': `${IMPORT}import type { Line } from './missing.js';\n${aggregate('A', '{ f: Line; g: Line[] }')}`,
    });
    expect(problems).toEqual([
      "domain/a.domain.ts:2:27 Cannot find module './missing.js' or its corresponding type declarations. (TS2307)",
    ]);
  });

  it('reports a name that stands for nothing in another file of the project, where TypeScript is not asked', () => {
    const { problems } = readFiles({
      'src/line.ts': 'export interface Line { a: Missing }\nconst broken: string = 1;',
      'domain/a.domain.ts': `${IMPORT}import type { Line } from '../src/line.js';\n${aggregate('A', '{ f: Line }')}`,
    });
    expect(problems).toEqual(['src/line.ts:1:28 Missing is declared nowhere. Declare or import it.']);
  });

  it('refuses types of packages', () => {
    const { problems } = readFiles({
      'domain/a.domain.ts': `${IMPORT}import type { Thing } from '../node_modules/thing/index.js';\n${aggregate('A', '{ f: Thing }')}`,
      'node_modules/thing/index.d.ts': 'export interface Thing { a: string }',
    });
    expect(problems).toEqual([
      'domain/a.domain.ts:3:76 Thing is a type of a package. Write an interface or a type alias of this project, once.',
    ]);
  });

  it("leaves it at TypeScript's word where a base is misspelt", () => {
    const { problems } = readText(
      'export interface A extends Agregate { state: Empty; commands: { Do: Empty }; events: { Done: Empty } }\nexport interface R extends Projection<A> {\n/** @key */\nid: string }\n/** @reads R */\nexport interface Q extends Query<Int> { n: any }',
    );
    expect(problems).toEqual(["2:28 Cannot find name 'Agregate'. Did you mean 'Aggregate'? (TS2552)"]);
  });

  it('says where it looked when there is no domain file', () => {
    expect(readFiles({ 'src/line.ts': '' }).problems).toEqual([
      'domain:1:1 No file in /app/domain/ ends in .domain.ts, and one holds the declaration. Give --root the folder of package.json and domain/; where there is none yet, "npx statefold init" writes an example.',
    ]);
  });
});

describe('a project on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'statefold-read-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it('is read without a tsconfig, in another folder than domain, before anything is generated', () => {
    write('package.json', '{ "type": "module" }');
    write(
      'node_modules/statefold/package.json',
      '{ "name": "statefold", "type": "module", "exports": { "./domain": { "@statefold/source": "./src/domain.ts", "types": "./dist/domain.d.ts" } } }',
    );
    write(
      'node_modules/statefold/dist/domain.d.ts',
      'export type Int = number; export type Empty = Record<string, never>; export interface Projection<A> {} export interface Aggregate { state: object; commands: object; events: object }',
    );
    write('types/a.domain.ts', `${IMPORT}${aggregate('A', '{ f: Int }')}`);
    const { model, problems } = readDomain({ root: folder, domainDir: 'types' });
    expect(problems).toEqual([]);
    expect(model.aggregates[0]?.commands[0]?.payload.fields[0]?.type).toEqual({ kind: 'integer', constraints: {} });
    expect(model.aggregates[0]?.at).toEqual({ file: 'types/a.domain.ts', line: 2, column: 18 });
  });
});
