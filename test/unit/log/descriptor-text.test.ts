import { describe, expect, it } from 'vitest';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import {
  descriptorText,
  fingerprintOf,
  parseDescriptor,
  sameForm,
  sameHistory,
} from '../../../src/log/descriptor-text.js';
import { descriptorOf, grown, objectOf } from '../../support/descriptors.js';

const placed = descriptorOf('OrderPlaced', objectOf({ total: { type: 'integer' }, at: { domain: { type: 'date' } } }));
const more = grown(
  placed,
  objectOf({ total: { type: 'integer' }, at: { domain: { type: 'date' } }, 'note?': { type: 'string' } }),
);

describe('the text of a descriptor', () => {
  it('comes back the same', () => {
    expect(parseDescriptor(fingerprintOf(more), descriptorText(more))).toEqual(more);
  });

  it('keeps the order of properties, which is that of bytes', () => {
    const parsed = parseDescriptor(fingerprintOf(placed), descriptorText(placed));
    expect(Object.keys(parsed.schema.properties)).toEqual(['total', 'at']);
  });

  it('does not depend on the order in which other keys were written', () => {
    const reversed = Object.fromEntries(Object.entries(placed).reverse()) as unknown as EventDescriptor;
    const schema = Object.fromEntries(Object.entries(placed.schema).reverse()) as unknown as EventDescriptor['schema'];
    expect(descriptorText({ ...reversed, schema })).toBe(descriptorText(placed));
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '5'],
    ['null', 'null'],
    ['no descriptor', '{}'],
    ['another fingerprint', descriptorText({ ...placed, revisions: ['f2'] })],
    ['no schema', JSON.stringify({ ...placed, schema: undefined })],
  ])('is corrupt with %s', (_name, text) => {
    expect(() => parseDescriptor(fingerprintOf(placed), text)).toThrow(
      expect.objectContaining({ code: 'CORRUPT', message: expect.stringContaining(fingerprintOf(placed)) }),
    );
  });
});

describe('two descriptors', () => {
  it('are of one form whatever their events are called', () => {
    expect(sameForm(placed, { ...placed, event: 'OrderMade', aggregate: 'Basket' })).toBe(true);
    expect(sameForm(placed, more)).toBe(false);
    const swapped = objectOf({ at: { domain: { type: 'date' } }, total: { type: 'integer' } });
    expect(sameForm(placed, { ...placed, schema: swapped })).toBe(false);
  });

  it('have one history where one has grown from the other', () => {
    const other = grown(placed, objectOf({ total: { type: 'number' } }));
    expect(sameHistory(placed, more)).toBe(true);
    expect(sameHistory(more, placed)).toBe(true);
    expect(sameHistory(more, other)).toBe(false);
    expect(sameHistory(more, { ...other, version: 2 })).toBe(true);
  });
});
