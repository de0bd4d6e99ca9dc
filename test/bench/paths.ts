// The hot paths that `--profile` knows, and the modules that their time is told by.
import type { Side } from './figure.js';
import { statefoldCommands } from './workloads/command-path.js';
import { statefoldFolds } from './workloads/fold-path.js';

/** The hot paths by name. */
export const paths: ReadonlyMap<string, Side> = new Map([
  ['command', statefoldCommands],
  ['fold', statefoldFolds],
]);

/** The module of a file, for a table: `src/codec/packer.ts`, `node_modules/ajv`, `node:internal/crypto/hash`. */
export function moduleOf(url: string): string | undefined {
  if (url.startsWith('node:')) return url.startsWith('node:internal/process') ? 'node itself' : undefined;
  const [, path] = /\/((?:src|domain|generated|test|node_modules\/(?:@[^/]+\/)?[^/]+)\/.*)$/.exec(url) ?? [];
  if (path === undefined) return undefined;
  return path.startsWith('src/') ? path : path.replace(/^(node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+)\/.*$/, '$1');
}
