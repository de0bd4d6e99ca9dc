// The registry of one connection to a Redis store: one hash for the whole log.
import type { Registry } from '../../log/registry.js';
import { otherDescriptor } from '../other-descriptor.js';
import type { Keys } from './keys.js';
import type { Reading } from './reading.js';
import { register } from './scripts.js';
import { pairsOf } from './wire.js';

/** A `Registry` on a server. */
export class RedisRegistry implements Registry {
  readonly #keys: Keys;
  readonly #reading: Reading;

  constructor(keys: Keys, reading: Reading) {
    this.#keys = keys;
    this.#reading = reading;
  }

  async read(): Promise<ReadonlyMap<string, string>> {
    const { registry } = this.#keys;
    return pairsOf(await this.#reading.read((wire, until) => wire.send('hgetall', [registry], until, 'utf8')));
  }

  async add(entries: ReadonlyMap<string, string>): Promise<void> {
    const differs = await this.#reading.read((wire, until) => register(wire, this.#keys.registry, entries, until));
    if (differs !== null) throw otherDescriptor(differs);
  }
}
