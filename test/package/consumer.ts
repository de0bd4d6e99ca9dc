// A project that has the packed package installed, laid out strictly: each package sees only what it declares.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ours = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a temporary folder, outside of the repository. */
export interface Consumer {
  readonly folder: string;
  /** Where the package lies, unpacked. */
  readonly installed: string;
  write(path: string, text: string): void;
  /** Runs `node` in the project. */
  node(...args: readonly string[]): Ended;
  remove(): void;
}

/**
 * Lays out what pnpm would: the package's dependencies lie beside it, where the project cannot see them.
 * `peers` are given to both. Everything else of our node_modules stays out of reach.
 */
export function layConsumer(tarball: string, dependencies: readonly string[], peers: readonly string[]): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'statefold-consumer-'));
  const store = join(folder, 'store', 'node_modules');
  const visible = join(folder, 'project', 'node_modules');
  const installed = join(store, 'statefold');
  for (const made of [installed, visible]) mkdirSync(made, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const name of [...dependencies, ...peers]) link(join(ours, name), join(store, name));
  for (const name of peers) link(join(ours, name), join(visible, name));
  link(installed, join(visible, 'statefold'));

  const project = join(folder, 'project');
  const write = (path: string, text: string) => writeFileSync(join(project, path), text);
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  return {
    folder: project,
    installed,
    write,
    node: (...args) => spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
