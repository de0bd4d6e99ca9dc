// Builds dist/: tsc emits the library, esbuild bundles the command line. Publishes nothing.
import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const cli = join(src, 'cli');
const bundles = join(root, 'dist', 'cli');

// The bundle must share the emitted library: a second copy of StatefoldError would answer `instanceof` with no.
const libraryStaysOutside: Plugin = {
  name: 'library-stays-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const target = join(resolveDir, path);
      const inLibrary = target.startsWith(src + sep) && !target.startsWith(cli + sep);
      return inLibrary ? { path: join('..', relative(src, target)).replaceAll(sep, '/'), external: true } : undefined;
    });
  },
};

function emitLibrary(): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, error } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`tsc did not emit the library: exit ${status ?? 'by signal'}.`, { cause: error });
}

/** Puts the texts of the scripts into the module that otherwise reads their files: they go wherever the package is bundled to. */
async function embedScripts(): Promise<void> {
  const [folder, target] = [join(src, 'store', 'redis', 'lua'), join(root, 'dist', 'store', 'redis', 'lua-text.js')];
  const files = (await readdir(folder)).filter((file) => file.endsWith('.lua')).sort();
  const texts = files.map(
    async (file) => [basename(file, '.lua'), await readFile(join(folder, file), 'utf8')] as const,
  );
  const embedded = JSON.stringify(Object.fromEntries(await Promise.all(texts)), null, 2);
  const text = `// The text of the scripts, from src/store/redis/lua/.
const texts = ${embedded};
/** The text of a script by its name. */
export function luaText(name) {
    return texts[name];
}
`;
  await writeFile(target, text);
  // It maps lines that are no longer there.
  await rm(`${target}.map`);
}

async function bundleCommandLine(): Promise<void> {
  await build({
    // The loader of machines is a process of its own, which is started by the name of its file.
    entryPoints: { main: join(cli, 'main.ts'), 'machine-loader': join(root, 'codegen', 'load', 'machine-loader.ts') },
    outdir: bundles,
    bundle: true,
    // What is imported only on demand stays in files of its own: `--help` must not need the optional peers.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // What the user's project provides.
    external: ['statefold', 'statefold/*', 'ts-morph', 'tsx', 'tsx/*', 'xstate', 'ajv', 'fast-check'],
    plugins: [libraryStaysOutside],
    // Bundled CommonJS packages call `require`, which an ES module lacks.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    legalComments: 'inline',
    logLevel: 'warning',
  });
  await chmod(join(bundles, 'main.js'), 0o755);
}

await rm(join(root, 'dist'), { recursive: true, force: true });
emitLibrary();
await embedScripts();
await bundleCommandLine();
