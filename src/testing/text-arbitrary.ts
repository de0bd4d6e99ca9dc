// Arbitraries of text: by length, by pattern, by format. Always well-formed.
import fc from 'fast-check';
import { FORMATS, isFormat } from '../schema/formats.js';
import { isWellFormed } from '../schema/plain.js';
import type { StringSchema } from '../schema/schema.js';
import { feasible } from './feasible.js';

/** Text that a schema accepts. Throws a `TypeError` where its constraints leave hardly any, or a pattern is not supported. */
export function textArbitrary(where: string, schema: StringSchema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength, pattern, format } = schema;
  if (maxLength !== undefined && maxLength < minLength)
    throw new TypeError(`${where}: its maxLength is below its minLength.`);
  if (pattern === undefined && format === undefined) {
    const length = { minLength, ...(maxLength === undefined ? {} : { maxLength }) };
    return fc.oneof(fc.string(length), fc.string({ ...length, unit: 'binary' }));
  }
  const regex = pattern === undefined ? null : new RegExp(pattern, 'u');
  const accepts = (text: string): boolean => {
    // JSON Schema counts code points, not UTF-16 units.
    const length = minLength > 0 || maxLength !== undefined ? [...text].length : minLength;
    if (length < minLength || (maxLength !== undefined && length > maxLength) || !isWellFormed(text)) return false;
    return (regex === null || regex.test(text)) && (format === undefined || !isFormat(format) || FORMATS[format](text));
  };
  // Text made for its only constraint needs no looking for; the filter is for what fast-check reads more widely than we do.
  const single = minLength === 0 && maxLength === undefined && (pattern === undefined || format === undefined);
  const keep = (made: fc.Arbitrary<string>) => (single ? made.filter(accepts) : feasible(where, made, accepts));
  if (format === undefined) return keep(matching(where, pattern ?? '', maxLength));
  if (!isFormat(format))
    throw new TypeError(
      `${where}: its format '${format}' is not known. Use one of ${Object.keys(FORMATS).join(', ')}.`,
    );
  return keep(BY_FORMAT[format]);
}

function matching(where: string, pattern: string, maxLength: number | undefined): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), maxLength === undefined ? {} : { maxLength });
  } catch (cause) {
    throw new TypeError(`${where}: no text can be made for its pattern ${pattern}. Write it without assertions.`, {
      cause,
    });
  }
}

/** Moments of the years 0000 to 9999, as ISO 8601 writes them without a sign. */
const moment = fc
  .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const offset = fc.oneof(
  fc.constant('Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([sign, hours, minutes]) => `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`),
);

const BY_FORMAT: Readonly<Record<keyof typeof FORMATS, fc.Arbitrary<string>>> = {
  date: moment.map((text) => text.slice(0, 10)),
  'date-time': fc.tuple(moment, offset).map(([text, zone]) => text.slice(0, -1) + zone),
  time: fc.tuple(moment, offset).map(([text, zone]) => text.slice(11, -1) + zone),
  email: fc.emailAddress(),
  uuid: fc.uuid(),
  uri: fc.webUrl(),
  hostname: fc.domain(),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
};
