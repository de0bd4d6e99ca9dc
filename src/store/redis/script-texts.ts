// What a script answers, where all of it is text. Knows no script.
import type { Reply } from './wire.js';

/** The texts of an answer, in order. */
export function scriptTexts(reply: Reply): readonly string[] {
  return (reply as readonly Buffer[]).map(String);
}
