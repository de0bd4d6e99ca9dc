// Watches whether the server fits the durability that was promised. Refuses it, or warns.
import type { StatefoldError } from '../../kernel/error.js';
import { checkServer, type Demands } from './server-check.js';
import type { Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** What a server is judged by. */
export interface GuardSettings extends Demands {
  readonly allowUnsafe: boolean;
  readonly warn: (message: string) => void;
}

/** The judgement on the server of now. */
export class ServerGuard {
  readonly #settings: GuardSettings;
  readonly #warned = new Set<string>();
  #hasChecked = false;
  /** Why nothing may be written; `null` while it may. */
  unsafe: StatefoldError<'UNSAFE_SERVER'> | null = null;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /**
   * Looks at the server. Throws `UNSAFE_SERVER` at the first look where it does not fit and that is not allowed; later it refuses
   * appends until it fits again. Fails with a `WireError` where it could not look.
   */
  async check(wire: Wire, until: number): Promise<void> {
    const { allowUnsafe, warn } = this.#settings;
    const { unsafe, unverified } = await checkServer(wire, this.#settings, until);
    const [first] = unsafe;
    if (allowUnsafe) for (const { message } of unsafe) this.#warnOnce(message, warn);
    for (const setting of unverified)
      this.#warnOnce(`The server does not tell its ${setting}: it is not verified.`, warn);
    if (first !== undefined && !allowUnsafe && !this.#hasChecked) throw first;
    this.#hasChecked = true;
    this.unsafe = allowUnsafe ? null : (first ?? null);
  }

  /** To be called with what became of subscribing where it failed: throws it again, and warns where the server says no. */
  readonly notSubscribed = (error: unknown): never => {
    if (error instanceof WireError && error.kind === 'refused') {
      const message =
        `The server lets nobody subscribe: ${error.message}. What others do is seen by a look every second instead of at once. ` +
        'Give the user ssubscribe, and the channels that begin as the keys do.';
      this.#warnOnce(message, this.#settings.warn);
    }
    throw error;
  };

  #warnOnce(message: string, warn: (message: string) => void): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    warn(message);
  }
}
