// What a figure is: one ratio of ours to a named baseline on the same work. Knows nothing of turns, medians or printing.

/** How much work to put into a figure. */
export interface Effort {
  /** Shorter turns, where the work can be shortened without becoming other work. */
  readonly quick: boolean;
}

/** Does the work once and answers what came of it, in the figure's unit. Times itself: what it prepares does not count. */
export type Turn = () => number | Promise<number>;

/** Prepares one side, before its first turn. */
export type Side = (effort: Effort) => Turn | Promise<Turn>;

/** A comparison that `npm run bench` makes. */
export interface Figure {
  /** Group and name: `statechart.order`. `--only statechart` selects the whole group. */
  readonly name: string;
  /** One line: what is divided by what, on which work. */
  readonly measures: string;
  /** What both sides answer: `steps/s`. */
  readonly unit: string;
  /** The ratio to reach: at least this, or, where lower is better, at most. */
  readonly goal: number;
  readonly lowerIsBetter?: true;
  readonly ours: Side;
  readonly baseline: Side;
  /** Packages of `peers/` without which it cannot run. */
  readonly needs?: readonly string[];
  /** The server that both sides are measured on, which the figure starts itself. `--only redis` selects all figures on it. */
  readonly server?: 'redis';
  /** What to say beside the figure, with no goal: a line each. Asked for after the last turn. */
  readonly beside?: (effort: Effort) => Promise<readonly string[]>;
  /** Ends what the sides have started. Called last. */
  readonly close?: () => Promise<void>;
}

/** Whether `--only` means this figure: its name, its group, or the server that it is measured on. */
export function isSelected({ name, server }: Figure, only: string | undefined): boolean {
  return only === undefined || name === only || name.startsWith(`${only}.`) || server === only;
}
