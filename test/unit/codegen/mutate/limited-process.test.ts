// A process that may take so long: how it ends, and that nothing which it has started outlives it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { limited } from '../../../../codegen/mutate/limited-process.js';

const never = new AbortController().signal;
const run = (code: string, milliseconds = 60_000, signal = never) => {
  const command = {
    command: process.execPath,
    args: ['-e', code],
    folder: process.cwd(),
    environment: { WORD: 'hello' },
  };
  return limited({ ...command, milliseconds, signal });
};
const slow = { timeout: 60_000 };

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('says how it ended, and what it printed', slow, async () => {
  const code = 'process.stdout.write(process.env.WORD); process.stderr.write("!"); process.exitCode = 3;';
  expect(await run(code)).toEqual({ kind: 'ended', code: 3, output: expect.stringMatching(/^(hello!|!hello)$/) });
});

it('ends what takes too long, with all that it has started', slow, async () => {
  // The child tells its own id, by which it is looked for.
  const inner = 'setInterval(() => {}, 1000)';
  const code = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}]);
    require('node:fs').writeFileSync(process.env.WORD, String(child.pid));
    for (;;);`;
  const folder = mkdtempSync(join(tmpdir(), 'statefold-limited-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told = join(folder, 'pid');
  const command = { command: process.execPath, args: ['-e', code], folder, environment: { WORD: told } };
  expect(await limited({ ...command, milliseconds: 5000, signal: never })).toEqual({ kind: 'timed out' });
  const pid = Number(readFileSync(told, 'utf8'));
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

it('is ended by its signal', slow, async () => {
  const ending = new AbortController();
  const ended = run('for (;;);', 60_000, ending.signal);
  ending.abort(new Error('enough'));
  await expect(ended).rejects.toThrow('enough');
  await expect(run('', 60_000, ending.signal)).rejects.toThrow('enough');
});
