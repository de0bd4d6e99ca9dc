import { expect, it } from 'vitest';
import { FreshIds } from '../../../src/kernel/fresh-ids.js';
import { tagOfFresh } from '../../../src/kernel/hash.js';

it('makes ids of 32 hex digits, none twice, and no two with one tag', () => {
  const ids = new FreshIds();
  const made = Array.from({ length: 10_000 }, () => ids.next());
  expect(made.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  expect(new Set(made.map(tagOfFresh)).size).toBe(made.length);
});

it('makes other ids each time it is made', () => {
  expect(new FreshIds().next()).not.toBe(new FreshIds().next());
});
