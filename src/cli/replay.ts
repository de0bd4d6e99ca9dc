// `statefold replay`: runs a failing history of the laws again, step by step, or holds an exported log against them. Finds nothing itself.
import { existsSync } from 'node:fs';
import { lawOptionsOf } from './law-options.js';
import { wholeNumber } from './numbers.js';
import { lacksPeers } from './peers.js';
import { projectApp } from './project-app.js';
import { lacksRoot } from './root.js';
import { UsageError } from './user-module.js';
import { saying } from './with-connection.js';

// Asked for by name, before anything that imports them is loaded.
const NEEDED = ['fast-check', 'xstate'];

/** What is to be replayed, as it was typed. */
export interface ReplayOptions {
  readonly root: string;
  readonly law?: readonly string[];
  readonly seed?: string;
  readonly path?: string;
  readonly runs?: string;
  readonly commands?: string;
  /** A module that exports `options`. */
  readonly options?: string;
}

/** Replays a log that was exported, or, without a file, what the laws find by a seed; the exit code: 1 = something does not hold. */
export async function replay(file: string | undefined, given: ReplayOptions): Promise<number> {
  if (lacksRoot(given.root) || lacksPeers(NEEDED, 'Replaying')) return 1;
  // What can be said: what was mistyped, a file that is no exported log, or code that was generated from another domain.
  return saying(async () => {
    const { holds, text } = file === undefined ? await ofSeed(given) : await ofLog(file, given);
    process.stdout.write(text);
    return holds ? 0 : 1;
  });
}

async function ofSeed(given: ReplayOptions): Promise<Outcome> {
  const { law, path } = given;
  const seed = seedOf(given);
  if (seed === undefined) throw new UsageError('Give --seed the seed of the failure, or the file of an exported log.');
  if (path !== undefined && law?.length !== 1) {
    throw new UsageError('A --path belongs to one law: give --law its name.');
  }
  const [runs, commands] = [wholeNumber('--runs', given.runs, 1), wholeNumber('--commands', given.commands, 1)];
  const [{ LAWS }, { replayLaws }] = await Promise.all([
    import('../testing/laws/all.js'),
    import('../testing/replay-laws.js'),
  ]);
  const names: readonly string[] = LAWS.map(({ name }) => name);
  const unknown = law?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`No law is named '${unknown}'. There are: ${names.join(', ')}.`);
  const options = await lawOptionsOf(given.options);
  if (law?.length === 1 && law[0] === 'invariants' && (options.invariants ?? []).length === 0) {
    throw new UsageError(
      'There are no invariants that could fail. Give --options the module that exports those of your test.',
    );
  }
  return replayLaws(await projectApp(given.root), {
    ...options,
    seed,
    ...(law === undefined ? {} : { only: law }),
    ...(path === undefined ? {} : { path }),
    ...(runs === undefined ? {} : { runs }),
    ...(commands === undefined ? {} : { commands }),
  });
}

async function ofLog(file: string, { root, options: path, seed }: ReplayOptions): Promise<Outcome> {
  if (seed !== undefined) throw new UsageError('Give --seed or a file: a log that was exported has no seed.');
  if (!existsSync(file))
    throw new UsageError(`${file} does not exist. Write it: npx statefold export --store <module> > ${file}`);
  const { fromHistory } = await import('../testing/from-history/from-history.js');
  const { invariants, stores: [store] = [], timeLimit } = await lawOptionsOf(path);
  return fromHistory(await projectApp(root), file, {
    ...(invariants === undefined ? {} : { invariants }),
    ...(store === undefined ? {} : { store }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
  });
}

interface Outcome {
  readonly holds: boolean;
  readonly text: string;
}

/** Seeds may be negative: fast-check makes 32 bits of a larger one. */
function seedOf({ seed: text }: ReplayOptions): number | undefined {
  if (text === undefined) return undefined;
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UsageError(`--seed takes a whole number, not '${text}'.`);
}
