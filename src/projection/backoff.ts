// Waits longer each time that something fails again. Knows nothing of what failed.
import type { Runtime } from '../kernel/runtime.js';
import { WakeUp } from './wake-up.js';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

/** The pauses of one task that is tried again and again. */
export class Backoff {
  readonly #runtime: Runtime;
  readonly #wakeUp = new WakeUp();
  #pauses = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** It went well: the next pause is a short one. */
  reset(): void {
    this.#pauses = 0;
  }

  /** Waits; does not keep the process alive. */
  async pause(): Promise<void> {
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses);
    this.#pauses += 1;
    await this.#wakeUp.afterOrIn(this.#wakeUp.count, ms, this.#runtime);
  }

  /** Ends the pause that is under way. */
  interrupt(): void {
    this.#wakeUp.wake();
  }
}
