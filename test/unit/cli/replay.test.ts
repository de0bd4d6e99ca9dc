// `statefold replay`: what it prints and how it ends, on the sample domain.
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReplayOptions, replay } from '../../../src/cli/replay.js';
import { memoryStore } from '../../../src/index.js';
import { exportedLines } from '../../support/exported-lines.js';
import { orderId, placing, startShop } from '../../support/shop.js';
import { temporaryFile, temporaryFolder } from '../../support/temporary-folder.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const INVARIANT = `export const options = {
  invariants: [{ subject: 'Order', says: 'is never placed', holds: (state) => state.customerId === null }],
};
`;

let printed = '';
let complained = '';

beforeEach(() => {
  [printed, complained] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const replayed = (options: Omit<ReplayOptions, 'root'>, log?: string) => replay(log, { root, ...options });

describe('replay of a seed', () => {
  it('ends with 1 and the steps, where a law does not hold', async () => {
    const options = temporaryFile('options.mjs', INVARIANT);
    expect(await replayed({ seed: '3', law: ['invariants'], options })).toBe(1);
    expect(printed).toMatch(/^DOES NOT HOLD: invariants: .*\nseed 3, path .*\n\n1\. Order order-1: PlaceOrder/);
    expect(printed).toContain('is never placed, and here it does not hold: order-1@1, after OrderPlaced.');
    expect(complained).toBe('');
  });

  it('ends with 0 where all holds', async () => {
    expect(await replayed({ seed: '3', law: ['machines agree'], runs: '2', commands: '5' })).toBe(0);
    expect(printed).toBe('seed 3\nholds: machines agree, 6 runs\n');
  });

  it.each<[string, Omit<ReplayOptions, 'root'>, RegExp]>([
    ['no seed', {}, /^Give --seed the seed of the failure/],
    ['a seed that is none', { seed: 'x' }, /^--seed takes a whole number, not 'x'\.$/m],
    ['a path of no law', { seed: '1', path: '0:1' }, /^A --path belongs to one law/],
    [
      'a law that there is not',
      { seed: '1', law: ['rebuild'] },
      /^No law is named 'rebuild'\. There are: events apply, /,
    ],
    [
      'invariants where there are none',
      { seed: '1', law: ['invariants'] },
      /^There are no invariants that could fail\./,
    ],
    ['options that are nowhere', { seed: '1', options: 'no.ts' }, /^no\.ts does not exist\. Give --options a module/],
  ])('refuses %s', async (_name, options, complaint) => {
    expect(await replayed(options)).toBe(1);
    expect(complained).toMatch(complaint);
    expect(printed).toBe('');
  });

  it('refuses a project in which nothing was generated', async () => {
    expect(await replay(undefined, { root: temporaryFolder(), seed: '1' })).toBe(1);
    expect(complained).toMatch(
      /generated\/app\.ts does not exist\. Give --root the folder .* run npm run codegen there/,
    );
  });

  it('refuses a module that exports no options', async () => {
    expect(await replayed({ seed: '1', options: temporaryFile('options.mjs', 'export const laws = 1;\n') })).toBe(1);
    expect(complained).toMatch(/exports no options\. Write there: export const options = /);
  });
});

describe('options of a module', () => {
  it('are refused where laws have none of that name or kind', async () => {
    const wrong = "export const options = { invariant: [], stores: [], coverage: 'all' };\n";
    const options = temporaryFile('options.mjs', wrong);
    expect(await replayed({ seed: '1', options })).toBe(1);
    expect(complained).toMatch(
      /^The options of .*options\.mjs: invariant is no option \(did you mean invariants\?\); /,
    );
    expect(complained).toContain("; coverage must be 'report' or 'all transitions', not 'all'. Correct them.");
    expect(printed).toBe('');
  });

  it('may be those of a test', async () => {
    const options = temporaryFile('options.mjs', 'export const options = { testTimeout: 60_000, commands: 3 };\n');
    expect(await replayed({ seed: '3', law: ['machines agree'], runs: '2', options })).toBe(0);
  });
});

describe('replay of an exported log', () => {
  it('ends with 0 where all holds, and with 1 and the few commits that fail where not', async () => {
    const store = memoryStore();
    const engine = await startShop({ store });
    for (const number of [1, 2]) await engine.commands.placeOrder(orderId(`order-${number}`), placing());
    await engine.close();
    const log = temporaryFile('log.ndjson', (await exportedLines(store)).join('\n'));
    expect(await replayed({}, log)).toBe(0);
    expect(printed).toBe('holds: 2 events in 2 commits of 2 aggregates\n');
    printed = '';
    expect(await replayed({ options: temporaryFile('options.mjs', INVARIANT) }, log)).toBe(1);
    expect(printed).toMatch(
      /^DOES NOT HOLD: 2 events in 2 commits of 2 aggregates, and still 1 commits of 1\n\ninvariants: /,
    );
  });

  it('refuses a file that is not there, one that is no log, and one beside a seed', async () => {
    expect(await replayed({}, 'none.ndjson')).toBe(1);
    expect(complained).toMatch(/^none\.ndjson does not exist\. Write it: npx statefold export/);
    complained = '';
    expect(await replayed({}, temporaryFile('log.ndjson', 'hello\n'))).toBe(1);
    expect(complained).toMatch(/^CORRUPT: /);
    complained = '';
    expect(await replayed({ seed: '1' }, 'none.ndjson')).toBe(1);
    expect(complained).toMatch(/^Give --seed or a file/);
  });
});
