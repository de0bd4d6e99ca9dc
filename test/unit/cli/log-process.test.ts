// The process of `statefold tail` and `statefold export`: when it stays, and when it ends.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFile } from '../../support/temporary-folder.js';

const CLI = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const LIBRARY = pathToFileURL(fileURLToPath(new URL('../../../src/index.ts', import.meta.url))).href;
const slow = { timeout: 60_000 };

// A quiet store that says what becomes of its connection.
const STORE = `import { memoryStore } from '${LIBRARY}';
const memory = memoryStore();
export const store = {
  ...memory,
  async connect() {
    const connection = await memory.connect();
    process.stderr.write('connected ');
    return { ...connection, close: async () => { await connection.close(); process.stderr.write('closed '); } };
  },
};
`;

interface Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly said: () => string;
  readonly ended: Promise<unknown>;
}

function run(command: readonly string[], module: string): Run {
  const path = temporaryFile('store.mjs', module);
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), CLI, ...command, '--store', path]);
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  const ended = once(child, 'close').then(([code]) => code);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, said: () => said, ended };
}

it('follows a store that holds nothing open, until it is interrupted', slow, async () => {
  const { child, said, ended } = run(['tail', '--follow'], STORE);
  await expect.poll(said, { timeout: 30_000 }).toContain('connected');
  expect(await Promise.race([ended, setTimeout(500, 'waits')])).toBe('waits');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(said()).toBe('connected closed ');
});

it.each(['tail', 'export'])('ends %s beside a module that would hold the process open', slow, async (command) => {
  const { said, ended } = run([command], `${STORE}setInterval(() => {}, 1000);\n`);
  expect(await ended).toBe(0);
  expect(said()).toBe('connected closed ');
});

it('says which module failed, where, and what it must export', slow, async () => {
  const { said, ended } = run(['tail'], 'setInterval(() => {}, 1000);\nconst url = undefined;\nurl.trim();\n');
  expect(await ended).toBe(1);
  expect(said()).toMatch(
    /store\.mjs cannot be loaded: TypeError: Cannot read .* \(at file:.*store\.mjs:3:5\)\. .* export const store = …/,
  );
  expect(said().trim()).not.toContain('\n');
});
