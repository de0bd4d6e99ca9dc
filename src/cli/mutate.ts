// `statefold mutate`: how many changes of the domain are noticed by the laws and the user's tests. Finds and tries none itself.
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isAbsolute, relative, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type Explanation, explanationOf } from '../../codegen/mutate/explanations.js';
import type { Check } from '../../codegen/mutate/judge.js';
import type { Judged, Mutant } from '../../codegen/mutate/mutant.js';
import { problemText } from '../../codegen/read/problem-list.js';
import { mutantChecks } from './mutant-checks.js';
import { wholeNumber } from './numbers.js';
import { lacksPeers } from './peers.js';
import { lacksRoot } from './root.js';
import { UsageError } from './user-module.js';
import { saying } from './with-connection.js';

/** What is to be mutated, and with what, as it was typed. */
export interface MutateOptions {
  readonly root: string;
  readonly tests?: readonly string[];
  readonly command?: string;
  readonly options?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly workers?: string;
  /** Seconds that a check of one mutant may take. */
  readonly timeLimit?: string;
  /** Only mutants at these places: a file, or a file and a line. */
  readonly only?: readonly string[];
  /** Lists what was killed, too. */
  readonly all?: boolean;
}

// Asked for by name, before anything that imports them is loaded.
const NEEDED = ['ts-morph', 'tsx', 'xstate', 'fast-check'];
const [RUNS, SEED] = [20, 1];
/** How long the checks of the domain as it is may take, in ms: nobody knows yet how long they do. */
const FIRST_LIMIT = 900_000;
/** Of a mutant: so many times as long as they took then, and at least so long. */
const [PATIENCE, LEAST_LIMIT] = [5, 30_000];

/** Tries every mutant and prints what came of it; the exit code: 1 = some survived that nobody has explained. */
export async function mutate(given: MutateOptions, signal: AbortSignal): Promise<number> {
  if (lacksRoot(given.root) || lacksPeers(NEEDED, 'Mutating')) return 1;
  return saying(() =>
    tried({ ...given, root: realpathSync(given.root) }, signal).catch((error: unknown) => {
      if (signal.aborted) return 1;
      throw error;
    }),
  );
}

async function tried(given: MutateOptions, signal: AbortSignal): Promise<number> {
  const { root, tests = [], command = null } = given;
  const [runs, seed] = [wholeNumber('--runs', given.runs, 1) ?? RUNS, wholeNumber('--seed', given.seed, 0) ?? SEED];
  const copies = wholeNumber('--workers', given.workers, 1) ?? availableParallelism();
  const seconds = wholeNumber('--time-limit', given.timeLimit, 1);
  const [{ readMutable }, { Checks, judgeAll, untouched }, { mutationReport }] = await Promise.all([
    import('../../codegen/mutate/mutable-domain.js'),
    import('../../codegen/mutate/judge.js'),
    import('../../codegen/mutate/mutation-report.js'),
  ]);
  const project = readMutable(root);
  if ('problems' in project) {
    for (const problem of project.problems) process.stderr.write(`${problemText(problem)}\n`);
    return 1;
  }
  const { domain, explanations, conditions } = project;
  if (domain.lockText !== null) throw new UsageError('The domain is not locked as it is. Run: npm run codegen');
  const mutants = chosen(project.mutants, given.only);
  const limits = new Map<string, number>();
  const limitOf = (name: string) => (seconds === undefined ? (limits.get(name) ?? FIRST_LIMIT) : seconds * 1000);
  const options = given.options === undefined ? null : fromRoot(root, given.options);
  const checks = mutantChecks(root, { runs, seed, tests, command, options, conditions, limitOf, signal });
  // What they take is measured by the first run, on the domain as it is.
  const inOrder = new Checks(checks.map((check) => timed(check, limits)));
  const trial = { root, domain, checks: inOrder, copies: Math.min(copies, mutants.length), signal };

  process.stdout.write(`${mutants.length} mutants, ${runs} runs of each law, seed ${seed}\n`);
  const wrong = await untouched(trial);
  if (wrong !== null) throw new UsageError(`It fails before anything is changed: ${wrong}\nMend that first.`);
  const judged = await withProgress(mutants.length, async (progress) => {
    const all: Judged[] = [];
    await judgeAll(mutants, trial, (mutant, outcome) => {
      all.push({ mutant, outcome, explained: explanationOf(explanations, mutant.at)?.reason ?? null });
      progress(all.filter((one) => one.outcome.kind === 'survived').length);
    });
    return all;
  });
  const idle = given.only === undefined ? idleOf(explanations, judged) : [];
  const { holds, text } = mutationReport(judged, { idle, isWhole: given.all ?? false });
  process.stdout.write(text);
  return holds ? 0 : 1;
}

/** A check that remembers how long it took at first: on the domain as it is. */
function timed({ name, run }: Check, limits: Map<string, number>): Check {
  return {
    name,
    run: async (folder) => {
      const start = performance.now();
      const checked = await run(folder);
      if (!limits.has(name)) limits.set(name, Math.max(LEAST_LIMIT, PATIENCE * (performance.now() - start)));
      return checked;
    },
  };
}

async function withProgress<T>(total: number, work: (progress: (survived: number) => void) => Promise<T>): Promise<T> {
  const bar = new SingleBar({
    format: '{bar} {value} of {total} mutants, {survived} survived, {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    // Where nobody watches, a line now and then says that it goes on.
    noTTYOutput: true,
    notTTYSchedule: 30_000,
  });
  bar.start(total, 0, { survived: 0 });
  try {
    return await work((survived) => bar.increment(1, { survived }));
  } finally {
    bar.stop();
  }
}

function chosen(mutants: readonly Mutant[], only: readonly string[] | undefined): readonly Mutant[] {
  if (only === undefined) return mutants;
  const found = mutants.filter(({ at }) =>
    only.some((place) => place === at.file || place === `${at.file}:${at.line}`),
  );
  if (found.length > 0) return found;
  const files = [...new Set(mutants.map(({ at }) => at.file))].join(', ');
  throw new UsageError(`Nothing can be changed at ${only.join(', ')}. There are mutants in ${files}.`);
}

function idleOf(explanations: readonly Explanation[], judged: readonly Judged[]): readonly Explanation[] {
  const survived = judged.filter(({ outcome }) => outcome.kind === 'survived').map(({ mutant }) => mutant.at);
  return explanations.filter(({ file, line }) => !survived.some((at) => at.file === file && at.line === line));
}

/** A module as the copy of a project has it; one from elsewhere as it is. */
function fromRoot(root: string, module: string): string {
  const path = relative(root, resolve(module));
  return path.startsWith('..') || isAbsolute(path) ? resolve(module) : path;
}
