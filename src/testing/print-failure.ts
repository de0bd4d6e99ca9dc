// A failure as a specification: given, when, then; how to run it again; and a test that keeps it.
import { Broken } from './broken.js';
import { type Circumstances, QUIET } from './circumstances.js';
import type { DomainUnderTest } from './domain-under-test.js';
import type { Sent } from './history.js';
import type { Case, Law } from './law.js';
import { type PlayedStep, play } from './play.js';
import { printDifference } from './print-difference.js';
import { type FoundWith, printReplay } from './print-replay.js';
import { printValue } from './print-value.js';

/** What is known of a failure. */
export interface Found {
  readonly law: Law;
  readonly tried: Case;
  readonly error: unknown;
  /** How it was found; `null` for a case that was kept. */
  readonly search: Search | null;
}

/** How a failure was found. */
export interface Search extends FoundWith {
  readonly runs: number;
  readonly shrinks: number;
}

/** A failure as text. */
export function printFailure(domain: DomainUnderTest, found: Found): string {
  const { law, tried, search } = found;
  const steps = stepsOf(domain, tried);
  const [last] = steps.slice(-1);
  const sections = [
    `${law.name}: ${law.says}.`,
    ...(search === null ? [] : [`Found in run ${search.runs}, and made smaller ${search.shrinks} times.`]),
    '',
    ...section('given', steps.slice(0, -1).map(stepText)),
    ...section('when', last === undefined ? [] : [stepText(last, steps.length - 1)]),
    ...section('with', circumstancesText(tried)),
    ...section('then', thenText(found.error).split('\n')),
    '',
    ...(search === null ? [] : againText(search)),
    'Keep it as a test, in a file such as test/kept.test.ts:',
    '',
    regressionTest(law, tried),
  ];
  return sections.join('\n');
}

function againText(search: Search): readonly string[] {
  const { law, seed, path } = search;
  return [`Run it again: { only: ['${law}'], seed: ${seed}, path: '${path}' }`, ...printReplay(search)];
}

function stepsOf(domain: DomainUnderTest, { history }: Case): readonly PlayedStep[] {
  return play(domain, history).steps;
}

/** Lines under a word. */
export function section(word: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`${word}: nothing`] : [`${word}:`, ...lines.map((line) => `  ${line}`)];
}

/** A command, and what became of it. */
export function stepText({ sent, outcome }: PlayedStep, index: number): string {
  const asked = `${index + 1}. ${sent.aggregate} ${sent.id}: ${sent.command} ${printValue(sent.data, '  ')}${extrasText(sent)}`;
  return `${asked}\n       → ${outcomeText(outcome)}`;
}

function outcomeText(outcome: PlayedStep['outcome']): string {
  if (outcome.kind === 'broken') return `fails: ${outcome.error.message}`;
  if (outcome.kind === 'rejected') return `refused: ${outcome.error.message}`;
  const events = outcome.events.map(({ type, data }) => `${type} ${printValue(data, '         ')}`);
  return events.length === 0 ? 'nothing happens' : events.join(', ');
}

function extrasText({ wait, alongside, again, from }: Sent): string {
  const extras = [
    ...(wait === undefined ? [] : [`${wait} ms later`]),
    ...(alongside === undefined ? [] : ['not waiting for the answer before']),
    ...(again === undefined ? [] : [again === 'after' ? 'and once more after its answer' : 'twice at once']),
    ...(from === undefined ? [] : [`through engine ${from + 1}`]),
  ];
  return extras.length === 0 ? '' : ` (${extras.join(', ')})`;
}

/** What is not as it always is. */
export function circumstancesText({ circumstances }: Case): string[] {
  if (circumstances === undefined) return [];
  const unusual = (Object.keys(QUIET) as (keyof Circumstances)[])
    .filter((name) => name !== 'happenings' && printValue(circumstances[name]) !== printValue(QUIET[name]))
    .map((name) => `${name}: ${printValue(circumstances[name])}`);
  const happenings = circumstances.happenings.map(
    ({ before, engine, what }) =>
      `before command ${before + 1}: ${what}, engine ${(engine % circumstances.engines) + 1}`,
  );
  return [...unusual, ...happenings];
}

/** What is wrong, line by line. */
export function thenText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof Broken)) return error.stack ?? error.message;
  return error.isCompared ? `${error.message}\n${printDifference(error.expected, error.actual)}` : error.message;
}

function regressionTest(law: Law, tried: Case): string {
  const title = tried.history.map(({ command }) => command).join(', ') || 'nothing was sent';
  const options = law.name === 'invariants' ? ', { invariants: [/* yours */] }' : '';
  return [
    "import { lawHolds } from 'statefold/testing';",
    "import { it } from 'vitest';",
    "import { app } from '../generated/testing.js';",
    '',
    `it('${law.name}: ${title}', async () => {`,
    `  await lawHolds(app, '${law.name}', ${printValue(tried, '  ')}${options});`,
    '});',
  ].join('\n');
}
