// Measures replies as they come over the wire: each from its first byte to its last, whatever pieces it comes in. Knows RESP, and nothing of what is in it.

/** Adds up one connection's replies. */
export class ReplySizes {
  /** Bytes of the longest reply that has ended. */
  longest = 0;
  replies = 0;
  #rest = Buffer.alloc(0);
  #bytes = 0;
  /** Parts that are still to come, at each level of nesting. */
  #open: number[] = [];
  /** Bytes of text that are still to come. */
  #skip = 0;

  /** Takes in what has come. */
  take(chunk: Buffer): void {
    let at = 0;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    while (at < bytes.length) {
      if (this.#skip > 0) {
        const taken = Math.min(this.#skip, bytes.length - at);
        this.#skip -= taken;
        this.#bytes += taken;
        at += taken;
        if (this.#skip === 0) this.#ended();
        continue;
      }
      const end = bytes.indexOf('\r\n', at);
      if (end === -1) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      const [kind, count] = [bytes[at], Number(bytes.toString('latin1', at + 1, end))];
      this.#bytes += end + 2 - at;
      at = end + 2;
      if (kind === TEXT && count >= 0) this.#skip = count + 2;
      else if (LISTS.has(kind ?? 0) && count > 0) this.#open.push(kind === MAP ? 2 * count : count);
      else this.#ended();
    }
  }

  /** One part has ended, and with it all lists that it was the last of. */
  #ended(): void {
    for (let level = this.#open.length - 1; level >= 0; level--) {
      this.#open[level] = (this.#open[level] ?? 0) - 1;
      if ((this.#open[level] ?? 0) > 0) return;
      this.#open.pop();
    }
    this.replies += 1;
    this.longest = Math.max(this.longest, this.#bytes);
    this.#bytes = 0;
  }
}

const [TEXT, MAP] = ['$'.charCodeAt(0), '%'.charCodeAt(0)];
const LISTS: ReadonlySet<number> = new Set(['*', '%', '~', '>'].map((sign) => sign.charCodeAt(0)));
