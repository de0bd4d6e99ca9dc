// Builds and packs the package once for all tests of this folder, as publishing would. Installs nothing.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absolute path of the packed package. */
    readonly tarball: string;
  }
}

/** Vitest calls it before the tests, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'statefold-pack-'));
  // On Windows npm is a script, which only a shell starts.
  const options = {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  } as const;
  // Not by way of `prepack`: npm would mix the build's output into the list that is read here.
  execFileSync('npm', ['run', '--silent', 'build'], { ...options, stdio: 'inherit' });
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  project.provide('tarball', join(folder, filename));
  return () => rm(folder, { recursive: true, force: true });
}
