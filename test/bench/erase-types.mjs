// Lets node run TypeScript as users' builds do: types erased, nothing added. tsx, which runs the other scripts, names every
// function that is made at run time, and so slows exactly what is measured here.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'esbuild';

// `node --import` of this file: node loads it again as hooks, in a thread of their own.
if (isMainThread) register(import.meta.url);

/** Imports say `.js` for a file that is written as `.ts`. */
export async function resolve(specifier, context, nextResolve) {
  const isOurs = context.parentURL?.endsWith('.ts') && /^\.{1,2}\//.test(specifier);
  return nextResolve(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), { loader: 'ts', target: 'node20' });
  return { format: 'module', source: code, shortCircuit: true };
}
