// `statefold init`: writes a small domain into a package that has none. Never overwrites a file.
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SAMPLE, TEMPLATES } from './templates.js';

interface Manifest {
  type?: string;
  main?: string;
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
  const text = await readFile(path, 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  // Judged before anything is written that could pass for the package's own code.
  const isModule = manifest.type === undefined || manifest.type === 'module' || !(await hasOwnCode(root, manifest));
  const own = await ownDomain(root);
  for (const [file, template] of Object.entries(own === null ? { ...SAMPLE, ...TEMPLATES } : TEMPLATES)) {
    process.stdout.write(`${(await writeNew(join(root, file), template)) ? 'wrote' : 'kept '} ${file}\n`);
  }
  if (own !== null) {
    process.stdout.write(`left domain/ as it is: it holds a domain already, ${own}. No sample was written.\n`);
  }
  const edited = withScripts(manifest, isModule);
  if (JSON.stringify(edited) !== JSON.stringify(manifest)) {
    await writeFile(path, `${JSON.stringify(edited, null, /^[ \t]+/m.exec(text)?.[0] ?? 2)}\n`);
    process.stdout.write('added to package.json: what was missing of "type", "codegen" and "test"\n');
  }
  process.stdout.write(typeNote(manifest, isModule));
  process.stdout.write(
    `\nNext:\n${nextCommands(manifest, own === null)
      .map((command) => `  ${command}\n`)
      .join('')}`,
  );
  return 0;
}

function withScripts(manifest: Manifest, isModule: boolean): Manifest {
  const { test = NO_TESTS, ...scripts } = manifest.scripts ?? {};
  return {
    ...manifest,
    ...(isModule ? { type: 'module' } : {}),
    scripts: { codegen: 'statefold codegen', ...scripts, test: test === NO_TESTS ? 'vitest run' : test },
  };
}

/** Whether the package has code already, whose kind its "type" decides. */
async function hasOwnCode(root: string, { main = 'index.js' }: Manifest): Promise<boolean> {
  if ((await exists(join(root, main))) || (await exists(join(root, 'src')))) return true;
  return (await readdir(root)).some((name) => /\.[jt]sx?$/.test(name));
}

/** What became of a "type" that was there already: npm writes "commonjs" where nobody has said anything. */
function typeNote({ type }: Manifest, isModule: boolean): string {
  if (type === undefined || type === 'module') return '';
  if (isModule) return `changed in package.json: "type" from "${type}" to "module" (the package has no code yet)\n`;
  return `kept "type": "${type}" in package.json: in tests, TypeScript will not take the generated arbitraries for fast-check's; "module" mends it\n`;
}

function nextCommands({ dependencies = {}, devDependencies = {} }: Manifest, isSample: boolean): string[] {
  const installed = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  const missing = DEPENDENCIES.filter((name) => !installed.has(name));
  const missingDev = DEV_DEPENDENCIES.filter((name) => !installed.has(name));
  return [
    ...(missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`]),
    ...(missingDev.length === 0 ? [] : [`npm install --save-dev ${missingDev.join(' ')}`]),
    'npm run codegen',
    'npm test',
    ...(isSample ? ['npx tsx app.ts'] : []),
  ];
}

/** A file of a domain that is not the sample's; `null` where there is none. What codegen keeps in domain/ is no domain. */
async function ownDomain(root: string): Promise<string | null> {
  if (!(await exists(join(root, 'domain')))) return null;
  const files = await readdir(join(root, 'domain'), { recursive: true });
  const paths = files.map((file) => `domain/${file.replaceAll('\\', '/')}`).sort();
  return paths.find((path) => path.endsWith('.ts') && !Object.hasOwn(SAMPLE, path)) ?? null;
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
