// `statefold mutate`: on a small domain what is killed, refused, hung, explained, and what survives; with SOAK=1 on the whole sample domain.
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type MutateOptions, mutate } from '../../../src/cli/mutate.js';
import { writeProject } from '../../unit/codegen/load/temp-project.js';
import { LAMP_FILES, lampProject } from '../../unit/codegen/mutate/lamp.js';

const slow = { timeout: 300_000 };
const never = new AbortController().signal;
// The test itself is run by a process of its own.
const command = `"${process.execPath}" --import "${import.meta.resolve('tsx')}" -C @statefold/source test/check.ts`;

let printed = '';
let complained = '';

beforeEach(() => {
  [printed, complained] = ['', ''];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complained += String(text);
      return true;
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
});

const run = (root: string, options: Omit<MutateOptions, 'root'>) =>
  mutate({ root, command, runs: '3', workers: '2', ...options }, never);
const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('statefold-mutant-'));

it('tells the killed from those that survive, and leaves the project as it was', slow, async () => {
  const root = await lampProject();
  const before = copies();
  const places = ['counted.ts:4', 'lamp.machine.ts:10', 'lamp.machine.ts:21', 'lamp.domain.ts:21'];
  expect(await run(root, { all: true, only: places.map((place) => `domain/${place}`) })).toBe(1);
  expect(printed.trim().split('\n')).toEqual([
    '5 mutants, 3 runs of each law, seed 1',
    expect.stringMatching(/^killed: domain\/counted\.ts:4:13 helper: 1 became 2 \((tests|laws|laws of engines): .*\)$/),
    expect.stringMatching(
      /^refused: domain\/lamp\.machine\.ts:10:12 transition: begins in on, not in boxed \(domain\/lamp\.machine\.ts:12:5 State boxed is never reached/,
    ),
    // Nobody looks at the groups.
    'SURVIVED: domain/lamp.domain.ts:21:3 rollup: Lit: power is the sum of hours',
    'survived: domain/lamp.machine.ts:21:11 assign: watts dropped (no command asks for the watts of a state)',
    'hung, which counts as killed: domain/counted.ts:4:10 helper: "-=" became "+="',
    '5 mutants: 3 killed (1 of them refused by codegen, 1 hung), 1 survived, 1 survived as explained',
    'score: 75 %',
  ]);

  for (const [path, text] of Object.entries(LAMP_FILES)) expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  expect(copies()).toEqual(before);
});

it(
  'stops where the tests fail as they are, where nothing was locked, and where there is nothing to change',
  slow,
  async () => {
    const root = await lampProject();
    expect(await run(root, { only: ['domain/lamp.machine.ts:6'], command: 'echo not ok && exit 1' })).toBe(1);
    expect(complained).toBe('It fails before anything is changed: tests: not ok\nMend that first.\n');
    complained = '';
    expect(await run(root, { only: ['domain/nothing.ts'] })).toBe(1);
    expect(complained).toMatch(
      /^Nothing can be changed at domain\/nothing\.ts\. There are mutants in domain\/counted\.ts, /,
    );
    complained = '';
    expect(await run(root, { runs: 'many' })).toBe(1);
    expect(complained).toBe("--runs takes a whole number of at least 1, not 'many'.\n");
    complained = '';
    const changed = LAMP_FILES['domain/lamp.domain.ts'].replace('Burnt: Empty', 'Burnt: Empty; Sold: Empty');
    writeProject(root, { 'domain/lamp.domain.ts': changed });
    expect(await run(root, {})).toBe(1);
    expect(complained).toBe('The domain is not locked as it is. Run: npm run codegen\n');
  },
);

// With its own tests, as docs/replay-testing.md says: the score there is of this run.
it.runIf(process.env.SOAK === '1')('finds no change of the sample domain unnoticed', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const tests = ['test/property/laws/order.test.ts', 'test/property/laws/shop.test.ts'];
  const code = await mutate({ root, tests, runs: '10' }, never);
  expect(printed).toMatch(/ refused by codegen, 0 hung\), 0 survived, 0 survived as explained\nscore: 100 %\n$/);
  expect(code).toBe(0);
});
