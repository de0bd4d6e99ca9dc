// Standard output as a command that reads a log uses it: one writer at a time, at the reader's pace, and a process that ends or stays as the command says.
import { once } from 'node:events';

/** Prints in the order of the calls, and waits for whoever reads. */
export class Output {
  #last: Promise<void> = Promise.resolve();

  /** Prints lines in one piece; nothing where there are none. */
  print(lines: readonly string[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (lines.length > 0 && !process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
    });
    return this.#last;
  }
}

// As long as a timer can wait.
const FOR_EVER = 2 ** 31 - 1;

/** Waits for all work, and keeps the process alive meanwhile: a store need not hold anything open that would. */
export async function untilDone(work: readonly Promise<void>[]): Promise<void> {
  const alive = setInterval(() => {}, FOR_EVER);
  try {
    await Promise.all(work);
  } finally {
    clearInterval(alive);
  }
}

/** Ends the process with a code once all that was printed is out: a module of the user's may hold it open. */
export function exit(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** Aborted when the user interrupts the process, which is then to end by itself. */
export function untilInterrupted(): AbortSignal {
  const ending = new AbortController();
  // The second one ends the process, should closing hang.
  process.once('SIGINT', () => ending.abort());
  return ending.signal;
}
