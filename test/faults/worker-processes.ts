// How a script of these tests is run as a process of its own, which can be killed without killing the test.
import { fileURLToPath } from 'node:url';

/** What node is called with to run a script of this folder: from its source, with `statefold` meaning our own. */
export function nodeArguments(script: string): readonly string[] {
  const types = fileURLToPath(new URL('../bench/erase-types.mjs', import.meta.url));
  return ['--import', types, '--conditions', '@statefold/source', fileURLToPath(new URL(script, import.meta.url))];
}
