// The page on replay testing says what is true: every block of it runs here, as a test file of the sample domain.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = await readFile(join(root, 'docs/replay-testing.md'), 'utf8');
const folder = join(import.meta.dirname, '.page');
const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => ({
  name,
  code,
}));

await mkdir(folder, { recursive: true });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where a block lies does not matter to it: `..` is the project. */
async function imported({ name, code }: (typeof blocks)[number]): Promise<Readonly<Record<string, unknown>>> {
  const path = join(folder, name.replaceAll('/', '-').replace('.test.ts', '.ts'));
  await writeFile(path, code.replaceAll("'../", "'../../../../"));
  return (await import(path)) as Readonly<Record<string, unknown>>;
}

for (const block of blocks.filter(({ name }) => name.endsWith('.test.ts'))) {
  describe(block.name, async () => {
    await imported(block);
  });
}

it('has blocks for all that it teaches', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

it('prints the failure that the page shows', async () => {
  const block = blocks.find(({ name }) => name === 'report.ts');
  const { report } = (await imported(block ?? { name: '', code: '' })) as { report: () => Promise<string> };
  const shown = /^```text\n(.*?)^```$/ms.exec(page)?.[1] ?? '';
  expect(shown).toContain('then:');
  expect(await report()).toContain(shown);
});
