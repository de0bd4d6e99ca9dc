import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { figures } from '../../bench/figures/all.js';
import { hasPeer } from '../../bench/peers/peer.js';

const peers = JSON.parse(readFileSync(new URL('../../bench/peers/package.json', import.meta.url), 'utf8')) as {
  dependencies: Record<string, string>;
};
const lock = JSON.parse(readFileSync(new URL('../../bench/peers/package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, { readonly resolved?: string; readonly integrity?: string }>;
};

it('has a name for each, of a group and a figure or of one word, and none twice', () => {
  const names = figures.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z]+(\.[a-z0-9]+)?$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it('needs only peers that "npm run bench:peers" installs, each at one version', () => {
  const needed = figures.flatMap(({ needs = [] }) => needs);
  expect(needed.filter((name) => !(name in peers.dependencies))).toEqual([]);
  expect(Object.values(peers.dependencies).filter((version) => !/^\d/.test(version))).toEqual([]);
});

it('locks peers by digest, and to no host', () => {
  const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(locked.length).toBeGreaterThan(0);
  expect(locked.filter(([, { resolved, integrity }]) => resolved !== undefined || integrity === undefined)).toEqual([]);
});

it('says of a package that is not installed that it is not', () => {
  expect(hasPeer('statefold-has-no-such-peer')).toBe(false);
});
