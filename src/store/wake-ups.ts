// Tells listeners that something happened, after the call that made it happen. Carries no data: a listener looks for itself.
import { warnOf } from '../kernel/warn-of.js';

interface Listener {
  readonly wake: () => void;
  ringing: boolean;
}

/** Listeners by topic. Several rings before a listener was called are one call. */
export class WakeUps<Topic> {
  readonly #listeners = new Map<Topic, Set<Listener>>();

  /** Calls `wake` after each ring of the topic, until the returned function is called. */
  on(topic: Topic, wake: () => void): () => void {
    const listener: Listener = { wake, ringing: false };
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  /** Whether anybody listens. */
  isHeard(topic: Topic): boolean {
    return this.#listeners.has(topic);
  }

  /** Wakes the topic's listeners soon: after everything that waits on promises which are settled now. */
  ring(topic: Topic): void {
    const listeners = this.#listeners.get(topic);
    if (listeners === undefined) return;
    for (const listener of listeners) {
      if (listener.ringing) continue;
      listener.ringing = true;
      setImmediate(() => {
        listener.ringing = false;
        if (listeners.has(listener)) callListener(listener.wake);
      });
    }
  }
}

/** Wakes one listener. Its failure must neither keep others asleep nor end the process; it must not go unseen either: it is a warning. */
export function callListener(wake: () => void): void {
  try {
    wake();
  } catch (error) {
    warnOf(error);
  }
}
