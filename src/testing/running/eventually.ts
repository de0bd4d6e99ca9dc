// Waits for what becomes true by itself, such as a read model that catches up. Looks again and again; nobody has to guess how long.
import { wordsOf } from '../../kernel/error.js';
import { MILLISECONDS, type OptionKinds } from '../../kernel/option-kinds.js';
import { assertOptions } from '../assert-options.js';
import { Broken } from '../broken.js';

/** Looks one after the other, each after a turn of the event loop; after that, time is given. */
const QUICK_LOOKS = 200;
const PAUSE_MS = 10;
const WITHIN_MS = 5_000;

interface WaitOptions {
  readonly within?: number;
}

const OPTIONS: OptionKinds<WaitOptions> = { within: MILLISECONDS };

/**
 * Calls `check` until it does not throw, and answers what it answers. After `within` milliseconds (5,000; by the real clock) it throws
 * `Broken` with what `check` threw last.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: WaitOptions = {}): Promise<T> {
  assertOptions('eventually', options, { kinds: OPTIONS });
  const { within = WITHIN_MS } = options;
  const start = performance.now();
  for (let looks = 1; ; looks++) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() - start >= within) throw late(error, `${within} ms, in ${looks} looks`);
    }
    await new Promise<void>((resume) => {
      if (looks < QUICK_LOOKS) setImmediate(resume);
      else setTimeout(resume, PAUSE_MS);
    });
  }
}

/** Test runners show the values that an assertion compared: they are kept. */
function late(error: unknown, when: string): Broken {
  const message = `It did not come true within ${when}: ${wordsOf(error)}`;
  const { actual, expected } = (error ?? {}) as { readonly actual?: unknown; readonly expected?: unknown };
  const compared = actual === undefined && expected === undefined ? undefined : { actual, expected };
  return Object.assign(new Broken(message, compared), { cause: error });
}
