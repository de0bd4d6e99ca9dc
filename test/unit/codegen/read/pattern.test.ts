import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusePattern } from '../../../../codegen/read/pattern.js';

const accepted = [
  '^[A-Z]{5}$',
  'a|b',
  '^a|b$',
  '^(?:x|y)+?\\d\\D\\w\\W\\s\\S.$',
  '[^a-z^$]',
  '^\\^\\$\\(\\?=$',
  '(?<year>\\d{4})',
  '\\p{Lu}',
  '^\\u{1F600}[\\u0041-\\u005A]$',
];

const refused: [pattern: string, why: RegExp][] = [
  ['[', /^@pattern is not a regular expression: .*Unterminated character class\.$/],
  ['a{2,1}', /numbers out of order/],
  ['\\-', /Invalid escape/],
  [
    '(?=a)',
    /^@pattern cannot hold lookahead and lookbehind: values for tests could not be made from it\. Say it without them\.$/,
  ],
  ['(?!a)', /lookahead/],
  ['(?<=a)', /lookbehind/],
  ['(?<!a)', /lookbehind/],
  ['(a)\\1', /references to groups/],
  ['(?<n>a)\\k<n>', /references to groups/],
  ['\\ba', /word boundaries/],
  ['a\\B', /word boundaries/],
  ['\\0', /references to groups/],
  ['\\cA', /control letters/],
  ['a^b', /"\^" anywhere but at the start/],
  ['(^a)', /"\^" anywhere but at the start/],
  ['a$b', /"\$" anywhere but at the end/],
  ['(a$)', /"\$" anywhere but at the end/],
];

describe('patterns', () => {
  it.each(accepted)('may hold %s, and values can be made from it', (pattern) => {
    expect(refusePattern(pattern)).toBeNull();
    const expression = new RegExp(pattern, 'u');
    for (const text of fc.sample(fc.stringMatching(expression), { numRuns: 50, seed: 7 })) {
      expect(text).toMatch(expression);
    }
  });

  it.each(refused)('may not hold %s', (pattern, why) => {
    expect(refusePattern(pattern)).toMatch(why);
  });
});
