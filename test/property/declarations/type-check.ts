// Lets TypeScript judge values against declared types: one run of the compiler for a whole batch.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilerLines } from '../../support/compiler.js';
import type { Files } from './writer.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A value and what TypeScript must think of it. */
export interface Assignment {
  readonly type: string;
  readonly expression: string;
  readonly isError: boolean;
  /** What it is, for a message. */
  readonly what: string;
}

/** Where TypeScript disagrees: an assignment, or (`null`) the text of an error that is about none. */
export interface Disagreement {
  readonly assignment: Assignment | null;
  readonly message: string;
}

const OPTIONS = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noEmit: true,
};

/** Compiles the files of a project together with assignments to types of it, which `head` imports. */
export function typeCheck(
  files: Files,
  head: readonly string[],
  assignments: readonly Assignment[],
): readonly Disagreement[] {
  const lines = [...head];
  const byLine = new Map<number, Assignment>();
  for (const [index, assignment] of assignments.entries()) {
    const { type, expression, isError } = assignment;
    if (isError) byLine.set(lines.push('// @ts-expect-error'), assignment);
    byLine.set(lines.push(`export const value${index}: ${type} = ${expression};`), assignment);
  }
  return compile({ ...files, 'check.ts': `${lines.join('\n')}\n` }).map((error) => {
    const [, file, line, message = error] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(error) ?? [];
    const assignment = file === 'check.ts' ? (byLine.get(Number(line)) ?? null) : null;
    return { assignment, message: assignment === null ? error : message };
  });
}

function compile(files: Files): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'statefold-declarations-'));
  try {
    for (const [path, text] of Object.entries({ ...files, ...PROJECT })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const domain = join(folder, 'node_modules/statefold/dist/domain.d.ts');
    mkdirSync(dirname(domain), { recursive: true });
    copyFileSync(join(ROOT, 'src/domain.ts'), domain);
    return compilerLines(folder).filter((line) => /^\S/.test(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PROJECT: Files = {
  'package.json': '{ "type": "module" }',
  'tsconfig.json': JSON.stringify({ compilerOptions: OPTIONS }),
  'node_modules/statefold/package.json':
    '{ "name": "statefold", "type": "module", "exports": { "./domain": { "types": "./dist/domain.d.ts" } } }',
};
