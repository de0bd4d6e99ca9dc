// What holds for every schema and each of its values: validator, arbitrary, JSON form and codec agree.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { encodeCanonical, encodeValue } from '../../../src/codec/packer.js';
import { decodeValue } from '../../../src/codec/unpacker.js';
import { createJsonForm, toJson } from '../../../src/schema/json-form.js';
import { createValidators } from '../../../src/schema/validator.js';
import { arbitrariesFor } from '../../../src/testing/arbitrary.js';
import { mutationsOf } from './mutation.js';
import { runs, schemaTable } from './random-schema.js';

/** A random table with some values of its `Root`; a table whose constraints leave no values is passed over. */
const tableWithValues = schemaTable.chain((schemas) => {
  const root = arbitrariesFor(schemas)<unknown>('Root');
  return fc.record({ schemas: fc.constant(schemas), values: fc.array(root, { minLength: 1, maxLength: 5 }) });
});

const TIMEOUT = process.env.SOAK === '1' ? 3_600_000 : 60_000;

describe('values of random schemas', () => {
  it('are accepted by the validator where the arbitrary makes them', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(tableWithValues, ({ schemas, values }) => {
        const validate = createValidators(schemas).of('Root');
        for (const value of values) expect(validate(value)).toEqual([]);
      }),
      runs(300),
    );
  });

  it('are refused at the right place once anything in them is broken', { timeout: TIMEOUT }, () => {
    let refused = 0;
    fc.assert(
      fc.property(tableWithValues, fc.infiniteStream(fc.nat()), ({ schemas, values }, choices) => {
        const validate = createValidators(schemas).of('Root');
        for (const value of values) {
          const mutations = mutationsOf(schemas, { $ref: '#/$defs/Root' }, value);
          for (const choice of choices.take(20)) {
            const mutation = mutations[choice % mutations.length];
            if (mutation === undefined) continue;
            const pointers = validate(mutation.value).map((violation) => violation.pointer);
            const there = pointers.some(
              (pointer) => pointer === mutation.pointer || pointer.startsWith(`${mutation.pointer}/`),
            );
            expect(there, `${mutation.what} at '${mutation.pointer}', found at ${JSON.stringify(pointers)}`).toBe(true);
            refused++;
          }
        }
      }),
      runs(300),
    );
    expect(refused).toBeGreaterThan(5000);
  });

  it('come back from JSON text as they were', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(tableWithValues, ({ schemas, values }) => {
        const json = createJsonForm(schemas, createValidators(schemas));
        for (const value of values) {
          const read = json.fromJson('Root', JSON.parse(JSON.stringify(toJson(value))));
          expect(read.kind === 'value' && isDeepStrictEqual(read.value, value), JSON.stringify(toJson(value))).toBe(
            true,
          );
        }
      }),
      runs(300),
    );
  });

  it('come back from bytes as they were', { timeout: TIMEOUT }, () => {
    let compared = 0;
    fc.assert(
      fc.property(tableWithValues, ({ schemas, values }) => {
        const root = arbitrariesFor(schemas)<unknown>('Root');
        for (const value of [...values, ...fc.sample(root, { numRuns: 40, seed: compared })]) {
          expect(isDeepStrictEqual(decodeValue(encodeValue(value)), value)).toBe(true);
          expect(isDeepStrictEqual(decodeValue(encodeCanonical(value)), value)).toBe(true);
          compared++;
        }
      }),
      runs(250),
    );
    expect(compared).toBeGreaterThanOrEqual(10_000);
  });

  it('are the bytes that msgpackr writes in its stable profile', { timeout: TIMEOUT }, () => {
    const msgpackr = new Packr({ useRecords: false, variableMapSize: true, moreTypes: false });
    fc.assert(
      fc.property(tableWithValues, ({ values }) => {
        for (const value of values) expect(Buffer.compare(encodeValue(value), msgpackr.pack(value))).toBe(0);
      }),
      runs(300),
    );
  });

  it('have one digest, whatever order their keys are in', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(tableWithValues, ({ values }) => {
        for (const value of values) expect(digestOfContent('T', reversed(value))).toEqual(digestOfContent('T', value));
      }),
      runs(100),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
