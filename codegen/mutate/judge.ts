// Tries mutants, each in a copy of the project: code is generated from it, and checks are run until one fails. Prints nothing.
import { checkDeclaration } from '../check/check-declaration.js';
import { generate, type LockedDomain } from '../generate.js';
import type { Problem } from '../model.js';
import { problemText } from '../read/problem-list.js';
import type { Mutant, Outcome } from './mutant.js';
import { ProjectCopy } from './project-copy.js';

/** What came of a check. */
export type Checked =
  | { readonly kind: 'passed' }
  /** `by`: what failed, in a line. */
  | { readonly kind: 'failed'; readonly by: string }
  | { readonly kind: 'timed out' };

/** Something that kills mutants. */
export interface Check {
  /** `the laws`. */
  readonly name: string;
  /** Checks the project in a folder. */
  run(folder: string): Promise<Checked>;
}

/** Checks in the order in which they are run: first those that have killed most in the time that they took. */
export class Checks {
  readonly #all: readonly { readonly check: Check; kills: number; time: number }[];

  constructor(all: readonly Check[]) {
    this.#all = all.map((check) => ({ check, kills: 1, time: 1 }));
  }

  /** Runs them until one fails; `null` where all pass. */
  async firstFailure(folder: string): Promise<Outcome | null> {
    const inOrder = [...this.#all].sort((a, b) => b.kills / b.time - a.kills / a.time);
    for (const one of inOrder) {
      const { name, run } = one.check;
      const start = performance.now();
      const checked = await run(folder);
      one.time += performance.now() - start;
      if (checked.kind === 'passed') continue;
      one.kills += 1;
      return checked.kind === 'failed'
        ? { kind: 'killed', by: `${name}: ${checked.by}` }
        : { kind: 'timed out', by: name };
    }
    return null;
  }
}

/** What mutants are tried with. */
export interface Trial {
  readonly root: string;
  readonly domain: LockedDomain;
  readonly checks: Checks;
  /** Mutants that are tried at once, each in a copy of its own. */
  readonly copies: number;
  readonly signal: AbortSignal;
}

/** What is wrong before anything is changed, in a text; `null` where all passes: without that, a failure would say nothing. */
export async function untouched({ root, domain, checks }: Trial): Promise<string | null> {
  const copy = await ProjectCopy.of(root);
  try {
    const outcome = await judge(copy, domain, checks);
    return outcome.kind === 'survived' ? null : outcome.by;
  } finally {
    await copy.delete();
  }
}

/** Tries all mutants. `onJudged` hears of each as it is judged, in no order. */
export async function judgeAll(
  mutants: readonly Mutant[],
  { root, domain, checks, copies, signal }: Trial,
  onJudged: (mutant: Mutant, outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...mutants];
  const work = async () => {
    if (waiting.length === 0) return;
    const copy = await ProjectCopy.of(root);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        signal.throwIfAborted();
        onJudged(next, await judgeMutant(copy, next, { domain, checks }));
      }
    } finally {
      await copy.delete();
    }
  };
  const working = await Promise.allSettled(Array.from({ length: Math.max(1, copies) }, work));
  for (const one of working) if (one.status === 'rejected') throw one.reason;
}

async function judgeMutant(
  copy: ProjectCopy,
  { change }: Mutant,
  { domain, checks }: Pick<Trial, 'domain' | 'checks'>,
): Promise<Outcome> {
  if (change.kind === 'text') return copy.changed(change, () => judge(copy, domain, checks));
  const [problem] = checkDeclaration(change.model, []);
  if (problem !== undefined) return refusal(problem);
  return judge(copy, { ...domain, model: change.model }, checks);
}

async function judge(copy: ProjectCopy, domain: LockedDomain, checks: Checks): Promise<Outcome> {
  const { problems } = await generate(domain, { root: copy.root, check: false, isMutant: true });
  const [problem] = problems;
  if (problem !== undefined) return refusal(problem);
  return (await checks.firstFailure(copy.root)) ?? { kind: 'survived' };
}

function refusal(problem: Problem): Outcome {
  return { kind: 'refused', by: problemText(problem) };
}
