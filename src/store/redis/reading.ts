// Everything that may be done twice: reads, and writes that are the same twice. Over a connection of its own, again when it is lost.
import type { Gate } from '../gate.js';
import type { Link } from './link.js';
import { type ServerName, storeErrorOf } from './store-error.js';
import type { Wire } from './wire.js';

/** Work over one link, in the words of the store. */
export class Reading {
  readonly #link: Link;
  readonly #gate: Gate;
  readonly #server: ServerName;

  constructor(link: Link, gate: Gate, server: ServerName) {
    this.#link = link;
    this.#gate = gate;
    this.#server = server;
  }

  /** Does work, again when no answer came. Fails with a `StatefoldError`. */
  async read<T>(work: (wire: Wire, until: number) => Promise<T>): Promise<T> {
    this.#gate.mustBeOpen();
    return this.#run(work, true);
  }

  /** Does work whose answer would be another the second time. Fails with a `StatefoldError`, also where it may have been done. */
  async once<T>(work: (wire: Wire, until: number) => Promise<T>): Promise<T> {
    this.#gate.mustBeOpen();
    return this.#run(work, false);
  }

  async #run<T>(work: (wire: Wire, until: number) => Promise<T>, resend: boolean): Promise<T> {
    try {
      return await this.#link.run(work, { resend });
    } catch (error) {
      throw storeErrorOf(this.#server, error, resend);
    }
  }
}
