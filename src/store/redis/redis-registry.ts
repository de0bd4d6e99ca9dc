// The registry of one connection to a Redis store: one hash for the whole log.
import type { Registry } from '../../log/registry.js';
import { otherDescriptor } from '../other-descriptor.js';
import type { Keys } from './keys.js';
import type { LogMeta } from './log-meta.js';
import { register } from './meta-scripts.js';
import type { Reading } from './reading.js';
import { pairsOf, type Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** A `Registry` on a server. */
export class RedisRegistry implements Registry {
  readonly #keys: Keys;
  readonly #meta: LogMeta;
  readonly #reading: Reading;
  /** All that this connection has found or put there. */
  readonly #held = new Map<string, string>();

  constructor(keys: Keys, meta: LogMeta, reading: Reading) {
    this.#keys = keys;
    this.#meta = meta;
    this.#reading = reading;
  }

  async read(): Promise<ReadonlyMap<string, string>> {
    const { registry } = this.#keys;
    const found = pairsOf(await this.#reading.read((wire, until) => wire.send('hgetall', [registry], until, 'utf8')));
    for (const [fingerprint, text] of found) this.#held.set(fingerprint, text);
    return found;
  }

  async add(entries: ReadonlyMap<string, string>): Promise<void> {
    await this.#reading.read(async (wire, until) => {
      const answer = await this.#meta.onServer(() => register(wire, this.#keys, entries, until), wire, until);
      if (answer.kind === 'differs') throw otherDescriptor(answer.fingerprint);
    });
    for (const [fingerprint, text] of entries) this.#held.set(fingerprint, text);
  }

  /**
   * Puts back what another server may have lost, before anything is stored on it that needs it: who has once seen a descriptor there
   * does not ask again.
   */
  async restore(wire: Wire, until: number): Promise<void> {
    if (this.#held.size === 0) return;
    try {
      await this.#meta.onServer(() => register(wire, this.#keys, this.#held, until), wire, until);
    } catch (error) {
      // A user who may not write there has put nothing there.
      if (!(error instanceof WireError && error.kind === 'refused')) throw error;
    }
  }
}
