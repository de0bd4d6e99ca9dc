// Reads domains from text, in memory, with the real words of `statefold/domain`. One TypeScript project serves all tests of a file.
import { readFileSync } from 'node:fs';
import { Project } from 'ts-morph';
import { checkDeclaration } from '../../codegen/check/check-declaration.js';
import type { DomainModel, TypeModel } from '../../codegen/model.js';
import { problemText, sortProblems } from '../../codegen/read/problem-list.js';
import { readProject } from '../../codegen/read/read-domain.js';

const project = new Project({
  useInMemoryFileSystem: true,
  compilerOptions: { target: 10, module: 199, moduleResolution: 99, strict: true, types: [] },
});
const disk = project.getFileSystem();
disk.writeFileSync('/app/package.json', '{ "type": "module" }');
disk.writeFileSync(
  '/app/node_modules/statefold/package.json',
  '{ "name": "statefold", "type": "module", "exports": { "./domain": { "types": "./dist/domain.d.ts" } } }',
);
disk.writeFileSync(
  '/app/node_modules/statefold/dist/domain.d.ts',
  readFileSync(new URL('../../src/domain.ts', import.meta.url), 'utf8'),
);

/** All words, imported on the first line of a fixture: its own text starts on the second. */
const WORDS =
  "import type { Aggregate, Branded, Count, Empty, Int, Max, Min, Page, Paging, Projection, Query, Rollup, Sort, Sum } from 'statefold/domain';";

/** A domain as reading and checking it leave it; problems as codegen prints them. */
export interface FixtureDomain {
  readonly model: DomainModel;
  readonly problems: readonly string[];
}

/** Reads and checks a domain of several files, given by their paths from the project's root. */
export function readFiles(files: Readonly<Record<string, string>>): FixtureDomain {
  // Files that stay are overwritten, not removed: TypeScript then takes over most of its last program.
  const wanted = new Set(Object.keys(files).map((path) => `/app/${path}`));
  for (const file of project.getSourceFiles()) {
    const path = file.getFilePath();
    if (wanted.has(path) || path.startsWith('/app/node_modules/statefold/')) continue;
    project.removeSourceFile(file);
    disk.deleteSync(path);
  }
  for (const [path, text] of Object.entries(files)) {
    disk.writeFileSync(`/app/${path}`, text);
    project.createSourceFile(`/app/${path}`, text, { overwrite: true });
  }
  const { model, problems } = readProject({ project, root: '/app', domainDir: 'domain' });
  const all = sortProblems([...problems, ...checkDeclaration(model, problems)]);
  return { model, problems: all.map(problemText) };
}

/** Reads and checks `domain/a.domain.ts`: the words on its first line, then `text`. Problems without the file's name. */
export function readText(text: string): FixtureDomain {
  const { model, problems } = readFiles({ 'domain/a.domain.ts': `${WORDS}\n${text}` });
  return { model, problems: problems.map((problem) => problem.replace('domain/a.domain.ts:', '')) };
}

/** A domain whose one command has `field` for payload, on line 3, and further declarations from line 7. */
export function withField(field: string, declarations = ''): string {
  return `export interface Thing extends Aggregate {
  state: Empty; events: { Done: Empty }; commands: { Do: {
${field}
  } };
}
${declarations}`;
}

/** The type of the first field of `withField`'s command, or what is wrong with it. */
export function readField(field: string, declarations = ''): TypeModel | readonly string[] {
  const { model, problems } = readText(withField(field, declarations));
  const type = model.aggregates[0]?.commands[0]?.payload.fields[0]?.type;
  return problems.length > 0 || type === undefined ? problems : type;
}

/** A model without places, for comparison. */
export function withoutPlaces<T>(model: T): unknown {
  return JSON.parse(JSON.stringify(model, (key, value) => (key === 'at' ? undefined : value)));
}
