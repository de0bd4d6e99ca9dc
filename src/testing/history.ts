// What a history is: commands in the order in which they are sent. Plain data, so that it can be shrunk, printed and kept.

/** One command of a history. */
export interface Sent {
  /** Type of the aggregate: `Order`. */
  readonly aggregate: string;
  readonly id: string;
  readonly command: string;
  readonly data: unknown;
  /** Milliseconds since the command before; none when absent. */
  readonly wait?: number;
  /** Sent without waiting for the answer to the command before. */
  readonly alongside?: true;
  /** Sent once more with the same command id, after its answer or next to it. */
  readonly again?: 'after' | 'alongside';
  /** Which engine it goes to, where there are several: 0 when absent. */
  readonly from?: number;
}

/** Commands in the order in which they are sent. */
export type History = readonly Sent[];

/** When histories begin: what a machine sees as the time of the first command, less its `wait`. */
export const BEGINNING = Date.UTC(2024, 0, 1);

/** When each command of a history is given, in ms since 1970. */
export function timesOf(history: History): readonly number[] {
  let time = BEGINNING;
  return history.map(({ wait = 0 }) => {
    time += wait;
    return time;
  });
}

/** The command id of the command with this index. */
export function commandIdOf(index: number): string {
  return `command-${index + 1}`;
}
