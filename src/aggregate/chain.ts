// The decisions of one actor that wait for the store, each standing on the one before. Knows nothing of deciding.
import type { Command } from './command.js';
import { CommandList } from './command-list.js';
import type { Outcome } from './group-commit.js';

/** Decisions that may stand on one another before the store has acknowledged the first. */
const MAX_LENGTH = 128;

/** First decided, first answered. It is broken by the first refusal, and has come back once every decision has an outcome. */
export class Chain {
  readonly #list = new CommandList();
  #length = 0;
  #barriers = 0;
  #failures = 0;

  get isEmpty(): boolean {
    return this.#list.first === null;
  }

  /** All that have not been answered, in the order in which they were decided. */
  get commands(): readonly Command[] {
    return this.#list.all;
  }

  /** Whether another decision may be made on top. */
  get mayGrow(): boolean {
    return this.#failures === 0 && this.#barriers === 0 && this.#length < MAX_LENGTH;
  }

  /** Whether it is broken, and everything that was sent has come back. */
  get isBrokenAndBack(): boolean {
    return this.#failures > 0 && this.commands.every(({ outcome }) => outcome !== null);
  }

  add(command: Command): void {
    this.#list.append(command);
    this.#length++;
    if (isBarrier(command)) this.#barriers++;
  }

  /** Takes an outcome in. What may be answered now is to be taken with `takeAnswered`. */
  settle(command: Command, outcome: Outcome): void {
    command.outcome = outcome;
    if (isFailure(outcome)) this.#failures++;
  }

  /** Takes the first decision out if it may be answered; `null` while it has no outcome, or a bad one. */
  takeAnswered(): Command | null {
    const { first } = this.#list;
    if (first === null || first.outcome === null || isFailure(first.outcome)) return null;
    this.#list.removeFirst();
    this.#length--;
    if (isBarrier(first)) this.#barriers--;
    return first;
  }

  /** Forgets everything. */
  clear(): void {
    this.#list.clear();
    this.#length = 0;
    this.#barriers = 0;
    this.#failures = 0;
  }
}

/** Another engine may be storing the same id with another outcome: nothing stands on such a commit before it is acknowledged. */
function isBarrier({ request, draft }: Command): boolean {
  return request.retryable && draft !== null;
}

function isFailure(outcome: Outcome): boolean {
  return outcome.kind !== 'stored' && outcome.kind !== 'confirmed';
}
