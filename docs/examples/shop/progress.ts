// Shows on stderr how far something is: a bar at a terminal, a line every quarter elsewhere.
import { type Options, SingleBar } from 'cli-progress';

/** Shows how far one thing is. */
export interface Progress {
  step(): void;
  /** So much is done now. */
  reach(done: number): void;
  stop(): void;
}

/** Starts to show the progress of `total` things. */
export type ShowProgress = (title: string, total: number, unit: string) => Progress;

/** At a terminal a bar, unless plain lines are asked for. */
export function progressOnStderr(plain: boolean): ShowProgress {
  return (title, total, unit) => {
    const show = process.stderr.isTTY === true && !plain ? bar(title, unit) : lines(title, unit);
    let done = 0;
    const reach = (now: number): void => {
      done = now;
      show.at(done, total);
    };
    reach(0);
    return { step: () => reach(done + 1), reach, stop: () => show.stop() };
  };
}

interface Display {
  at(done: number, total: number): void;
  stop(): void;
}

function bar(title: string, unit: string): Display {
  const format = `${title.padEnd(12)} {bar} {value}/{total} ${unit}, {duration_formatted}`;
  const options: Options = { format, stream: process.stderr, barsize: 30, hideCursor: true };
  const single = new SingleBar({ ...options, barCompleteChar: '█', barIncompleteChar: '░' });
  let started = false;
  return {
    at: (done, total) => {
      if (started) single.update(done);
      else single.start(total, done);
      started = true;
    },
    stop: () => single.stop(),
  };
}

function lines(title: string, unit: string): Display {
  let shown = -1;
  return {
    at: (done, total) => {
      const quarter = total === 0 ? 4 : Math.floor((done / total) * 4);
      if (quarter === shown) return;
      shown = quarter;
      process.stderr.write(`${title}: ${done}/${total} ${unit}\n`);
    },
    stop: () => {},
  };
}
