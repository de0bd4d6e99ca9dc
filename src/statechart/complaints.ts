// Collects what is wrong with a machine, each with the state where it stands. Throws at once when compiling is over.
import { StatefoldError } from '../kernel/error.js';

/** One reason why a machine cannot be an aggregate's. */
export interface MachineProblem {
  /** Path of the state: `order.open.unpaid`; the machine's id alone for what belongs to all of it. */
  readonly state: string;
  readonly message: string;
}

/** The problems of one machine. */
export class Complaints {
  readonly problems: MachineProblem[] = [];
  /** Where the walk through the machine stands. */
  state: string;
  readonly #machineId: string;
  #closed = false;

  constructor(machineId: string) {
    this.state = machineId;
    this.#machineId = machineId;
  }

  /**
   * Notes a problem at the present state, or of the whole machine if no state has it already. Of a machine that is compiled,
   * it is a `DEFECT` of the running step.
   */
  add(message: string): void {
    if (this.#closed) throw new StatefoldError('DEFECT', message, { where: this.state });
    const { state, problems } = this;
    const isKnown = problems.some(
      (known) => known.message === message && (known.state === state || state === this.#machineId),
    );
    if (!isKnown) problems.push({ state, message });
  }

  /** The walk is over: what comes now was made while a step ran. */
  close(): void {
    this.#closed = true;
  }
}

/** Whether a function cannot answer at once. */
export function isLate(run: unknown): boolean {
  const tag = Object.prototype.toString.call(run);
  return tag === '[object AsyncFunction]' || tag === '[object AsyncGeneratorFunction]';
}
