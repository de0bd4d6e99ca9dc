import { expect, it } from 'vitest';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { isOwn } from '../../../src/kernel/is-own.js';
import { copyValue } from '../../../src/schema/copy.js';
import { isPlainObject } from '../../../src/schema/plain.js';

const data = { amount: 5 };

/** Calls `work` while every object inherits a field that `for … in` finds. */
function withInherited<T>(work: () => T): T {
  Object.defineProperty(Object.prototype, 'inherited', { value: 1, enumerable: true, configurable: true });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(Object.prototype, 'inherited');
  }
}

it.each<readonly [string, () => unknown, unknown]>([
  ['asked for', () => [isOwn(data, 'amount'), isOwn(data, 'inherited'), 'inherited' in data], [true, false, true]],
  ['copied', () => Object.keys(copyValue(data)), ['amount']],
  ['part of a digest', () => digestOfContent('Move', data), digestOfContent('Move', data)],
  ['looked at', () => isPlainObject(data, (key) => key === 'amount'), true],
])('what every object inherits is not %s', (_, ask, expected) => {
  expect(withInherited(ask)).toEqual(expected);
});
