// What the classifier promises for any pair of types: a change called compatible leaves every stored value readable and valid.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareSchemas } from '../../../codegen/lock/compare-schemas.js';
import { type Difference, type Form, isBreaking, isUnreadable } from '../../../codegen/lock/difference.js';
import { formOver } from '../../../codegen/lock/grown-types.js';
import type { EventCodec } from '../../../src/codec/event-codec.js';
import { Reader } from '../../../src/codec/reader.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { Writer } from '../../../src/codec/writer.js';
import { isStatefoldError } from '../../../src/kernel/error.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { createValidators, type Validate } from '../../../src/schema/validator.js';
import { arbitrariesFor } from '../../../src/testing/arbitrary.js';
import { heightsOf } from '../../../src/testing/height.js';
import { descriptorOf } from '../../support/descriptors.js';
import { runsOf } from '../../support/seed.js';
import { schemaTable } from '../values/random-schema.js';
import { CONSTRAINED, EDITS, evolve, GENTLE, NESTED, oldNameOf } from './evolve.js';

/** The same pairs in each normal run: what a change breaks shows as that change's. Long runs take others. */
const USUAL_SEED = 1;
const { seed, numRuns } = runsOf('compatible = readable and valid', 400, 60_000, USUAL_SEED);
const TIMEOUT = process.env.SOAK === '1' ? 3_600_000 : 120_000;

/** An event whose only field is a table's `Root`. */
const EVENT: ObjectSchema = {
  type: 'object',
  properties: { root: { $ref: '#/$defs/Root' } },
  required: ['root'],
  additionalProperties: false,
};

const choices = fc.array(fc.nat(), { minLength: 24, maxLength: 24 });
const someOf = (edits: readonly string[], maxLength = 4) =>
  fc.array(fc.tuple(fc.constantFrom(...edits), choices), { minLength: 1, maxLength });

/** A table, and what becomes of it: edits, or another table that has nothing to do with it. */
const evolutions = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(schemaTable, someOf(GENTLE)) },
  { weight: 4, arbitrary: fc.tuple(schemaTable, someOf(Object.keys(EDITS))) },
  { weight: 1, arbitrary: fc.tuple(schemaTable, schemaTable) },
  { weight: 1, arbitrary: fc.tuple(schemaTable, someOf(['rename a field', 'add an optional field', 'move a field'])) },
  { weight: 1, arbitrary: fc.tuple(fc.constant(NESTED), someOf(['add a variant', 'move a member', 'add a literal'])) },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constantFrom(...CONSTRAINED).map((schema): SchemaTable => ({ Root: schema })),
      someOf(['change a constraint', 'integer or number'], 2),
    ),
  },
);
/** Types that are named where they were written out, each in an order of its own. */
const namings = fc.tuple(
  schemaTable.map((table): SchemaTable => ({ ...table, Root: TWICE })),
  someOf(['write a named type out', 'move a field'], 6),
);
const TWICE: Schema = {
  type: 'object',
  properties: { one: { $ref: '#/$defs/Alpha' }, other: { $ref: '#/$defs/Alpha' }, more: { $ref: '#/$defs/Beta' } },
  required: ['one', 'other'],
  additionalProperties: false,
};

interface Side {
  readonly form: Form<ObjectSchema>;
  readonly codec: EventCodec;
  readonly validate: Validate;
  readonly values: readonly unknown[];
}

it('calls no change compatible that makes a stored value unreadable or invalid', { timeout: TIMEOUT }, () => {
  const kinds = new Map<string, number>();
  const edits = new Map<string, number>();
  const found = { compatible: 0, same: 0, breaking: 0, renamed: 0, invalid: 0, 'passed over': 0 };
  fc.assert(
    fc.property(evolutions, fc.nat(), ([table, changes], salt) => {
      const evolved = Array.isArray(changes) ? evolveAll(table, changes, edits) : (changes as SchemaTable);
      const [old, next] = [sideOf(table, salt), sideOf(evolved, salt)];
      if (old === null || next === null) {
        found['passed over']++;
        return;
      }
      const { outcome, invalid, differences } = check(old, next);
      for (const { kind } of differences) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      found[outcome]++;
      found.invalid += invalid;
    }),
    { seed, numRuns },
  );
  process.stdout.write(`${JSON.stringify({ ...found, kinds: Object.fromEntries(kinds) })}\n`);
  const all = 'added loosened narrowed optional removed renamed required retyped tightened widened'.split(' ');
  expect([...kinds.keys()].sort()).toEqual(all);
  expect([...edits.keys()].sort()).toEqual(Object.keys(EDITS).sort());
  expect(found.compatible).toBeGreaterThan(numRuns / 10);
  expect(found.renamed).toBeGreaterThan(0);
  expect(found.invalid).toBeGreaterThan(0);
  expect(found['passed over']).toBeLessThan(numRuns / 4);
});

it('keeps stored values readable where types are named that were written out in orders of their own', {
  timeout: TIMEOUT,
}, () => {
  const edits = new Map<string, number>();
  let same = 0;
  fc.assert(
    fc.property(namings, fc.nat(), ([table, changes], salt) => {
      const [old, next] = [sideOf(evolveAll(table, changes, edits), salt), sideOf(table, salt)];
      if (old === null || next === null) return;
      const { outcome, differences } = check(old, next);
      expect(outcome, explained(old, next, differences)).toBe('same');
      same++;
    }),
    { seed, numRuns: numRuns / 4 },
  );
  expect(same).toBeGreaterThan(numRuns / 8);
  expect(edits.size).toBe(2);
});

