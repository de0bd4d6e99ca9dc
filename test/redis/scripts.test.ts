// The scripts and those who call them say the same, and a server that forgets them is not noticed.
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SCRIPT_NAMES, scriptOf } from '../../src/store/redis/script.js';
import { commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { checkpoint, step } from '../contract/steps.js';
import { plainClient } from '../support/redis-server.js';
import { describeRedis, redisBench, rounds } from './bench.js';

const folder = new URL('../../src/store/redis/lua/', import.meta.url);

it('names every script that there is', () => {
  expect(readdirSync(folder).sort()).toEqual(SCRIPT_NAMES.map((name) => `${name}.lua`));
});

it.each(SCRIPT_NAMES)('%s.lua begins with its contract, and numbers no key or argument below it', (name) => {
  const { text } = scriptOf(name);
  const header = text.slice(0, text.search(/\n[^-]/));
  for (const word of ['-- KEYS  ', '-- ARGV  ', '-- Gives ']) expect(header).toContain(word);
  const numbers = (line: string): number[] =>
    [...line.matchAll(/(?<![\w'])(\d+)(?=[ …])/g)].map(([, digits]) => Number(digits));
  const keys = /-- KEYS (.*?)\n-- ARGV/s.exec(header)?.[1] ?? '';
  const named = [...text.matchAll(/KEYS\[(\d+)\]/g)]
    .map(([, digits]) => Number(digits))
    .filter((number) => number < 100);
  for (const number of named) expect(numbers(keys.replaceAll('·', ' '))).toContain(number);
  // Names, then no numbers: what a line means must not need the header.
  const lines = text.slice(header.length).split('\n');
  const numbered = lines.filter((line) => /(KEYS|ARGV)\[\d+\]/.test(line) && !/^local /.test(line.trim()));
  const allowed = /ARGV\[3 \+|KEYS\[BEFORE|KEYS\[2 \+/;
  expect(numbered.filter((line) => !allowed.test(line))).toEqual([]);
});

it('takes no event away: no script trims or deletes in a stream, and none deletes but those of read models', () => {
  const takes = /\b(XTRIM|XDEL|MAXLEN|MINID|DEL|FLUSHDB|FLUSHALL|EXPIRE|PEXPIRE|RENAME|LTRIM|LPOP|RPOP)\b/;
  const code = (name: (typeof SCRIPT_NAMES)[number]) => scriptOf(name).text.replaceAll(/^--.*$/gm, '');
  expect(SCRIPT_NAMES.filter((name) => takes.test(code(name)))).toEqual([]);
  expect(SCRIPT_NAMES.filter((name) => code(name).includes('UNLINK'))).toEqual(['drop', 'retire']);
});

describeRedis('a server that forgets its scripts', () => {
  const bench = redisBench();

  it('is not noticed by those who append and fold, and the order of blocks is kept', async () => {
    const server = await bench.server();
    const { log, tables } = await bench.connect({ url: server.url, namespace: 'n' });
    const client = plainClient(server.url);
    let running = true;
    let flushes = 0;
    const flushing = (async () => {
      while (running) {
        await client.script('FLUSH');
        flushes += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const count = rounds(1000, 50_000);
    const firsts: number[] = [];
    for (let sent = 0; sent < count; sent++) {
      firsts.push((await store(log, [commit(order(`o${sent}`), NOWHERE, 'c')])).first);
      if (sent % 10 === 0) {
        const number = sent / 10;
        const applied = await tables.apply(step(number === 0 ? null : checkpoint(number), checkpoint(number + 1)));
        expect(applied).toEqual({ kind: 'applied' });
      }
    }
    running = false;
    await flushing;
    client.disconnect();
    expect(flushes).toBeGreaterThan(20);
    expect(firsts).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(await log.read(PARTITION, START, 1 << 30)).toHaveLength(count);
  });
});
