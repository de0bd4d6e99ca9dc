// Runs the demo as its own process, as `npm run demo` does once the code is generated. Judges nothing.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Summary } from '../../docs/examples/shop/run.js';

/** What a run of the demo left behind. */
export interface DemoRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the demo with some arguments. */
export function runDemo(...args: readonly string[]): Promise<DemoRun> {
  const tsx = ['node_modules/tsx/dist/cli.mjs', '-C', '@statefold/source', 'docs/examples/shop/main.ts'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...tsx, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The summary on the last line of a run with `--json`. */
export function summaryIn({ stdout }: DemoRun): Summary {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(last) as Summary;
}