interface Checked {
  readonly outcome: 'same' | 'compatible' | 'renamed' | 'breaking';
  readonly differences: readonly Difference[];
  /** Old values that the new form refuses. */
  readonly invalid: number;
}

/** Checks what the classifier says of two forms against values of both. */
function check(old: Side, next: Side): Checked {
  const { differences, grown } = compareSchemas(old.form, next.form, oldNameOf);
  const form = grown as Form<ObjectSchema>;
  const invalid = old.values.filter((value) => next.validate(value).length > 0).length;
  const breaking = differences.filter(isBreaking);
  if (breaking.some(({ kind }) => kind !== 'renamed')) return { outcome: 'breaking', differences, invalid };
  if (breaking.length > 0) {
    checkRenamed(old, next, form);
    return { outcome: 'renamed', differences, invalid };
  }
  expect(invalid, explained(old, next, differences)).toBe(0);
  checkGrown(old, next, { differences, grown: form });
  return { outcome: differences.length === 0 ? 'same' : 'compatible', differences, invalid };
}

function evolveAll(
  table: SchemaTable,
  changes: readonly (readonly [edit: string, choices: readonly number[]])[],
  edits: Map<string, number>,
): SchemaTable {
  // Only what the event refers to: other edits would show nothing.
  let evolved: SchemaTable = formOver(table, EVENT).types;
  for (const [edit, chosen] of changes) {
    let at = 0;
    const choose = (count: number) => (count === 0 ? 0 : (chosen[at++ % chosen.length] ?? 0) % count);
    const changed = evolve(evolved, edit, choose);
    if (changed === null) continue;
    evolved = changed;
    edits.set(edit, (edits.get(edit) ?? 0) + 1);
  }
  return evolved;
}

/** `null` for a table that no declaration makes, or whose constraints leave no values. */
function sideOf(table: SchemaTable, seed: number): Side | null {
  if (Object.values(table).some((schema) => heightsOf(table).of(schema) === Number.POSITIVE_INFINITY)) return null;
  const form = formOver(table, EVENT);
  try {
    const root = arbitrariesFor(table)<unknown>('Root');
    const values = fc.sample(root, { numRuns: 12, seed }).map((value) => ({ root: value }));
    return { form, values, codec: codecOf(form), validate: createValidators({ ...form.types, EVENT }).of('EVENT') };
  } catch (error) {
    // What the arbitraries and codecs refuse, codegen refuses before it comes to a lock.
    // Arbitraries overflow where a union holds itself inside of another union.
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

function codecOf({ schema, types }: Form<ObjectSchema>): EventCodec {
  return schemaCodec(descriptorOf('Grown', schema, { types }));
}

/** The grown form is the new one in the order of the old one's bytes. */
function checkGrown(
  old: Side,
  next: Side,
  { differences, grown }: { readonly differences: readonly Difference[]; readonly grown: Form<ObjectSchema> },
): void {
  const codec = codecOf(grown);
  const told = explained(old, next, differences);
  for (const value of old.values) expect(read(codec, written(old.codec, value)), told).toEqual(value);
  const validate = createValidators({ ...grown.types, EVENT: grown.schema as Schema }).of('EVENT');
  for (const value of next.values) {
    expect(validate(value), told).toEqual([]);
    const bytes = written(codec, value);
    expect(read(codec, bytes), told).toEqual(value);
    // Older code skips what it does not know, and stops at nothing.
    if (!differences.some(isUnreadable)) expect(read(old.codec, bytes), told).toEqual(expect.any(Object));
    if (differences.length === 0) expect(read(old.codec, bytes), told).toEqual(value);
  }
  // What has grown is the new form: nothing more would grow.
  expect(compareSchemas(grown, next.form).differences, told).toEqual([]);
  const again = compareSchemas(old.form, grown);
  expect(
    isDeepStrictEqual(
      again.differences.map(({ kind }) => kind),
      differences.map(({ kind }) => kind),
    ),
    told,
  ).toBe(true);
}

/** Where only names differ, the bytes of the old form are those of the new one. */
function checkRenamed(old: Side, next: Side, grown: Form<ObjectSchema>): void {
  const codec = codecOf(grown);
  for (const value of old.values) {
    const bytes = written(old.codec, value);
    const renamed = read(codec, bytes);
    expect(next.validate(renamed), explained(old, next, [])).toEqual([]);
    expect(written(codec, renamed), explained(old, next, [])).toEqual(bytes);
  }
}

const writer = new Writer();
const reader = new Reader();

function written(codec: EventCodec, value: unknown): Uint8Array {
  writer.reset();
  codec.write(writer, value);
  return writer.written().slice();
}

function read(codec: EventCodec, bytes: Uint8Array): unknown {
  reader.reset(bytes);
  const fields = reader.array() - 2;
  reader.number();
  reader.number();
  try {
    const value = codec.read(reader, fields);
    reader.finish();
    return value;
  } catch (error) {
    if (isStatefoldError(error)) return error.message;
    throw error;
  }
}

function explained(old: Side, next: Side, differences: readonly Difference[]): string {
  return JSON.stringify({ old: old.form, next: next.form, differences }, null, 1);
}
