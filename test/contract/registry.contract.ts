// What every store's registry promises: what was put first stays, and outlives whoever put it.
import { beforeEach, expect, it } from 'vitest';
import type { Registry } from '../../src/log/registry.js';
import type { Store } from '../../src/store/store.js';
import type { StoreUnderTest } from '../support/stores.js';
import { AWKWARD_NAMES } from './drafts.js';
import { benchOf } from './open-stores.js';

export function registryContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);
  let shared: Store;
  let registry: Registry;

  beforeEach(async () => {
    shared = await bench.store();
    ({ registry } = await bench.connect(shared));
  });

  it('is empty at first', async () => {
    expect(await registry.read()).toEqual(new Map());
  });

  it('gives all that was added, to every connection', async () => {
    await registry.add(new Map([['f1', '{"a":1}']]));
    await registry.add(
      new Map([
        ['f2', '{"a":2}'],
        ['f3', '{"a":3}'],
      ]),
    );
    const all = new Map([
      ['f1', '{"a":1}'],
      ['f2', '{"a":2}'],
      ['f3', '{"a":3}'],
    ]);
    expect(new Map([...(await registry.read())].sort())).toEqual(all);
    const other = await bench.connect(shared);
    expect(new Map([...(await other.registry.read())].sort())).toEqual(all);
  });

  it('takes nothing, and the same again, without a change', async () => {
    await registry.add(new Map());
    await registry.add(new Map([['f1', 'one']]));
    await registry.add(new Map([['f1', 'one']]));
    expect(await registry.read()).toEqual(new Map([['f1', 'one']]));
  });

  it('calls another text under the same fingerprint CORRUPT, and adds nothing of what came with it', async () => {
    await registry.add(new Map([['f1', 'one']]));
    const entries = new Map([
      ['f0', 'before'],
      ['f1', 'two'],
      ['f2', 'after'],
    ]);
    await expect(registry.add(entries)).rejects.toMatchObject({ name: 'StatefoldError', code: 'CORRUPT' });
    const other = await bench.connect(shared);
    await expect(other.registry.add(new Map([['f1', 'two']]))).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await registry.read()).toEqual(new Map([['f1', 'one']]));
  });

  it('takes the same from several connections at once, and one of two texts', async () => {
    const registries = await Promise.all([1, 2, 3].map(async () => (await bench.connect(shared)).registry));
    await Promise.all(registries.map((one) => one.add(new Map([['same', 'text']]))));
    const added = await Promise.allSettled(registries.map((one, index) => one.add(new Map([['f', `text ${index}`]]))));
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = added.findIndex(({ status }) => status === 'fulfilled');
    expect(new Map([...(await registry.read())].sort())).toEqual(
      new Map([
        ['f', `text ${winner}`],
        ['same', 'text'],
      ]),
    );
  });

  it('outlives the connection that wrote it', async () => {
    const first = await bench.connect(shared);
    await first.registry.add(new Map([['f1', 'one']]));
    await first.close();
    const later = await bench.connect(shared);
    expect(await later.registry.read()).toEqual(new Map([['f1', 'one']]));
  });

  it('keeps every text as it is', async () => {
    const entries = new Map(AWKWARD_NAMES.map((name, index) => [`f${index}`, name]));
    await registry.add(entries);
    const found = await registry.read();
    expect(found.size).toBe(entries.size);
    for (const [fingerprint, text] of entries) expect(found.get(fingerprint)).toBe(text);
  });

  it('gives a map that the reader owns', async () => {
    await registry.add(new Map([['f1', 'one']]));
    ((await registry.read()) as Map<string, string>).clear();
    const entries = new Map([['f2', 'two']]);
    await registry.add(entries);
    entries.set('f3', 'three');
    expect([...(await registry.read()).keys()].sort()).toEqual(['f1', 'f2']);
  });

  it('belongs to its store alone', async () => {
    await registry.add(new Map([['f1', 'one']]));
    const other = await bench.connect(await bench.store());
    expect(await other.registry.read()).toEqual(new Map());
  });

  it('is closed with its connection', async () => {
    const connection = await bench.connect(shared);
    await connection.close();
    await expect(connection.registry.read()).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(connection.registry.add(new Map())).rejects.toMatchObject({ code: 'CLOSED' });
  });
}
