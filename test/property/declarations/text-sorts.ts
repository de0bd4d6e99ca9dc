// The patterns and formats that random text types take, each with texts that it accepts and refuses, written out by hand.
import type { Constraint } from './meaning.js';

/** A pattern or format, perhaps with a length beside it. */
export interface TextSort {
  readonly constraints: readonly Constraint[];
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const pattern = (value: string, good: readonly string[], bad: readonly string[], more: readonly Constraint[] = []) => ({
  constraints: [{ tag: 'pattern' as const, value }, ...more],
  good,
  bad,
});

const format = (value: string, good: readonly string[], bad: readonly string[]) => ({
  constraints: [{ tag: 'format' as const, value }],
  good,
  bad,
});

/** Patterns with what they accept and refuse. */
export const PATTERNS: readonly TextSort[] = [
  pattern('^[A-Z]{5}$', ['ALFKI', 'ZZZZZ'], ['ALFK', 'ALFKIS', 'alfki', '']),
  pattern('^[a-z]+(-[a-z]+)*$', ['a', 'green-tea'], ['-a', 'a-', 'a--b', 'A', '']),
  pattern('\\d', ['1', 'ab3cd'], ['', 'abc']),
  pattern('^(a|bc)*$', ['', 'a', 'bca'], ['b', 'cb', 'A']),
  pattern('^.{2,4}$', ['ab', 'ab€d', '😀😀'], ['a', 'abcde', 'ab\ncd', '😀']),
  pattern('^\\S+ \\S+$', ['a b'], ['ab', 'a b c', ' b']),
  pattern('^[^/*@"\'`]+$', ['a', '{}'], ['', '"', 'a*', '`', "it's"]),
  pattern('^(?:red|green)$|^blue$', ['red', 'blue'], ['reds', 'blues', '']),
  pattern('^[\\x41\\u00e4]\\.$', ['A.', 'ä.'], ['B.', 'Ax', 'A']),
  pattern(
    '^[a-z]*$',
    ['ab', 'abcdefgh'],
    ['a', 'abcdefghi', 'aB'],
    [
      { tag: 'minLength', value: 2 },
      { tag: 'maxLength', value: 8 },
    ],
  ),
];

/** All formats with what they accept and refuse. */
export const FORMAT_SORTS: readonly TextSort[] = [
  format('date', ['2024-02-29', '0001-01-01'], ['2023-02-29', '2024-1-1', '2024-02-30', '2024-02-29T00:00:00Z', '']),
  format(
    'date-time',
    ['2024-02-29T12:00:00Z', '1999-12-31T23:59:59.123+01:30'],
    ['2024-02-29', '2024-02-29T24:00:00Z', '2024-02-29T12:00:00', '2024-02-30T12:00:00Z'],
  ),
  format('time', ['12:00:00Z', '23:59:59.5-08:00'], ['24:00:00Z', '12:00', '12:00:00']),
  format('email', ['a@b.cd', 'first.last+tag@example.org'], ['a', 'a@b', '@b.cd', 'a b@c.de', 'a@b..cd']),
  format('uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123e4567e89b12d3a456426614174000', 'x', '']),
  format('uri', ['https://example.org/a?b=c#d', 'urn:isbn:0451450523'], ['/a', 'example.org', 'https://a b', '']),
  format('hostname', ['example.org', 'a', 'xn--a-1'], ['-a', 'a..b', 'a_b', '']),
  format('ipv4', ['127.0.0.1', '255.255.255.255'], ['256.0.0.1', '1.2.3', '01.2.3.4', '']),
  format('ipv6', ['::1', '2001:db8::ff00:42:8329'], ['1::2::3', '12345::', '127.0.0.1', '']),
];

/** Whether a text is one of the examples that a format refuses. */
export function isKnownBad(name: string, text: string): boolean {
  return FORMAT_SORTS.some(({ constraints, bad }) => constraints[0]?.value === name && bad.includes(text));
}
