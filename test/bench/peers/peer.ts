// Finds the packages that the benches compare with, in this folder's own node_modules. Installs nothing.
import { createRequire } from 'node:module';

const require = createRequire(new URL('./package.json', import.meta.url));

/** Whether a package is installed here. */
export function hasPeer(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}

/** Loads a package that is installed here. */
export function requirePeer(name: string): unknown {
  return require(name);
}
