// Checks the laws of a domain, by any test runner: cases are tried, failures made small, and everything is reported.
import fc from 'fast-check';
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import { wordsOf } from '../kernel/error.js';
import { memoryStore } from '../store/memory/memory-store.js';
import { assertOptions } from './assert-options.js';
import { Broken } from './broken.js';
import { Coverage } from './coverage.js';
import { domainUnderTest } from './domain-under-test.js';
import { assertSubjects } from './invariant.js';
import type { Case, Law, LawContext } from './law.js';
import { LAW_OPTIONS, type LawName, type LawOptions } from './law-options.js';
import { LAWS } from './laws/all.js';
import { printFailure, thenText } from './print-failure.js';
import { coverageText, type LawFailure, type LawReport, type LawResult, resultsText } from './report.js';
import { stagedApp } from './staged-app.js';

/** Histories tried for each law, where nothing else is said. */
export const RUNS = 100;
const COMMANDS = 20;
const TIME_LIMIT = 60_000;
/** A run that takes longer has hung, which is a failure too. */
const LONGEST_RUN = 20_000;

/** A domain ready to be checked, law by law. */
export interface LawCheck {
  readonly seed: number;
  /** Each law with the store that it is played on. */
  readonly checks: readonly { readonly law: Law; readonly store: string | null; run(): Promise<LawResult> }[];
  readonly coverage: Coverage;
}

/**
 * Checks every law of a domain. Never throws for a law that does not hold: the report says so. Throws a `TypeError` for options that cannot
 * be.
 */
export async function checkLaws<T extends DomainTypes>(
  app: AppDefinition<T>,
  options: LawOptions = {},
): Promise<LawReport> {
  assertOptions('checkLaws', options, { kinds: LAW_OPTIONS });
  const { seed, checks, coverage } = prepareLaws(app, options);
  const laws: LawResult[] = [];
  for (const { run } of checks) laws.push(await run());
  const reached = coverage.report();
  const isReached =
    options.coverage !== 'all transitions' ||
    reached.every(({ kind, missed }) => kind !== 'transition' || missed.length === 0);
  const holds = isReached && laws.every(({ failure }) => failure === null);
  const text = `seed ${seed}\n${resultsText(laws)}\n${coverageText(reached)}\n`;
  return { seed, laws, coverage: reached, holds, text };
}

/** Prepares the laws of a domain, each to be run on its own. Takes its options for checked. */
export function prepareLaws<T extends DomainTypes>(app: AppDefinition<T>, options: LawOptions): LawCheck {
  const { stores = [memoryStore], only, seed = Date.now() % 2 ** 31 } = options;
  const laws: readonly Law[] = LAWS;
  for (const name of only ?? []) lawNamed(name);
  const context = contextOf(app, options);
  const coverage = new Coverage(context.domain);
  const chosen = laws.filter(({ name }) => only === undefined || only.includes(name));
  const checks = chosen.flatMap((law) =>
    (law.needsStore ? stores : stores.slice(0, 1)).map((open, index) => {
      const store = law.needsStore ? open.name || `store ${index + 1}` : null;
      const run = () => tried(law, { ...context, open }, { ...options, seed, store, coverage });
      return { law, store, run };
    }),
  );
  return { seed, checks, coverage };
}

/** Tries one case of one law: for a failure that was found, and is to be kept as a test. Throws where the law does not hold. */
export async function lawHolds<T extends DomainTypes>(
  app: AppDefinition<T>,
  name: LawName,
  kept: Case,
  options: LawOptions = {},
): Promise<void> {
  assertOptions('lawHolds', options, { kinds: LAW_OPTIONS });
  const law = lawNamed(name);
  const context = contextOf(app, options);
  // Without any it would hold whatever the case is.
  if (name === 'invariants' && context.invariants.length === 0) {
    throw new TypeError(
      "The law 'invariants' is of your own: give them, lawHolds(app, 'invariants', …, { invariants: [...] }).",
    );
  }
  try {
    await law.check({ ...context, open: options.stores?.[0] ?? memoryStore }, kept);
  } catch (error) {
    throw new Error(printFailure(context.domain, { law, tried: kept, error, search: null }), {
      cause: error,
    });
  }
}

function lawNamed(name: string): Law {
  const law = (LAWS as readonly Law[]).find((one) => one.name === name);
  if (law !== undefined) return law;
  throw new TypeError(`No law is named '${name}'. There are: ${LAWS.map((one) => one.name).join(', ')}.`);
}

function contextOf<T extends DomainTypes>(app: AppDefinition<T>, options: LawOptions): Omit<LawContext, 'open'> {
  const given = app as unknown as AppDefinition;
  const { invariants = [] } = options;
  assertSubjects(invariants, given);
  const domain = domainUnderTest(given, options.arbitraries);
  return { domain, app: stagedApp(given), invariants };
}

interface Trying extends Omit<LawOptions, 'coverage'> {
  readonly seed: number;
  readonly store: string | null;
  readonly coverage: Coverage;
}

async function tried(law: Law, context: LawContext, options: Trying): Promise<LawResult> {
  const {
    runs = RUNS,
    commands = COMMANDS,
    seed,
    path,
    store,
    coverage,
    timeLimit = TIME_LIMIT,
    shrink = true,
  } = options;
  const property = fc.asyncProperty(law.cases(context.domain, commands), async (one) => {
    coverage.note(one.history);
    await law.check({ ...context, onUpcast: (name) => coverage.noteUpcast(name) }, one);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs * law.share,
    timeout: LONGEST_RUN,
    interruptAfterTimeLimit: timeLimit,
    endOnFailure: !shrink,
    // Found cases are told by us, with all that belongs to them.
    verbose: fc.VerbosityLevel.None,
    ...(path === undefined ? {} : { path }),
  });
  const result = { law: law.name, store, runs: details.numRuns, asked: runs * law.share };
  if (!details.failed || details.counterexample === null)
    return { ...result, isCutOff: details.interrupted, failure: null };
  const [found] = details.counterexample;
  return { ...result, isCutOff: false, failure: failureOf(found, details, { law, context, options }) };
}

interface Tried {
  readonly law: Law;
  readonly context: LawContext;
  readonly options: Trying;
}

function failureOf(
  found: Case,
  { errorInstance: error, ...details }: fc.RunDetails<[Case]>,
  { law, context, options }: Tried,
): LawFailure {
  const at = {
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    runs: details.numRuns,
    shrinks: details.numShrinks,
  };
  const { arbitraries, invariants, commands = COMMANDS } = options;
  const own = [
    ...(arbitraries === undefined ? [] : ['arbitraries']),
    ...(invariants === undefined ? [] : ['invariants']),
    ...(law.needsStore && context.open !== memoryStore ? ['stores'] : []),
  ];
  const search = { ...at, law: law.name, commands: commands === COMMANDS ? null : commands, own };
  const thrown = error ?? new Broken('It took too long.');
  const text = printFailure(context.domain, { law, tried: found, error: thrown, search });
  return { case: found, message: wordsOf(error), details: thenText(thrown), ...at, text };
}
