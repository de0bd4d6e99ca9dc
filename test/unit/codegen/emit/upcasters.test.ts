// The types of older versions and the helpers for upcasters, as they are printed.
import { expect, it } from 'vitest';
import { schemaOf } from '../../../../codegen/emit/schema.js';
import { upcastersFile } from '../../../../codegen/emit/upcasters.js';
import { eventVersions } from '../../../../codegen/lock/event-versions.js';
import type { LockedVersion, SchemaLock } from '../../../../codegen/lock/schema-lock.js';
import type { DomainModel } from '../../../../codegen/model.js';
import type { ObjectSchema } from '../../../../src/schema/schema.js';
import { readText } from '../../../support/domain-fixture.js';

/** A domain whose one event `Made` holds some fields, with further declarations. */
const made = (fields: string, declarations = '', tags = '') => `export interface Thing extends Aggregate<ThingId> {
  state: Empty; commands: { Make: Empty }; events: {
/** ${tags} */
Made: ${fields}; Kept: Empty } }
export type ThingId = Branded<string, 'ThingId'>;
${declarations}`;

function modelOf(text: string): DomainModel {
  const { model, problems } = readText(text);
  expect(problems).toEqual([]);
  return model;
}

/** The lock of `Made` after it had the forms of these domains, one version each. */
function lockOf(
  models: readonly DomainModel[],
  more: { retired?: true; renamesOnly?: readonly number[] } = {},
): SchemaLock {
  const versions = models.map(({ aggregates, types }, index): LockedVersion => {
    const payload = aggregates[0]?.events[0]?.payload ?? { kind: 'object', fields: [] };
    return {
      version: index + 1,
      schema: schemaOf(payload) as ObjectSchema,
      types: Object.fromEntries(types.map(({ name, type }) => [name, schemaOf(type)])),
      revisions: [String(index)],
      readableFrom: 1,
      ...(more.renamesOnly?.includes(index + 1) ? { renamesOnly: true as const } : {}),
    };
  });
  const { renamesOnly: _, ...noted } = more;
  return {
    format: 1,
    commands: {},
    queries: {},
    aggregates: { Thing: { state: '', events: { Made: { number: 7, versions, ...noted } } } },
  };
}

