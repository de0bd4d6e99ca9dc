// Emits `codecs.ts`: how every version of every event becomes bytes and comes back. Calls readers and writers; knows no bytes.
import { objectShape } from '../../src/codec/shape.js';
import type { EventVersion } from '../lock/event-versions.js';
import { CodecBodies } from './codec-bodies.js';
import { type CodecType, CodecTypes } from './codec-types.js';
import { contractType, GeneratedFile } from './generated-file.js';
import { literal } from './literal.js';

/** Path of the codecs. */
export const CODECS_FILE = 'codecs.ts';

const SOURCE = 'domain/schema.lock.json';
const READER = contractType('Reader');
const WRITER = contractType('Writer');

/** One type with its functions, as lines. */
interface Functions {
  readonly name: string;
  readonly declaration: readonly string[];
  /** Parameters that stand behind the reader. */
  readonly more: string;
  readonly writing: readonly string[];
  readonly reading: readonly string[];
}

/** The codecs of every version in the lock: `codecs`, by the versions' keys. */
export function codecsFile(versions: readonly EventVersion[]): GeneratedFile {
  const types = new CodecTypes(versions.map(({ key }) => key));
  // What an event is made of stands before it, where it was not made already.
  const functions = versions.flatMap((version) => {
    const event = functionsOfEvent(types, version);
    return [...functionsOfRest(types), event];
  });
  const file = new GeneratedFile(CODECS_FILE, SOURCE, types.names);
  for (const [text, name] of types.constants) file.print`const ${name} = ${text};`;
  if (types.constants.size > 0) file.print``;
  for (const each of functions) print(file, each);
  file.print`export const codecs = {`;
  for (const { key, descriptor } of versions) {
    file.print`  ${key}: {`;
    // `as const`: to TypeScript, a field named `toString` is never described by its schema.
    file.print`    descriptor: ${literal(descriptor, 4, 16)} as const,`;
    file.print`    write: write${key},`;
    file.print`    read: read${key},`;
    file.print`  },`;
  }
  file.print`} satisfies Record<string, ${contractType('EventCodec')}>;`;
  return file;
}

function functionsOfEvent(types: CodecTypes, { key, descriptor }: EventVersion): Functions {
  const shape = objectShape(descriptor.types, descriptor.schema);
  const bodies = new CodecBodies(types, { name: key, shape, types: descriptor.types, nests: false });
  const { number, version } = descriptor;
  return {
    name: key,
    declaration: [`interface ${key} {`, ...indented(bodies.fieldTypes(shape)), '}'],
    more: ', fields: number',
    writing: bodies.writingObject(shape, (fields) => `to.event(${number}, ${version}, ${fields});`),
    reading: bodies.readingObject(shape, shape.least === 0 ? [] : [`from.needs(${shape.least}, fields);`]),
  };
}

function functionsOfRest(types: CodecTypes): readonly Functions[] {
  const found: Functions[] = [];
  // Types that a type is made of are found while it is printed: they come later.
  for (const type of types.rest()) found.push(functionsOf(types, type));
  return found.reverse();
}

function functionsOf(types: CodecTypes, type: CodecType): Functions {
  const { name, shape, nests } = type;
  const bodies = new CodecBodies(types, type);
  return {
    name,
    declaration:
      shape.kind === 'object'
        ? [`interface ${name} {`, ...indented(bodies.fieldTypes(shape)), '}']
        : [`type ${name} = ${bodies.typeText()};`],
    more: '',
    writing: nests ? ['to.enter();', ...bodies.writing(), 'to.leave();'] : bodies.writing(),
    reading: nests ? ['from.enter();', ...bodies.reading(['from.leave();'])] : bodies.reading(),
  };
}

function print(file: GeneratedFile, { name, declaration, more, writing, reading }: Functions): void {
  // Compilers may be told to refuse a parameter that is not used.
  const value = writing.some((line) => /\bvalue\b/.test(line)) ? 'value' : '_value';
  for (const line of declaration) file.print`${line}`;
  file.print``;
  file.print`function write${name}(to: ${WRITER}, ${value}: ${name}): void {`;
  for (const line of indented(writing)) file.print`${line}`;
  file.print`}`;
  file.print``;
  file.print`function read${name}(from: ${READER}${more}): ${name} {`;
  for (const line of indented(reading)) file.print`${line}`;
  file.print`}`;
  file.print``;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
