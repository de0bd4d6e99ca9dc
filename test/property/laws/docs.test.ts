// The page on replay testing says what is true: every block of it runs here, as a test file of the sample domain.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMutable } from '../../../codegen/mutate/mutable-domain.js';
import { app } from '../../../generated/app.js';
import { memoryStore } from '../../../src/index.js';
import { fromHistory } from '../../../src/testing/from-history/from-history.js';
import type { LawOptions } from '../../../src/testing/law-options.js';
import { replayLaws } from '../../../src/testing/replay-laws.js';
import { ended, exportedLines } from '../../support/exported-lines.js';
import { lineOf, orderId, placing, startShop } from '../../support/shop.js';

const root = join(import.meta.dirname, '../../..');
const page = await readFile(join(root, 'docs/replay-testing.md'), 'utf8');
const folder = join(import.meta.dirname, '.page');
const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => ({
  name,
  code,
}));

const texts = [...page.matchAll(/^```text\n(.*?)^```$/gms)].map(([, text = '']) => text);

const LOG = 'log.ndjson';

await mkdir(folder, { recursive: true });
const exported = await exportedOrders();
await writeFile(join(folder, LOG), exported.join('\n'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The log of three orders, of which the second is cancelled in the end. */
async function exportedOrders(): Promise<readonly string[]> {
  const store = memoryStore();
  const engine = await startShop({ store });
  for (const number of [1, 2, 3]) {
    const at = (second: number) => ({ time: new Date(Date.UTC(2024, 4, 1, 10, number, second)) });
    const id = orderId(`order-${number}`);
    await engine.commands.placeOrder(id, placing(), at(0));
    await engine.commands.addLine(id, { line: lineOf('tofu') }, at(1));
  }
  const cancelled = { time: new Date(Date.UTC(2024, 4, 2)) };
  await engine.commands.cancelOrder(orderId('order-2'), { reason: 'out of stock' }, cancelled);
  await engine.close();
  return exportedLines(store);
}

/** Where a block lies does not matter to it: `..` is the project. */
async function imported(block: (typeof blocks)[number]): Promise<Readonly<Record<string, unknown>>> {
  return (await import(await written(block))) as Readonly<Record<string, unknown>>;
}

/** Where it is written. */
async function written({ name, code }: (typeof blocks)[number]): Promise<string> {
  const path = join(folder, name.replaceAll('/', '-').replace('.test.ts', '.ts'));
  const log = JSON.stringify(join(folder, LOG));
  const from = code.replaceAll(/from '\.\.?\//g, "from '../../../../");
  await writeFile(path, from.replaceAll(`'${LOG}'`, log));
  return path;
}

for (const block of blocks.filter(({ name }) => name.endsWith('.test.ts'))) {
  describe(block.name, async () => {
    await imported(block);
  });
}

it('has blocks for all that it teaches', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

it('shows code whose types fit', { timeout: 120_000 }, async () => {
  for (const block of blocks) await written(block);
  const config = { extends: join(root, 'tsconfig.json'), include: ['*.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { status, stdout } = spawnSync('npx', ['tsc', '-p', folder], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

it('prints the failure that the page shows', async () => {
  const block = blocks.find(({ name }) => name === 'report.ts');
  const { report } = (await imported(block ?? { name: '', code: '' })) as { report: () => Promise<string> };
  const shown = /^```text\n(.*?)^```$/ms.exec(page)?.[1] ?? '';
  expect(shown).toContain('then:');
  expect(await report()).toContain(shown);
});

it('prints what the page shows of a log in which an order was cancelled twice', async () => {
  const lines = exported.filter((line) => !line.startsWith('{"kind":"end"'));
  const last = lines.at(-1) ?? '';
  const again = JSON.stringify({ ...(JSON.parse(last) as object), version: 4 });
  const { failure } = await fromHistory(app, ended([...lines, again]));
  const shown = texts.find((text) => text.includes('in state cancelled')) ?? '';
  expect(shown).toContain('then:');
  expect(failure?.text).toContain(shown.trimEnd());
});

it('replays the failure step by step as the page shows it', async () => {
  const block = blocks.find(({ name }) => name === 'failure.options.ts');
  const code = block?.code.replace("'./generated", "'../generated") ?? '';
  const { options } = (await imported({ name: 'failure.options.ts', code })) as { options: LawOptions };
  const { text } = await replayLaws(app, { ...options, only: ['invariants'], seed: 7 });
  const shown = texts.find((one) => one.startsWith('3. ')) ?? '';
  expect(shown).toContain('gone');
  expect(text).toContain(shown);
});

it('shows mutants that there are', () => {
  const project = readMutable(root);
  if ('problems' in project) throw new Error('The sample domain cannot be mutated.');
  const { mutants } = project;
  const places = mutants.map(({ at, kind, what }) => `SURVIVED: ${at.file}:${at.line}:${at.column} ${kind}: ${what}`);
  const shown = texts.find((text) => text.startsWith('SURVIVED')) ?? '';
  expect(places).toEqual(expect.arrayContaining(shown.trim().split('\n')));
  // Whoever adds to the domain runs `SOAK=1` on test/property/laws/mutate.test.ts, and brings the page up to date.
  expect(page).toContain(`of ${mutants.length} mutants, ${mutants.length} are killed`);
});
