// `statefold init`: writes a small domain into a package. Never overwrites a file.
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TEMPLATES } from './templates.js';

interface Manifest {
  type?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const DEPENDENCIES = ['statefold', 'xstate'];
const DEV_DEPENDENCIES = ['@types/node', 'fast-check', 'ts-morph', 'tsx', 'typescript', 'vitest'];

// What `npm init` writes where nobody has said anything.
const NO_TESTS = 'echo "Error: no test specified" && exit 1';

/** Writes the templates into the package at `root`; the exit code. */
export async function init(root: string): Promise<number> {
  const path = join(root, 'package.json');
  if (!(await exists(path))) {
    process.stderr.write(`There is no package.json in ${root}. Make one first: npm init -y\n`);
    return 1;
  }
  for (const [file, text] of Object.entries(TEMPLATES)) {
    process.stdout.write(`${(await writeNew(join(root, file), text)) ? 'wrote' : 'kept '} ${file}\n`);
  }
  const text = await readFile(path, 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const edited = withScripts(manifest);
  if (JSON.stringify(edited) !== JSON.stringify(manifest)) {
    await writeFile(path, `${JSON.stringify(edited, null, /^[ \t]+/m.exec(text)?.[0] ?? 2)}\n`);
    process.stdout.write('added to package.json: what was missing of "type", "codegen" and "test"\n');
  }
  process.stdout.write(
    `\nNext:\n${nextCommands(manifest)
      .map((command) => `  ${command}\n`)
      .join('')}`,
  );
  return 0;
}

function withScripts(manifest: Manifest): Manifest {
  const { test = NO_TESTS, ...scripts } = manifest.scripts ?? {};
  return {
    ...manifest,
    type: manifest.type ?? 'module',
    scripts: { codegen: 'statefold codegen', ...scripts, test: test === NO_TESTS ? 'vitest run' : test },
  };
}

function nextCommands({ dependencies = {}, devDependencies = {} }: Manifest): string[] {
  const installed = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  const missing = DEPENDENCIES.filter((name) => !installed.has(name));
  const missingDev = DEV_DEPENDENCIES.filter((name) => !installed.has(name));
  return [
    ...(missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`]),
    ...(missingDev.length === 0 ? [] : [`npm install --save-dev ${missingDev.join(' ')}`]),
    'npm run codegen',
    'npm test',
    'npx tsx app.ts',
  ];
}

async function writeNew(path: string, text: string): Promise<boolean> {
  if (await exists(path)) return false;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: 'wx' });
  return true;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Whatever hides the file, writing it will say so.
    return false;
  }
}