/** What is printed for the forms of an event, oldest first, after the imports; the last is today's. */
function printed(texts: readonly string[], more?: Parameters<typeof lockOf>[1]): string {
  const models = texts.map(modelOf);
  const today = models.at(-1);
  if (today === undefined) throw new Error('There is no form.');
  const [file] = upcastersFile(today, eventVersions(lockOf(models, more)));
  return file?.finish('.js').text.replace(/^(\/[/*].*\n|import .*\n)+\n/, '') ?? '';
}

it('prints nothing for a domain whose events have one version', () => {
  expect(printed([made('{ a: Int }')])).toBe('');
});

it('prints an older version, and the helper that makes it the next one', () => {
  expect(
    printed([made('{ a: string; b?: Date }'), made('{ a: Int; b?: Date }')]),
  ).toBe(`/** Made as version 1 stored it. */
export interface MadeV1 {
  a: string;
  b?: Exclude<Thing['events']['Made']['b'], undefined>;
}

interface Versions {
  MadeV1: { aggregate: Thing; event: 'Made'; data: MadeV1; next: Thing['events']['Made'] };
}

/** \`upcast.<Version>(({ event }) => …)\` gives an upcaster its types. */
export const upcast: UpcastHelpers<Versions> = upcastHelpers<Versions>(['MadeV1']);
`);
});

it('imports what it names', () => {
  const models = [made('{ a: string }'), made('{ a: Int }')].map(modelOf);
  const [file] = upcastersFile(models[1] as DomainModel, eventVersions(lockOf(models)));
  expect(file?.finish('.js').text).toContain(`
import { upcastHelpers } from 'statefold/contract';
import type { UpcastHelpers } from 'statefold/contract';
import type { Thing } from '../domain/a.domain.js';
`);
});

it.each([
  [
    'scalars',
    'a: string; b: number; c: Int; d: bigint; e: boolean; f: Date; g: Uint8Array',
    'a: string;\n  b: number;\n  c: number;\n  d: bigint;\n  e: boolean;\n  f: Date;\n  g: Uint8Array;',
  ],
  ['literals', "a: 'x' | 'it\\'s' | 1 | true | null", "a: 'x' | 'it\\'s' | 1 | true | null;"],
  ['arrays and tuples', 'a: (Int | null)[]; b: [Int, string?]', 'a: Array<number | null>;\n  b: [number, (string)?];'],
  ['records and objects', 'a: Record<string, { n: Int; m?: Int }>', 'a: Record<string, { n: number; m?: number }>;'],
])('prints %s', (_, before, after) => {
  expect(printed([made(`{ ${before} }`), made('Empty')])).toContain(`export interface MadeV1 {\n  ${after}\n}`);
});

it('prints an event without data', () => {
  expect(printed([made('Empty'), made('{ a: Int }')])).toContain('export type MadeV1 = Record<string, never>;');
});

it('keeps the type of what has not changed, at any depth', () => {
  const before =
    'export type Sku = Branded<string, "Sku">; export interface Line { sku: Sku; price: number; tags: Tag[] | null } export interface Tag { t: Sku }';
  const after = before.replace('price: number', 'price: Int');
  expect(
    printed([made('{ lines: Line[] }', before), made('{ lines: Line[] }', after)]),
  ).toBe(`/** Made as version 1 stored it. */
export interface MadeV1 {
  lines: Array<MadeV1Line>;
}

export interface MadeV1Line {
  sku: Thing['events']['Made']['lines'][number]['sku'];
  price: number;
  tags: Thing['events']['Made']['lines'][number]['tags'];
}

interface Versions {
  MadeV1: { aggregate: Thing; event: 'Made'; data: MadeV1; next: Thing['events']['Made'] };
}

/** \`upcast.<Version>(({ event }) => …)\` gives an upcaster its types. */
export const upcast: UpcastHelpers<Versions> = upcastHelpers<Versions>(['MadeV1']);
`);
});

it('follows what may be null, what is optional, tuples and records', () => {
  const fields = (type: string) =>
    `{ a: { n: ${type}; s: Date } | null; b?: { n: ${type}; s: Date }; c: [{ n: ${type}; s: Date }]; d: Record<string, { n: ${type}; s: Date }> }`;
  expect(printed([made(fields('Int')), made(fields('string'))])).toContain(`export interface MadeV1 {
  a: { n: number; s: NonNullable<Thing['events']['Made']['a']>['s'] } | null;
  b?: { n: number; s: Exclude<Thing['events']['Made']['b'], undefined>['s'] };
  c: [{ n: number; s: Thing['events']['Made']['c'][0]['s'] }];
  d: Record<string, { n: number; s: Thing['events']['Made']['d'][string]['s'] }>;
}`);
});

it('prints types that hold themselves', () => {
  const tree = (value: string) => `export interface Tree { value: ${value}; children: Tree[] }`;
  expect(
    printed([made('{ root: Tree }', tree('Int')), made('{ root: Tree }', tree('string'))]),
  ).toContain(`export interface MadeV1 {
  root: MadeV1Tree;
}

export interface MadeV1Tree {
  value: number;
  children: Array<MadeV1Tree>;
}`);
});

it('leads from version to version', () => {
  const text = printed([made('{ a: Int }'), made('{ a: string }'), made('{ a: Date }')]);
  expect(text).toContain("MadeV1: { aggregate: Thing; event: 'Made'; data: MadeV1; next: MadeV2 };");
  expect(text).toContain("MadeV2: { aggregate: Thing; event: 'Made'; data: MadeV2; next: Thing['events']['Made'] };");
  expect(text).toContain("(['MadeV1', 'MadeV2']);");
});

it('keeps the type of what was only renamed, at any depth', () => {
  const types = (old: string, now: string) =>
    `export type Sku = Branded<string, "Sku">; export interface Line {\n/** ${now} */\n${old}: Sku; n: Int }`;
  const text = printed([
    made('{ gone: Date; buyer: Sku; lines: Line[] }', types('sku', '')),
    made('{\n/** @renamedFrom buyer */\nreader: Sku; lines: Line[]; at: Date }', types('item', '@renamedFrom sku')),
  ]);
  expect(text).toContain(`export interface MadeV1 {
  gone: Date;
  buyer: Thing['events']['Made']['reader'];
  lines: Array<MadeV1Line>;
}

export interface MadeV1Line {
  sku: Thing['events']['Made']['lines'][number]['item'];
  n: Thing['events']['Made']['lines'][number]['n'];
}`);
});

it('takes no field for a renamed one that is not tagged, or has another type', () => {
  const sku = 'export type Sku = Branded<string, "Sku">;';
  const text = printed([made('{ a: Sku; b: Sku }', sku), made('{ c: Sku;\n/** @renamedFrom b */\nd: Int }', sku)]);
  expect(text).toContain('export interface MadeV1 {\n  a: string;\n  b: string;\n}');
});

it('knows renamed fields by their place where nothing else has changed, tagged or not', () => {
  const sku = 'export type Sku = Branded<string, "Sku">;';
  const models = [made('{ n: Int; a: Sku }', sku), made('{ n: Int; b: Sku }', sku)];
  expect(printed(models, { renamesOnly: [2] })).toContain("  a: Thing['events']['Made']['b'];\n}");
});

it('asks for no upcaster where codegen makes it', () => {
  const text = printed([made('{ a: Int }'), made('{ b: Int }')], { renamesOnly: [2] });
  expect(text).toContain("export interface MadeV1 {\n  a: Thing['events']['Made']['b'];\n}");
  expect(text).not.toContain('upcast');
});

it('makes of a retired event what today knows, or nothing', () => {
  const text = printed([made('{ a: Int }', '', '@retired')], { retired: true });
  expect(text).toContain("export type MadeV1 = Thing['events']['Made'];");
  expect(text).toContain("MadeV1: { aggregate: ThingToday; event: 'Made'; data: MadeV1; next: never };");
});
