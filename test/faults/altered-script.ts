// A Lua script with a mistake in it: what the store sends from then on, until it is put right. For tests that plant one.
import { hash } from 'node:crypto';
import { type ScriptName, scriptOf } from '../../src/store/redis/script.js';

/** Alters a script, in which `from` must be found once. Returns how to put it right. */
export function altered(name: ScriptName, from: RegExp, to: string): () => void {
  // One object for each script, shared by all who send it.
  const script = scriptOf(name);
  const { text, sha } = script;
  const found = text.match(new RegExp(from, 'g'))?.length ?? 0;
  if (found !== 1) throw new Error(`${name}.lua holds ${from} ${found} times. Plant the mistake where it belongs now.`);
  const mistaken = text.replace(from, to);
  Object.assign(script, { text: mistaken, sha: hash('sha1', mistaken) });
  return () => void Object.assign(script, { text, sha });
}
