import { describe, expect, it } from 'vitest';
import { codecsFile } from '../../../../codegen/emit/codecs.js';
import { eventVersions } from '../../../../codegen/lock/event-versions.js';
import type { LockedVersion, SchemaLock } from '../../../../codegen/lock/schema-lock.js';
import type { Schema, SchemaTable } from '../../../../src/schema/schema.js';
import { objectOf } from '../../../support/descriptors.js';

const version = (number: number, fields: Record<string, Schema>, types: SchemaTable = {}): LockedVersion => ({
  version: number,
  revisions: [`r${number}`],
  readableFrom: 1,
  schema: objectOf(fields),
  types,
});

function textOf(events: Readonly<Record<string, readonly LockedVersion[]>>): string {
  const locked = Object.entries(events).map(([event, versions], index) => [event, { number: index + 1, versions }]);
  const aggregates = { Order: { state: 's', events: Object.fromEntries(locked) } };
  const lock: SchemaLock = { format: 1, aggregates, commands: {}, queries: {} };
  return codecsFile(eventVersions(lock)).finish('.js').text;
}

/** Names of the functions that read something, in order. */
const readers = (text: string) => [...text.matchAll(/^function read(\w+)\(/gm)].map(([, name]) => name);

const line: Schema = objectOf({ sku: { type: 'string' } });
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

describe('generated codecs', () => {
  it('have one function for each type that events share', () => {
    const lines: Schema = { type: 'array', items: ref('Line') };
    const text = textOf({
      Added: [version(1, { line: ref('Line') }, { Line: line })],
      Placed: [version(1, { lines }, { Line: line })],
    });
    expect(readers(text)).toEqual(['Line', 'Added', 'Placed']);
  });

  it('share a type whose constraints alone have changed', () => {
    const tighter = objectOf({ sku: { type: 'string', maxLength: 5 } });
    const text = textOf({
      Placed: [version(1, { line: ref('Line') }, { Line: line }), version(2, { line: ref('Line') }, { Line: tighter })],
    });
    expect(readers(text)).toEqual(['Line', 'PlacedV1', 'Placed']);
  });

  it('have another function where a type had another form', () => {
    const wider = objectOf({ sku: { type: 'string' }, 'note?': { type: 'string' } });
    const text = textOf({
      Placed: [version(1, { line: ref('Line') }, { Line: line }), version(2, { line: ref('Line') }, { Line: wider })],
    });
    expect(readers(text)).toEqual(['Line', 'PlacedV1', 'Line2', 'Placed']);
    expect(text).toContain('line: readLine2(from)');
  });

  it('tell types apart that differ in what they hold', () => {
    const types = (inner: Schema): SchemaTable => ({ Outer: objectOf({ inner: ref('Inner') }), Inner: inner });
    const text = textOf({
      A: [version(1, { outer: ref('Outer') }, types(objectOf({ x: { type: 'null' } })))],
      B: [version(1, { outer: ref('Outer') }, types(objectOf({ y: { type: 'null' } })))],
    });
    expect(readers(text)).toEqual(['Inner', 'Outer', 'A', 'Inner2', 'Outer2', 'B']);
  });

  it('take names that nobody else has', () => {
    const types: SchemaTable = {
      Reader: objectOf({ 'a-b': objectOf({}) }),
      Date: objectOf({}),
      PlacedPart: objectOf({}),
    };
    const fields = {
      reader: ref('Reader'),
      date: ref('Date'),
      named: ref('PlacedPart'),
      part: objectOf({ x: { type: 'null' } }),
    };
    const text = textOf({ Placed: [version(1, fields, types)] });
    expect(readers(text).sort()).toEqual(['Date2', 'Placed', 'PlacedPart', 'PlacedPart2', 'Reader', 'ReaderAB']);
    expect(text).toContain('Reader as Reader_2');
  });

  it('count how deep a type is nested that may hold itself, and no other', () => {
    const types: SchemaTable = { Tree: objectOf({ 'left?': ref('Tree'), leaf: ref('Leaf') }), Leaf: objectOf({}) };
    const text = textOf({ Grown: [version(1, { tree: ref('Tree') }, types)] });
    const functionOf = (name: string) => text.slice(text.indexOf(`function ${name}(`)).split('\n}\n')[0];
    expect(functionOf('writeTree')).toMatch(/to\.enter\(\);[\s\S]*to\.leave\(\);$/);
    expect(functionOf('readTree')).toMatch(/from\.enter\(\);[\s\S]*from\.leave\(\);\n {2}return value;$/);
    expect(functionOf('writeLeaf')).not.toContain('enter');
    expect(functionOf('readGrown')).not.toContain('enter');
  });

  it('have every version under its key', () => {
    const text = textOf({ Placed: [version(1, {}), version(2, {})], Gone: [version(1, {})] });
    expect([...text.matchAll(/^ {2}(\w+): \{$/gm)].map(([, key]) => key)).toEqual(['PlacedV1', 'Placed', 'Gone']);
  });

  it('are the same for the same lock', () => {
    const events = { Placed: [version(1, { line: ref('Line') }, { Line: line })] };
    expect(textOf(events)).toBe(textOf(structuredClone(events)));
  });
});
