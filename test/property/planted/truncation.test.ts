// A reader that skips after a truncation: found by losing the end of a log under it, within 2,000 runs and in at most 6 commands.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/start-engine.js';
import { isStatefoldError } from '../../../src/kernel/error.js';
import type { Mark, Partition } from '../../../src/kernel/place.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { LogCursor } from '../../../src/log/log-cursor.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { BEGINNING } from '../../../src/testing/history.js';
import { Chance } from '../../../src/testing/simulate/chance.js';
import { Weather } from '../../../src/testing/simulate/fault.js';
import { Host } from '../../../src/testing/simulate/host.js';
import { Scheduler } from '../../../src/testing/simulate/scheduler.js';
import { SimulatedConnection } from '../../../src/testing/simulate/simulated-connection.js';
import { SimulatedServer } from '../../../src/testing/simulate/simulated-server.js';
import { Trace } from '../../../src/testing/simulate/trace.js';
import { runsOf } from '../../support/seed.js';
import { tallyApp } from './tally.js';

const RUNS = 2000;
const LONGEST = 6;
const PAGE_BYTES = 1 << 16;
/** Until a copy has all that was written, and until another server is there. */
const WHILE_MS = 1000;

type Read = EventLog['read'];

/** What is sent while all is well, what is lost with the server, and what is sent to the one that succeeds it. */
interface Story {
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  readonly after: readonly string[];
}

const tallies = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
const stories = fc.record<Story>({ kept: tallies, lost: tallies, after: tallies });
const commandsOf = ({ kept, lost, after }: Story) => kept.length + lost.length + after.length;

/** Has a reader read after each part of a story; answers whether it has seen the log as it is, or was told that it cannot have. */
async function isTold({ kept, lost, after }: Story, planted: (read: Read) => Read): Promise<boolean> {
  const scheduler = new Scheduler(BEGINNING);
  const chance = new Chance(1, 'truncation');
  const common = { scheduler, chance, weather: new Weather(chance), trace: new Trace(scheduler, false) };
  const server = await SimulatedServer.open({ ...common, partitions: 1, durability: 'copied', open: memoryStore });
  const host = new Host('engine', common);
  const connect = () => SimulatedConnection.open({ ...common, server, host });
  const through = <T>(promise: Promise<T>): Promise<T> => scheduler.through(promise, 'the story');
  const sleep = () => through(scheduler.sleep(WHILE_MS));
  const engine = await through(
    startEngine(tallyApp(), { store: { name: 'simulated', connect }, runtime: host, fold: false }),
  );
  const commands = engine.commands as unknown as Readonly<
    Record<'add', (id: string, data: object) => Promise<unknown>>
  >;
  let amount = 0;
  const send = async (ids: readonly string[]) => {
    for (const id of ids) await through(commands.add(id, { amount: ++amount }));
  };
  const { log } = await through(connect());
  const cursor = new LogCursor({ read: planted((...given) => log.read(...given)) }, 0 as Partition, 0 as never);
  const seen: Mark[] = [];
  const look = async (from: LogCursor, marks: Mark[]) => {
    const blocks = await through(from.next(PAGE_BYTES));
    marks.push(...blocks.map(({ mark }) => mark));
  };
  await send(kept);
  await sleep();
  server.cutOff();
  await send(lost);
  await look(cursor, seen);
  server.failOver();
  await sleep();
  await send(after);
  const stored: Mark[] = [];
  await look(new LogCursor(log, 0 as Partition, 0 as never), stored);
  try {
    await look(cursor, seen);
  } catch (error) {
    if (!isStatefoldError(error, 'LOG_TRUNCATED')) throw error;
    return true;
  } finally {
    await through(engine.close());
  }
  // To who has read as far as the log goes now, or further, nothing has been given yet that could show it.
  const isAhead = seen.length >= stored.length && seen.length === kept.length + lost.length;
  return isAhead || JSON.stringify(seen) === JSON.stringify(stored);
}

/** Takes whatever comes behind the position that it has reached: it looks at no mark. */
function skipping(read: Read): Read {
  let mark: Mark | null = null;
  return async (...given) => {
    const blocks = await read(...given);
    const [first, ...others] = blocks;
    const begun = mark;
    mark = blocks.at(-1)?.mark ?? mark;
    if (first === undefined || begun === null) return blocks;
    return [{ ...first, markBefore: begun }, ...others];
  };
}

const { seed } = runsOf('a reader that skips after a truncation', RUNS, RUNS, 42);

it(`finds that a reader skips after a truncation (seed ${seed})`, { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(stories, (story) => isTold(story, skipping));
  const found = await fc.check(property, { seed, numRuns: RUNS });
  expect(found.failed, 'the mistake must be found').toBe(true);
  const [story] = found.counterexample as [Story];
  process.stdout.write(`found in run ${found.numRuns}: ${JSON.stringify(story)}\n`);
  expect(commandsOf(story)).toBeLessThanOrEqual(LONGEST);
});

it(`finds nothing where a reader looks at marks (seed ${seed})`, { timeout: 120_000 }, async () => {
  let truncated = 0;
  const property = fc.asyncProperty(stories, async (story) => {
    truncated += story.lost.length > 0 && story.after.length > story.lost.length ? 1 : 0;
    return isTold(story, (read) => read);
  });
  await fc.assert(property, { seed, numRuns: 200 });
  expect(truncated).toBeGreaterThan(10);
});
