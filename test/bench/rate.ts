// Times work. The only clock of the benches.
import type { Effort } from './figure.js';

/** How long a turn lasts whose work can be done over and over, in milliseconds. */
export const turnMs = ({ quick }: Effort): number => (quick ? 200 : 1_000);

/** Calls `lap`, which does `count` things, for about `ms` milliseconds. Answers how many of them were done a second. */
export function ratePerSecond(ms: number, count: number, lap: () => void): number {
  let laps = 0;
  // A look at the clock takes as long as a fast lap: looked at after each batch, which grows with the speed.
  let batch = 1;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < ms) {
    for (let index = 0; index < batch; index++) lap();
    laps += batch;
    elapsed = performance.now() - start;
    batch = Math.max(1, Math.floor(laps / 20));
  }
  return (laps * count * 1000) / elapsed;
}

/** How many of `count` things a second were done by work that waits. */
export async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  return (count * 1000) / (await millisecondsOf(work));
}

/** How long work took, in milliseconds. */
export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `send` for 0 to `count` − 1, in order, `width` of them at a time. */
export async function concurrently(
  count: number,
  width: number,
  send: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await send(index);
  };
  await Promise.all(Array.from({ length: width }, sender));
}
