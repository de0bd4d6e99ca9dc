// The process in which `statefold mutate` holds a changed domain against the laws: what fails first is all that it says.
import { lawOptionsOf } from './law-options.js';
import { projectApp } from './project-app.js';

/** What its parent asks for, as words of a command line. */
export interface LawsProcessOptions {
  readonly root: string;
  readonly runs: string;
  readonly seed: string;
  /** Only laws that need no engines, or only the others. */
  readonly engines: boolean;
  readonly options?: string;
}

/** Checks the laws up to the first that does not hold; the exit code: 1 = one does not, and its name is printed. */
export async function lawsProcess({ root, runs, seed, engines, options: path }: LawsProcessOptions): Promise<number> {
  const { prepareLaws } = await import('../testing/check-laws.js');
  const options = await lawOptionsOf(path);
  const given = { ...options, runs: Number(runs), seed: Number(seed), shrink: false };
  for (const { law, run } of prepareLaws(await projectApp(root), given).checks) {
    if (law.needsStore !== engines) continue;
    const { failure } = await run();
    if (failure === null) continue;
    process.stdout.write(`${law.name}: ${failure.message}\n`);
    return 1;
  }
  return 0;
}
