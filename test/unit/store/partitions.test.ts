import { expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.js';
import { redisStore } from '../../../src/redis.js';

const makers = {
  memoryStore: (partitions: number) => memoryStore({ partitions }),
  redisStore: (partitions: number) => redisStore({ url: 'redis://localhost:6379', partitions }),
};

it.each(Object.entries(makers))('bounds the partitions of a %s', (_name, make) => {
  for (const [wrong, shown] of [
    [0, '0'],
    [1025, '1025'],
    [1e6, '1000000'],
    [1.5, '1.5'],
    ['7' as never, "'7'"],
  ] as const) {
    expect(() => make(wrong)).toThrow(
      new RangeError(`A log has a whole number of partitions, from 1 to 1024, not ${shown}.`),
    );
  }
  expect(make(1)).toBeDefined();
  expect(make(1024)).toBeDefined();
});
