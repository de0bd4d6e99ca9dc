// One Lua script: its text, and the hash that a server knows it by. Knows nothing of what scripts do.
import { hash } from 'node:crypto';
import { luaText } from './lua-text.js';

/** The scripts: one per atomic operation, each in the file of its name in `lua/`, which begins with its contract. */
export const SCRIPT_NAMES = [
  'adopt',
  'append',
  'apply',
  'attend',
  'commits',
  'drop',
  'index-above',
  'index-tagged',
  'lease',
  'open',
  'page',
  'place',
  'register',
  'retire',
  'rows',
  'save-snapshot',
  'serve',
  'slice',
] as const;

/** Names one script. */
export type ScriptName = (typeof SCRIPT_NAMES)[number];

/** A script as it is sent. */
export interface Script {
  readonly text: string;
  /** SHA-1 of the text, as hex. */
  readonly sha: string;
}

const loaded = new Map<ScriptName, Script>();

/** A script by its name. */
export function scriptOf(name: ScriptName): Script {
  let script = loaded.get(name);
  if (script === undefined) {
    const text = luaText(name);
    script = { text, sha: hash('sha1', text) };
    loaded.set(name, script);
  }
  return script;
}
