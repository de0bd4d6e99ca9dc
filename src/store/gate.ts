// Whether a store connection is open, and what ends with it. Knows nothing of logs and tables.
import { StatefoldError } from '../kernel/error.js';

/** The life of one connection. */
export class Gate {
  #open = true;
  readonly #stops = new Set<() => void>();

  /** Throws `CLOSED` once the connection has been closed. */
  mustBeOpen(): void {
    if (this.#open) return;
    const message = 'This store connection was closed. Connect again, or stop what still uses it before closing.';
    throw new StatefoldError('CLOSED', message, { what: 'store connection' });
  }

  /** Has `stop` called when the connection closes, unless the returned function has called it before. */
  untilClosed(stop: () => void): () => void {
    this.#stops.add(stop);
    return () => {
      if (this.#stops.delete(stop)) stop();
    };
  }

  close(): void {
    this.#open = false;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }
}
