// The text of the scripts, from their files. The build puts another module in this one's place, which holds the texts itself:
// so they survive whatever bundles the package.
import { readFileSync } from 'node:fs';

/** The text of a script by its name. */
export function luaText(name: string): string {
  return readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
}
