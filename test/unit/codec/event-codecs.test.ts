import { describe, expect, it } from 'vitest';
import type { EventCodec } from '../../../src/codec/event-codec.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';

const codecOf = (event: string, number: number, version: number): EventCodec =>
  schemaCodec(descriptorOf(event, objectOf({}), { number, version }));

const old = { ...codecOf('Placed', 5, 1), upcast: () => ({}) };
const today = codecOf('Placed', 5, 2);
const retired = { ...codecOf('Gone', 6, 1), upcast: () => [] };

describe('the codecs of an application', () => {
  const codecs = new EventCodecs([today, old, retired]);

  it('are found by number and version for reading', () => {
    expect(codecs.reading(5, 1)).toBe(old);
    expect(codecs.reading(5, 2)).toBe(today);
    expect(codecs.reading(6, 1)).toBe(retired);
  });

  it.each([
    [5, 3, 'Placed version 3'],
    [9, 1, 'event number 9 version 1'],
    // Neither number nor version alone may find another event.
    [5 + 0x10000, 1, 'event number 65541 version 1'],
    [5, 0, 'Placed version 0'],
  ])('do not read number %i version %i', (number, version, what) => {
    expect(() => codecs.reading(number, version)).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE', message: expect.stringContaining(`holds ${what}, which`) }),
    );
  });

  it('are found by name for writing, always the newest', () => {
    expect(codecs.writing('Placed')).toBe(today);
    expect(
      new EventCodecs([codecOf('E', 1, 2), codecOf('E', 1, 10), codecOf('E', 1, 3)]).writing('E').descriptor.version,
    ).toBe(10);
  });

  it('do not write what is retired, or unknown', () => {
    expect(() => codecs.writing('Gone')).toThrow(/Gone/);
    expect(() => codecs.writing('toString')).toThrow(/toString/);
  });

  it('have no number and version twice', () => {
    expect(() => new EventCodecs([today, codecOf('Other', 5, 2)])).toThrow(/version 2 of Other and Placed/);
  });
});
