// One UTF-16 unit of a text, for loops that must stay fast whatever else the process has loaded.

// On Node 20 a class anywhere in the process that extends String (ioredis has one) keeps V8 from inlining `text.charCodeAt(index)`,
// after which a loop over a short text takes four times as long. The method itself, called by name, is inlined all the same.
const { charCodeAt } = String.prototype;

/** What `text.charCodeAt(index)` answers. */
export function unitAt(text: string, index: number): number {
  return charCodeAt.call(text, index);
}
