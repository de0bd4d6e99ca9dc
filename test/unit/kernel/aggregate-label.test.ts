import { expect, it } from 'vitest';
import { labelOf, onOneLine } from '../../../src/kernel/aggregate-label.js';

it('names an aggregate by type and id', () => {
  expect(labelOf('Order', 'order-1')).toBe('Order-order-1');
});

it.each([
  ['a\r\nb', 'a\\u000d\\u000ab'],
  ['\0\u001b[2J\u007f', '\\u0000\\u001b[2J\\u007f'],
  ['\u0085\u2028\u2029', '\\u0085\\u2028\\u2029'],
  ['é “ü” 😀', 'é “ü” 😀'],
])('keeps %j on one line', (text, line) => {
  expect(onOneLine(text)).toBe(line);
  expect(onOneLine(text).split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
});
