// The registry of one connection to a memory store, over a map that all its connections share.
import type { Registry } from '../../log/registry.js';
import type { Gate } from '../gate.js';
import { otherDescriptor } from '../other-descriptor.js';

/** A `Registry` over shared entries. Methods are async for the port's sake: each does its work at once, when it is called. */
export class MemoryRegistry implements Registry {
  readonly #entries: Map<string, string>;
  readonly #gate: Gate;

  constructor(entries: Map<string, string>, gate: Gate) {
    this.#entries = entries;
    this.#gate = gate;
  }

  async read(): Promise<ReadonlyMap<string, string>> {
    this.#gate.mustBeOpen();
    return new Map(this.#entries);
  }

  async add(entries: ReadonlyMap<string, string>): Promise<void> {
    this.#gate.mustBeOpen();
    for (const [fingerprint, text] of entries) {
      const known = this.#entries.get(fingerprint);
      if (known !== undefined && known !== text) throw otherDescriptor(fingerprint);
    }
    for (const [fingerprint, text] of entries) this.#entries.set(fingerprint, text);
  }
}
