import { expect, it, onTestFinished, vi } from 'vitest';
import { importFile } from '../../../src/cli/import-log.js';
import { memoryStore } from '../../../src/index.js';
import { exportedLines } from '../../support/exported-lines.js';
import { startNotes } from '../../support/notes.js';
import { temporaryFile } from '../../support/temporary-folder.js';

const never = new AbortController().signal;

async function exported(): Promise<readonly string[]> {
  const store = memoryStore({ partitions: 2 });
  const engine = await startNotes({}, { store });
  await engine.commands.write('a', { text: 'one' });
  await engine.commands.write('b', { text: 'two' });
  await engine.close();
  return exportedLines(store);
}

it('is refused before there is a log to write to', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const lines = await exported();
  const found: number[] = [];
  const find = async (partitions: number) => {
    found.push(partitions);
    return memoryStore({ partitions });
  };
  const given = (text: string) => importFile(find, temporaryFile('log.ndjson', text), {}, never);
  expect(await given('{ "name": "statefold" }')).toBe(1);
  expect(await given('')).toBe(1);
  expect(await given(lines.slice(0, -1).join('\n'))).toBe(1);
  expect(await given([...lines.slice(0, -2), lines.at(-1)].join('\n'))).toBe(1);
  expect(found).toEqual([]);
  expect(await given(lines.join('\n'))).toBe(0);
  expect(found).toEqual([2]);
});
