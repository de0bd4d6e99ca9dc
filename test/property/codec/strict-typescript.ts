// What a strict compiler says of generated codecs, where they stand beside the engine's own sources.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilerLines } from '../../support/compiler.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const OPTIONS = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The contract as generated codecs see it. */
const CONTRACT = [
  ['EventCodec', 'event-codec'],
  ['Reader', 'reader'],
  ['Writer', 'writer'],
].map(([name, file]) => `export type { ${name} } from '${join(ROOT, 'src/codec', `${file}.js`)}';\n`);

/** More errors say no more, nor do longer ones. */
const ERRORS = 10;
const ERROR_LENGTH = 500;

/** The first errors of a strict compiler in the text of a `codecs.ts`. What it says of the engine's sources is not looked at. */
export function strictErrors(codecsText: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'statefold-codecs-'));
  try {
    const files = {
      'package.json': '{ "type": "module" }',
      'tsconfig.json': JSON.stringify({ compilerOptions: OPTIONS, files: ['codecs.ts'] }),
      'contract.ts': CONTRACT.join(''),
      'codecs.ts': codecsText.replace("'statefold/contract'", "'./contract.js'"),
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    return errorsIn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function errorsIn(folder: string): readonly string[] {
  const errors = compilerLines(folder).filter((line) => line.startsWith('codecs.ts'));
  return errors.slice(0, ERRORS).map((line) => line.slice(0, ERROR_LENGTH));
}
