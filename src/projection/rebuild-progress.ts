// How far a rebuild is, and how fast. Counts nothing itself.
import type { Runtime } from '../kernel/runtime.js';
import type { GenerationFold } from './generation-fold.js';

/** How far a rebuild is. Positions are summed over the partitions. */
export interface RebuildProgress {
  readonly projection: string;
  /** Events folded so far. */
  readonly events: number;
  readonly position: number;
  readonly head: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** How long it still takes at this rate; `null` before there is one. */
  readonly remainingSeconds: number | null;
}

/** What a rebuild can be told. */
export interface RebuildOptions {
  /** Called about ten times a second, and at the end. */
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Calls the rebuild off: it rejects with the signal's reason, and the old generation serves on. */
  readonly signal?: AbortSignal;
}

/** A finished rebuild. */
export interface RebuildResult {
  readonly projection: string;
  /** The generation that serves now: the rebuilt one, unless another engine's rebuild was first. */
  readonly generation: string | null;
  readonly events: number;
  readonly seconds: number;
}

const INTERVAL_MS = 100;

/** Reports on one rebuild. */
export class Progress {
  readonly #projection: string;
  readonly #fold: GenerationFold;
  readonly #runtime: Runtime;
  readonly #onProgress: ((progress: RebuildProgress) => void) | undefined;
  readonly #startedAt: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #head = 0;

  constructor(
    projection: string,
    fold: GenerationFold,
    runtime: Runtime,
    onProgress: ((progress: RebuildProgress) => void) | undefined,
  ) {
    this.#projection = projection;
    this.#fold = fold;
    this.#runtime = runtime;
    this.#onProgress = onProgress;
    this.#startedAt = runtime.now();
  }

  /** Reports how far it is to `head`, unless it did so a moment ago. */
  show(head: number): void {
    this.#head = Math.max(this.#head, head);
    if (this.#runtime.now() - this.#shownAt >= INTERVAL_MS) this.#report();
  }

  /** Reports for the last time. */
  result(generation: string | null): RebuildResult {
    this.#report();
    return { projection: this.#projection, generation, events: this.#fold.events, seconds: this.#seconds() };
  }

  #report(): void {
    this.#shownAt = this.#runtime.now();
    const { events, position } = this.#fold;
    const seconds = this.#seconds();
    const rate = seconds > 0 ? position / seconds : 0;
    const head = Math.max(this.#head, position);
    this.#onProgress?.({
      projection: this.#projection,
      events,
      position,
      head,
      seconds,
      eventsPerSecond: seconds > 0 ? events / seconds : 0,
      remainingSeconds: position === head ? 0 : rate > 0 ? (head - position) / rate : null,
    });
  }

  #seconds(): number {
    return (this.#runtime.now() - this.#startedAt) / 1000;
  }
}
