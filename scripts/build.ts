// Builds dist/: tsc emits the library, esbuild bundles the command line. Publishes nothing.
import { spawnSync } from 'node:child_process';
import { chmod, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
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
await bundleCommandLine();
