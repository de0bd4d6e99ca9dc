// The step of a fold that is on its way to the store: one at most. Knows nothing of what is in it.
import type { Applied, Checkpoint } from '../table/tables.js';

type Kind = Applied['kind'];

const NONE: Promise<Kind> = Promise.resolve('applied');

/** Lets the next step be folded while one is on its way. Whoever sends the next one asks first what has become of it. */
export class Flight {
  #next: Checkpoint | null = null;
  #landing = NONE;

  /** Where the step leads that is on its way; `null` where there is none. */
  get next(): Checkpoint | null {
    return this.#next;
  }

  /** Takes a step that was sent. `hear` is called as soon as the store has answered. */
  launch(next: Checkpoint, applying: Promise<Applied>, hear: (kind: Kind) => void): void {
    this.#next = next;
    const landing = applying.then(
      ({ kind }) => {
        this.#next = null;
        hear(kind);
        return kind;
      },
      (error: unknown) => {
        this.#next = null;
        throw error;
      },
    );
    // Whoever asks is told.
    landing.catch(() => {});
    this.#landing = landing;
  }

  /** What has become of the last step: told once, and `applied` where there is nothing to tell. Fails as its sending did. */
  async landed(): Promise<Kind> {
    const landing = this.#landing;
    this.#landing = NONE;
    return landing;
  }

  /** Resolves once no step is on its way, whatever became of it. */
  async isOver(): Promise<void> {
    await this.#landing.catch(() => {});
  }
}
