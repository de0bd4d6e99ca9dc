// The outside world as ports: time, ids and scheduling. Everything above takes one, so that a test can own all three.
import { FreshIds } from './fresh-ids.js';

/** Time, fresh ids and scheduling, as the engine sees them. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number;
  /** A command id that nobody has used before. */
  freshId(): string;
  /** Runs `task` after what is ready now has run. */
  soon(task: () => void): void;
  /** Runs `task` once after `ms`; the returned function calls it off. Keeps the process alive: somebody waits for it. */
  after(ms: number, task: () => void): () => void;
  /** The same for what nobody waits for: it does not keep the process alive. */
  inBackground(ms: number, task: () => void): () => void;
}

const ids = new FreshIds();

/** The real clock, random ids and Node's own scheduling. */
export const systemRuntime: Runtime = {
  now: () => Date.now(),
  freshId: () => ids.next(),
  soon: (task) => {
    setImmediate(task);
  },
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  inBackground: (ms, task) => {
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
};
