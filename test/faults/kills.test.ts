// Engines are killed in the middle of whatever they do: every command still acts once, and read models equal the log.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Receipt } from '../../src/kernel/place.js';
import { checkHistory } from '../../src/testing/history-checker/check-history.js';
import { operationsOf } from '../../src/testing/history-checker/operation-lines.js';
import { plainFoldOf } from '../../src/testing/history-checker/plain-fold.js';
import { Random } from '../property/declarations/random.js';
import { describeRedis, redisBench, rounds } from '../redis/bench.js';
import { runsOf } from '../support/seed.js';
import { diaryApp } from './diary.js';
import type { Task, Told, WorkerSettings } from './diary-worker.js';
import { commitsOn, judgeReadModels } from './read-models.js';
import { nodeArguments } from './worker-processes.js';

/** Logs that are killed at, each judged by itself: what all of them did together would not fit into this process. */
const LOGS = rounds(1, 20);
const KILLS = rounds(10, 50);
const { seed } = runsOf('kills of engines', LOGS * KILLS, LOGS * KILLS);
const CLIENTS = 8;
const DIARIES = 5;
/** Two at once, so that one takes over what the other has left, and both decide on the same diaries. */
const WORKERS = 2;
/** Within it one of them must have done a command, whoever is killed. */
const LONGEST_MS = 60_000;

/** An engine's process. */
interface Worker {
  readonly child: ChildProcess;
  readonly waiting: Map<number, (told: Told | null) => void>;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts an engine in a process of its own; resolves when it takes commands. */
async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const args = [...nodeArguments('diary-worker.ts'), JSON.stringify(settings)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  running.add(child);
  const waiting: Worker['waiting'] = new Map();
  await new Promise<void>((resolve, reject) => {
    child.on('message', (told: Told) => {
      if (told.kind === 'ready') resolve();
      else waiting.get(told.number)?.(told);
    });
    child.once('exit', () => {
      running.delete(child);
      reject(new Error('An engine has ended before it was ready.'));
      for (const tell of waiting.values()) tell(null);
    });
  });
  return { child, waiting };
}

describeRedis(`engines that are killed (STATEFOLD_SEED=${seed})`, () => {
  const bench = redisBench();

  it.each(Array.from({ length: LOGS }, (_, log) => log))(
    'leave every command done once, in the order in which senders saw them, and rows that equal a rebuild: log %i',
    async (log) => {
      const random = new Random(seed + log);
      const server = await bench.server();
      const folder = mkdtempSync(join(tmpdir(), 'statefold-kills-'));
      let sessions = 0;
      const start = (): Promise<Worker> => {
        sessions += 1;
        const session = `session-${sessions}`;
        return startWorker({ url: server.url, session, file: join(folder, session) });
      };
      const workers = await Promise.all(Array.from({ length: WORKERS }, start));
      const acknowledged = new Map<string, Receipt>();
      let [numbers, retries, inFlightAtKill, isOver] = [0, 0, 0, false];

      /** Sends one command until somebody knows that it is done: always under the same id, to whoever lives. */
      async function write(task: Omit<Task, 'number'>): Promise<void> {
        for (const end = performance.now() + LONGEST_MS; performance.now() < end; ) {
          const { child, waiting } = random.pick(workers);
          numbers += 1;
          const number = numbers;
          const told = await new Promise<Told | null>((resolve) => {
            if (!child.connected) return resolve(null);
            waiting.set(number, resolve);
            child.send({ ...task, number } satisfies Task, (error) => error !== null && resolve(null));
          });
          waiting.delete(number);
          if (told?.kind === 'done') {
            acknowledged.set(task.commandId, told.receipt);
            return;
          }
          retries += 1;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`${task.commandId} to ${task.diary} was not done within ${LONGEST_MS} ms.`);
      }
      const clients = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let sent = 0; !isOver; sent++) {
          const diary = `d${random.between(1, DIARIES)}`;
          await write({ diary, commandId: `${client}-${sent}`, text: `${client} ${sent}`, read: random.chance(0.05) });
        }
      });

      for (let kill = 0; kill < KILLS; kill++) {
        await new Promise((resolve) => setTimeout(resolve, random.between(20, 300)));
        const victim = random.between(0, WORKERS - 1);
        const { child, waiting } = workers[victim] as Worker;
        if (waiting.size > 0) inFlightAtKill += 1;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
        workers[victim] = await start();
      }
      isOver = true;
      await Promise.all(clients);
      for (const { child } of workers) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }

      const lines = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
      rmSync(folder, { recursive: true });
      const operations = lines.flatMap((own) => operationsOf(own));
      const commits = await commitsOn(server.url);
      const violations = checkHistory({ operations, commits, fold: plainFoldOf(diaryApp) });
      const judged = await judgeReadModels(server.url);
      const unanswered = operations.filter(({ returned }) => returned === null).length;
      process.stdout.write(
        `kills of engines: ${KILLS}, ${inFlightAtKill} of them with commands under way, ${unanswered} operations never answered, ` +
          `${acknowledged.size} commands, ${retries} retries, ${commits.length} commits; STATEFOLD_SEED=${seed}\n`,
      );
      expect(violations).toEqual([]);
      expect(judged.violations).toEqual([]);
      expect(judged.events).toBe(commits.length);
      // What clients were told, also across the deaths of those who told them: each of their commands once, and no other.
      expect(commits.map(({ commandId }) => commandId).sort()).toEqual([...acknowledged.keys()].sort());
      expect(inFlightAtKill).toBeGreaterThan(KILLS / 4);
      expect(unanswered).toBeGreaterThan(KILLS / 2);
    },
  );
});
