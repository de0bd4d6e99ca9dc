// What kills mutants, quick things first: the laws without engines, the user's tests, the laws of engines. Each is a process that may take so long.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Check, Checked } from '../../codegen/mutate/judge.js';
import { type LimitedCommand, limited } from '../../codegen/mutate/limited-process.js';

/** How checks are run. */
export interface CheckOptions {
  readonly runs: number;
  readonly seed: number;
  /** Test files for Vitest; all that it finds, where there are none. */
  readonly tests: readonly string[];
  /** A command line that runs the tests instead of Vitest. */
  readonly command: string | null;
  /** A module that exports `options` of laws. */
  readonly options: string | null;
  /** Conditions of the user's project, beside Node's. */
  readonly conditions: readonly string[];
  /** How long each check may take. */
  readonly limitOf: (name: string) => number;
  readonly signal: AbortSignal;
}

/** The checks of a project, in their order. */
export function mutantChecks(root: string, options: CheckOptions): readonly Check[] {
  const tests = testsOf(root, options);
  return [laws('laws', false, options), ...(tests === null ? [] : [tests]), laws('laws of engines', true, options)];
}

function laws(name: string, engines: boolean, options: CheckOptions): Check {
  const { runs, seed, options: module, conditions } = options;
  return checkOf(name, options, (folder) => ({
    command: process.execPath,
    args: [
      ...runTypeScript(),
      ...conditions.flatMap((condition) => ['-C', condition]),
      fileURLToPath(new URL(`./main.${ENDING}`, import.meta.url)),
      'laws',
      ...['--root', folder, '--runs', String(runs), '--seed', String(seed)],
      ...(engines ? ['--engines'] : []),
      // As the copy has it: what it imports of the domain is to be the mutant.
      ...(module === null ? [] : ['--options', resolve(folder, module)]),
    ],
  }));
}

/** In development the command line is source, which is run by tsx. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

function runTypeScript(): readonly string[] {
  return ENDING === 'ts' ? ['--import', import.meta.resolve('tsx')] : [];
}

/** `null` where there is nothing to run tests with. */
function testsOf(root: string, options: CheckOptions): Check | null {
  const { command, tests } = options;
  if (command !== null) return checkOf('tests', options, () => ({ command, args: [], shell: true }));
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  if (!existsSync(join(root, vitest))) return null;
  const args = ['run', '--bail', '1', '--no-file-parallelism', '--reporter', 'dot'];
  const files = tests.length === 0 ? ['--passWithNoTests'] : tests;
  return checkOf('tests', options, (folder) => ({
    command: process.execPath,
    args: [join(folder, vitest), ...args, '--root', folder, ...files],
  }));
}

function checkOf(
  name: string,
  { runs, seed, limitOf, signal }: CheckOptions,
  commandIn: (folder: string) => Pick<LimitedCommand, 'command' | 'args' | 'shell'>,
): Check {
  // What the user's own tests say of laws is bounded, too.
  const environment = {
    STATEFOLD_RUNS: String(runs),
    STATEFOLD_SEED: String(seed),
    STATEFOLD_SHRINK: '0',
    FORCE_COLOR: '0',
  };
  const run = async (folder: string): Promise<Checked> => {
    const ended = await limited({ ...commandIn(folder), folder, environment, milliseconds: limitOf(name), signal });
    if (ended.kind === 'timed out') return { kind: 'timed out' };
    return ended.code === 0 ? { kind: 'passed' } : { kind: 'failed', by: firstFailure(ended.output) };
  };
  return { name, run };
}

const MOST_LETTERS = 200;

/** The line of the output that says what failed: Vitest's, or the first one. */
function firstFailure(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const failed = lines.find((line) => line.startsWith('FAIL ')) ?? lines[0] ?? 'it failed and said nothing';
  return failed.slice(0, MOST_LETTERS);
}
