// Writes the descriptors of events to the log's registry before the first of these events goes to the log. Reads no events.
import type { EventDescriptor } from '../codec/descriptor.js';
import { StatefoldError } from '../kernel/error.js';
import { descriptorText, fingerprintOf, parseDescriptor, sameForm, sameHistory } from './descriptor-text.js';
import type { Registry } from './registry.js';

/** What one engine knows of its log's registry. */
export class Registrar {
  readonly #registry: Registry;
  readonly #known: Set<string>;
  /** By fingerprint: used by commits that were encoded, and not known to be in the registry. */
  readonly #wanted = new Map<string, EventDescriptor>();
  /** Used by commits that were encoded, and known to be in the registry. */
  readonly #registered = new Set<EventDescriptor>();
  #writing: Promise<void> | null = null;

  /** `known`: fingerprints that the registry is known to hold. */
  constructor(registry: Registry, known: Iterable<string>) {
    this.#registry = registry;
    this.#known = new Set(known);
  }

  /** Whether the registry holds all that is needed so far: then nothing has to wait. */
  get isComplete(): boolean {
    return this.#wanted.size === 0;
  }

  /** To be called for each event that is encoded: its descriptor must be in the registry before the event is in the log. */
  need(descriptor: EventDescriptor): void {
    if (this.#registered.has(descriptor)) return;
    const fingerprint = fingerprintOf(descriptor);
    if (this.#known.has(fingerprint)) this.#registered.add(descriptor);
    else this.#wanted.set(fingerprint, descriptor);
  }

  /**
   * Resolves once the registry holds all that was needed before the call. Fails with what the registry fails with; the next call
   * tries again.
   */
  async complete(): Promise<void> {
    while (!this.isComplete) {
      this.#writing ??= this.#write(new Map(this.#wanted)).finally(() => {
        this.#writing = null;
      });
      await this.#writing;
    }
  }

  async #write(wanted: ReadonlyMap<string, EventDescriptor>): Promise<void> {
    const missing = missingOf(wanted, await this.#registry.read());
    if (missing.size > 0) {
      await this.#registry.add(missing);
      // Another release may have added what diverges at the same time: then neither of them stores an event.
      missingOf(wanted, await this.#registry.read());
    }
    for (const [fingerprint, descriptor] of wanted) {
      this.#known.add(fingerprint);
      this.#registered.add(descriptor);
      this.#wanted.delete(fingerprint);
    }
  }
}

/**
 * The texts of the descriptors that a registry lacks. Throws `INCOMPATIBLE` where it holds one that was grown otherwise: both
 * would write other things to the same place. `CORRUPT` where a fingerprint does not mean the same form.
 */
function missingOf(
  wanted: ReadonlyMap<string, EventDescriptor>,
  held: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const missing = new Map([...wanted].map(([fingerprint, descriptor]) => [fingerprint, descriptorText(descriptor)]));
  for (const [fingerprint, text] of held) {
    const theirs = parseDescriptor(fingerprint, text);
    for (const ours of wanted.values()) if (!sameHistory(theirs, ours)) throw diverged(theirs, ours);
    const same = wanted.get(fingerprint);
    if (same === undefined) continue;
    // A release that knows the event by another name has written the same form as another text.
    if (!sameForm(theirs, same)) throw otherForm(fingerprint, same);
    missing.delete(fingerprint);
  }
  return missing;
}

function diverged(theirs: EventDescriptor, { event, version }: EventDescriptor): StatefoldError<'INCOMPATIBLE'> {
  const what = `${event} version ${version}`;
  const remedy = 'Bring domain/schema.lock.json together with that of the release that wrote them.';
  const message = `${what} cannot be stored: another release has written ${theirs.event} there, grown otherwise. ${remedy}`;
  return new StatefoldError('INCOMPATIBLE', message, { what });
}

function otherForm(fingerprint: string, { event, version }: EventDescriptor): StatefoldError<'CORRUPT'> {
  const message = `The log's registry holds another form of ${event} version ${version} under its fingerprint ${fingerprint}. Restore the registry, or domain/schema.lock.json.`;
  return new StatefoldError('CORRUPT', message, { where: `registry, ${fingerprint}` });
}
