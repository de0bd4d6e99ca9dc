import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Reached, sealed } from '../../../src/testing/sealed.js';

describe('what is sealed', () => {
  it.each<[string, () => unknown]>([
    ['Date.now()', () => Date.now()],
    ['new Date()', () => new Date()],
    ['Math.random()', () => Math.random()],
    ['performance.now()', () => performance.now()],
    ['process.env', () => process.env.HOME],
    ['crypto.randomUUID()', () => crypto.randomUUID()],
    ['setTimeout()', () => setTimeout(() => {}, 1)],
    ['fetch()', () => fetch('http://localhost')],
  ])('cannot reach %s, also where it catches what is thrown', (what, run) => {
    expect(() => sealed(run)).toThrow(Reached);
    const catching = () => {
      try {
        return run();
      } catch {
        return null;
      }
    };
    expect(() => sealed(catching)).toThrow(`It reached for ${what}.`);
  });

  it('makes dates of what it is given', () => {
    const made = sealed(() => [new Date(5), new Date('2024-01-01'), Date.UTC(2024, 0, 1)]);
    expect(made).toEqual([new Date(5), new Date(Date.UTC(2024, 0, 1)), Date.UTC(2024, 0, 1)]);
    expect(made[0]).toBeInstanceOf(Date);
  });

  it('leaves everything as it was, also after a throw', () => {
    const before = [Date, Date.now, Math.random, setTimeout, process.env];
    expect(() =>
      sealed(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([Date, Date.now, Math.random, setTimeout, process.env]).toEqual(before);
    expect(Date.now()).toBeGreaterThan(0);
    expect(randomUUID()).toHaveLength(36);
  });
});
