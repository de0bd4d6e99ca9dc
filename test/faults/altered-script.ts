// A Lua script with a mistake in the one place where it belongs, until it is put right. For tests that plant one.
import { type ScriptName, scriptOf } from '../../src/store/redis/script.js';
import { planted } from '../support/planted-script.js';

/** Alters a script, in which `from` must be found once. Returns how to put it right. */
export function altered(name: ScriptName, from: RegExp, to: string): () => void {
  const found = scriptOf(name).text.match(new RegExp(from, 'g'))?.length ?? 0;
  if (found !== 1) throw new Error(`${name}.lua holds ${from} ${found} times. Plant the mistake where it belongs now.`);
  return planted(name, (text) => text.replace(from, to));
}
