// Walks over the keys of a server without holding it up. Reads no values.
import type { Wire } from '../wire.js';

/** Keys that a server looks at for one answer. */
const KEYS_AT_ONCE = 1000;

/** The keys that match a pattern, in pages; a key may come twice. `ask` sends one command. */
export async function* keysLike(pattern: string, ask: Ask): AsyncGenerator<readonly string[]> {
  for (let cursor = '0'; ; ) {
    const [next, keys] = (await ask((wire, until) =>
      wire.send('scan', [cursor, 'MATCH', pattern, 'COUNT', KEYS_AT_ONCE], until, 'utf8'),
    )) as readonly [string, readonly string[]];
    if (keys.length > 0) yield keys;
    if (next === '0') return;
    cursor = next;
  }
}

/** Does some work over a connection. */
export type Ask = <T>(work: (wire: Wire, until: number) => Promise<T>) => Promise<T>;
