// Commands in an order, linked through themselves: nothing has to be made for each. A command is in one list at a time.
import type { Command } from './command.js';

/** First in, first out. */
export class CommandList {
  #first: Command | null = null;
  #last: Command | null = null;

  get first(): Command | null {
    return this.#first;
  }

  /** All of them, in order. */
  get all(): readonly Command[] {
    const all: Command[] = [];
    for (let command = this.#first; command !== null; command = command.behind) all.push(command);
    return all;
  }

  /** Puts a command behind all others. */
  append(command: Command): void {
    command.behind = null;
    if (this.#last === null) this.#first = command;
    else this.#last.behind = command;
    this.#last = command;
  }

  /** Takes the first command out. */
  removeFirst(): void {
    const removed = this.#first;
    if (removed === null) return;
    this.#first = removed.behind;
    if (removed.behind === null) this.#last = null;
    removed.behind = null;
  }

  clear(): void {
    this.#first = this.#last = null;
  }
}
