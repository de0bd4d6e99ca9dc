// What an aggregate is called in messages: `Order-order-7`. Always one line, whatever its id holds: no id can forge a line of a log.

// Control characters, and what else begins a line.
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** An aggregate's name for messages. */
export function labelOf(type: string, id: string): string {
  return `${type}-${onOneLine(id)}`;
}

/** A text that somebody else chose, without what would begin another line or hide what stands before it. */
export function onOneLine(text: string): string {
  return text.replace(BREAKS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
