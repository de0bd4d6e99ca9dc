// The codecs of a log, made of nothing but its registry: for tools that do not have the domain's code.
import type { EventCodec } from '../codec/event-codec.js';
import { EventCodecs } from '../codec/event-codecs.js';
import { schemaCodec } from '../codec/schema-codec.js';
import { parseDescriptor } from '../log/descriptor-text.js';
import type { Registry } from '../log/registry.js';

/** Reads a registry as often as it is asked to, and makes each codec once. */
export class LogCodecs {
  readonly #registry: Registry;
  /** By fingerprint. */
  readonly #made = new Map<string, EventCodec>();
  #codecs = new EventCodecs([]);

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /**
   * The codecs of everything that was registered by now: all that is in the log when this is called can be read with them.
   * Throws `CORRUPT` for a registry that cannot be read.
   */
  async read(): Promise<EventCodecs> {
    const held = await this.#registry.read();
    if (held.size === this.#made.size) return this.#codecs;
    for (const [fingerprint, text] of held) {
      if (!this.#made.has(fingerprint)) this.#made.set(fingerprint, schemaCodec(parseDescriptor(fingerprint, text)));
    }
    this.#codecs = new EventCodecs(newest([...this.#made.values()]));
    return this.#codecs;
  }
}

/** Of each version the form that has grown furthest: it reads all that was ever written under it. */
function newest(codecs: readonly EventCodec[]): readonly EventCodec[] {
  const found = new Map<string, EventCodec>();
  for (const codec of codecs) {
    const { number, version, revisions } = codec.descriptor;
    const known = found.get(`${number}.${version}`);
    if (known === undefined || known.descriptor.revisions.length < revisions.length) {
      found.set(`${number}.${version}`, codec);
    }
  }
  return [...found.values()];
}
