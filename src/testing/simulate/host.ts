// The machine that one engine runs on: its clock and timers. It may stand still for a while, and it may end at any moment.
import type { Runtime } from '../../kernel/runtime.js';
import type { Chance } from './chance.js';
import type { Scheduler } from './scheduler.js';

/** Milliseconds that pass before what is to happen soon happens: chance decides what comes first. */
const SOON_MS = 0.05;

/** A `Runtime` of its own for each engine. */
export class Host implements Runtime {
  readonly name: string;
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  /** How far its clock is off, in ms. Deadlines and leases are judged by the store's. */
  readonly #skew: number;
  #isDead = false;
  #awakeAt = 0;
  #heldBack = 0;
  readonly #onDeath: (() => void)[] = [];

  constructor(name: string, { scheduler, chance }: { readonly scheduler: Scheduler; readonly chance: Chance }) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#chance = chance;
    this.#skew = Math.floor(chance.between(-2000, 2000));
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Whether it stands still now. */
  get isPaused(): boolean {
    return this.#awakeAt > this.#scheduler.elapsed;
  }

  /** When it goes on, or went on, after its last pause: ms since the simulation began. */
  get awakeAt(): number {
    return this.#awakeAt;
  }

  /** Things that were held back by pauses. */
  get heldBack(): number {
    return this.#heldBack;
  }

  /** Nothing happens here for a while; then all that was due does, in its order. */
  pause(ms: number): void {
    this.#awakeAt = Math.max(this.#awakeAt, this.#scheduler.elapsed + ms);
  }

  /** Nothing happens here any more. */
  kill(): void {
    this.#isDead = true;
    for (const tell of this.#onDeath.splice(0)) tell();
  }

  /** Resolves when it is killed. */
  died(): Promise<void> {
    if (this.#isDead) return Promise.resolve();
    return new Promise((resolve) => this.#onDeath.push(resolve));
  }

  now(): number {
    return this.#scheduler.now() + this.#skew;
  }

  freshId(): string {
    return this.#chance.id();
  }

  soon(task: () => void): void {
    this.after(this.#chance.between(0, SOON_MS), task);
  }

  after(ms: number, task: () => void): () => void {
    let stop = this.#scheduler.after(ms, () => {
      if (this.#isDead) return;
      if (!this.isPaused) return task();
      this.#heldBack++;
      // A little more: a sum of fractions may fall short.
      stop = this.after(this.#awakeAt - this.#scheduler.elapsed + SOON_MS, task);
    });
    return () => stop();
  }

  inBackground(ms: number, task: () => void): () => void {
    return this.after(ms, task);
  }
}
