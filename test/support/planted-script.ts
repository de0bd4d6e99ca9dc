// Plants a mistake in a script: until it is put right, whoever calls the script sends another text. The server has both.
import { hash } from 'node:crypto';
import { type Script, type ScriptName, scriptOf } from '../../src/store/redis/script.js';

/** Puts another text in place of a script's while a task runs. Throws where it is the same: then nothing was planted. */
export async function withScript<T>(
  name: ScriptName,
  change: (text: string) => string,
  task: () => Promise<T>,
): Promise<T> {
  const repair = planted(name, change);
  try {
    return await task();
  } finally {
    repair();
  }
}

/** Puts another text in place of a script's. Returns how to put it right. */
export function planted(name: ScriptName, change: (text: string) => string): () => void {
  // One object for each script, shared by all who send it.
  const script = scriptOf(name);
  const sound: Script = { ...script };
  const text = change(sound.text);
  if (text === sound.text)
    throw new Error(`Nothing was planted in ${name}.lua: it does not hold what is to be changed.`);
  Object.assign(script, { text, sha: hash('sha1', text) });
  return () => void Object.assign(script, sound);
}

/** Moves a part of a script, from where it begins to before where it ends, in front of another. */
export function moved(text: string, part: readonly [begin: string, end: string], before: string): string {
  const [begin, end] = part.map((mark) => text.indexOf(mark)) as [number, number];
  const rest = text.slice(0, begin) + text.slice(end);
  const place = rest.indexOf(before);
  if (begin < 0 || end < begin || place < 0)
    throw new Error('The script does not hold the parts that are to change places.');
  return rest.slice(0, place) + text.slice(begin, end) + rest.slice(place);
}
