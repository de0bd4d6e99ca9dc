// Where the time of some work goes: self times of a CPU profile, by part. Knows none of the parts.
import { type Profiler, Session } from 'node:inspector/promises';

/** The part that a file's own time belongs to; `undefined` where its caller decides. */
export type PartOf = (url: string) => string | undefined;

const INTERVAL_US = 250;

/** Runs work under V8's sampling profiler. Answers the share of each part, 0 to 1, largest first; waiting does not count. */
export async function selfTimes(work: () => unknown, partOf: PartOf): Promise<ReadonlyMap<string, number>> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
    await session.post('Profiler.start');
    await work();
    const { profile } = await session.post('Profiler.stop');
    return sharesOf(profile, partOf);
  } finally {
    session.disconnect();
  }
}

/** The shares of a profile that has been taken. */
export function sharesOf(profile: Profiler.Profile, partOf: PartOf): ReadonlyMap<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  );
  // What V8 does itself, and code without a file (natives, compiled validators), belongs to whoever called it.
  const partOfNode = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const frame = nodes.get(at)?.callFrame;
      if (frame === undefined) break;
      if (frame.functionName === '(garbage collector)') return 'garbage collection';
      const part = frame.url === '' ? undefined : partOf(frame.url);
      if (part !== undefined) return part;
    }
    return 'node itself';
  };
  const times = new Map<string, number>();
  let total = 0;
  profile.samples?.forEach((id, index) => {
    if (nodes.get(id)?.callFrame.functionName === '(idle)') return;
    const time = profile.timeDeltas?.[index] ?? 0;
    const part = partOfNode(id);
    times.set(part, (times.get(part) ?? 0) + time);
    total += time;
  });
  const shares = [...times].map(([part, time]) => [part, time / total] as const);
  return new Map(shares.sort(([, a], [, b]) => b - a));
}

/** Shares as text: `validation 12 %, codec 9 %`. */
export function shareText(shares: ReadonlyMap<string, number>): string {
  return [...shares].map(([part, share]) => `${part} ${(share * 100).toFixed(0)} %`).join(', ');
}
