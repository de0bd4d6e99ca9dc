// Reads the lines of an exported log: each is checked by itself, and its commits become bytes that can be stored again. Needs nothing of a domain.
import { encodeCommit } from '../codec/commit.js';
import { digestOfText } from '../codec/content-digest.js';
import type { EventDescriptor } from '../codec/descriptor.js';
import type { EventCodec } from '../codec/event-codec.js';
import { EventCodecs } from '../codec/event-codecs.js';
import { schemaCodec } from '../codec/schema-codec.js';
import { StatefoldError, wordsOf } from '../kernel/error.js';
import type { Tag } from '../kernel/hash.js';
import type { Metadata } from '../kernel/message.js';
import { parseDescriptor } from '../log/descriptor-text.js';
import type { AggregateKey } from '../log/event-log.js';
import { createJsonForm, type JsonForm } from '../schema/json-form.js';
import { createValidators } from '../schema/validator.js';

/** One commit of an exported log. */
export interface ExportedCommit {
  /** What the line held: to be written again. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly aggregate: AggregateKey;
  /** The aggregate's version after the commit. */
  readonly version: number;
  readonly tag: Tag;
  readonly commandId: string;
  readonly time: number;
  /** In the form of their day. */
  readonly events: readonly ExportedEvent[];
  /** As the log held it. */
  readonly payload: Uint8Array;
}

/** One event of an exported log. */
export interface ExportedEvent {
  readonly descriptor: EventDescriptor;
  readonly data: unknown;
}

/** What a line of an export is. */
export type ExportedLine =
  | { readonly kind: 'log'; readonly partitions: number }
  | {
      readonly kind: 'descriptor';
      readonly fingerprint: string;
      readonly text: string;
      readonly descriptor: EventDescriptor;
    }
  | { readonly kind: 'commit'; readonly commit: ExportedCommit }
  | { readonly kind: 'end'; readonly commits: number };

/** Says what is wrong with a line. */
export type Wrong = (why: string) => never;

/** The format of exports, as their first line names it. */
export const EXPORT_FORMAT = 1;

/**
 * The lines of an export, each with how to complain of it: every event is read and checked by its descriptor. Throws `CORRUPT`, with the
 * line's number, for what `statefold export` does not write.
 */
export async function* readExportLines(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly [line: ExportedLine, wrong: Wrong]> {
  const forms = new Forms();
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text === '') continue;
    const where = `line ${number}`;
    const wrong: Wrong = (why) => {
      const message = `Line ${number} of the exported log ${why}. Export it again: statefold export.`;
      throw new StatefoldError('CORRUPT', message, { where });
    };
    const json = parsed(text, wrong);
    if (number === 1 && (json.kind !== 'log' || json.format !== EXPORT_FORMAT)) {
      wrong(`does not begin a log of format ${EXPORT_FORMAT}`);
    }
    const line = lineOf(json, forms, wrong);
    if (line !== null) yield [line, wrong];
  }
}

/** `null` for a line of a kind that a later release may have added. */
function lineOf(json: Readonly<Record<string, unknown>>, forms: Forms, wrong: Wrong): ExportedLine | null {
  switch (json.kind) {
    case 'log':
      return { kind: 'log', partitions: Number(json.partitions) };
    case 'descriptor': {
      const [fingerprint, text] = [String(json.fingerprint), JSON.stringify(json.descriptor)];
      const descriptor = parseDescriptor(fingerprint, text);
      forms.add(descriptor);
      return { kind: 'descriptor', fingerprint, text, descriptor };
    }
    case 'commit':
      return { kind: 'commit', commit: commitOf(json, forms, wrong) };
    case 'end':
      return { kind: 'end', commits: Number(json.commits) };
    default:
      return null;
  }
}

function parsed(text: string, wrong: Wrong): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    // What the parser says would quote the line: it may hold anything.
    return wrong('is no JSON');
  }
}

function commitOf(json: Readonly<Record<string, unknown>>, forms: Forms, wrong: Wrong): ExportedCommit {
  const { aggregate: type, aggregateId: id, version, tag, commandId, digest, metadata, events: given } = json;
  const time = Date.parse(String(json.time));
  if (![type, id, tag, commandId, digest].every((one) => typeof one === 'string') || Number.isNaN(time)) {
    wrong('is no whole commit');
  }
  const events = (Array.isArray(given) ? given : wrong('has no events')).map((event) => forms.read(event, wrong));
  const head = { commandId: commandId as string, time, metadata: metadata as Metadata };
  const stored = events.map(({ descriptor, data }) => ({ type: keyOf(descriptor), data }));
  return {
    json,
    aggregate: { type: type as string, id: id as string },
    version: Number(version),
    tag: tag as Tag,
    commandId: head.commandId,
    time,
    events,
    payload: encoded(
      () => encodeCommit({ ...head, digest: digestOfText(digest as string), events: stored }, forms.codecs()),
      wrong,
    ),
  };
}

function encoded(encode: () => Uint8Array, wrong: Wrong): Uint8Array {
  try {
    return encode();
  } catch (error) {
    return wrong(`cannot be stored: ${wordsOf(error)}`);
  }
}

const keyOf = ({ number, version }: Pick<EventDescriptor, 'number' | 'version'>): string => `${number}.${version}`;

/** Not the name of any type. */
const EVENT = ' event';

/** What reads and writes the events of an export: of each version the form that has grown furthest reads all that was stored. */
class Forms {
  readonly #all = new Map<string, { readonly descriptor: EventDescriptor; readonly json: JsonForm }>();
  #codecs: EventCodecs | null = null;

  add(descriptor: EventDescriptor): void {
    const known = this.#all.get(keyOf(descriptor));
    if (known !== undefined && known.descriptor.revisions.length >= descriptor.revisions.length) return;
    const schemas = { ...descriptor.types, [EVENT]: descriptor.schema };
    this.#all.set(keyOf(descriptor), { descriptor, json: createJsonForm(schemas, createValidators(schemas)) });
    this.#codecs = null;
  }

  read(json: unknown, wrong: Wrong): ExportedEvent {
    const { type, number, schemaVersion: version, data } = Object(json) as Readonly<Record<string, unknown>>;
    const form = this.#all.get(keyOf({ number: Number(number), version: Number(version) }));
    if (form === undefined) return wrong(`has ${type} of version ${version}, and no descriptor of it`);
    const read = form.json.fromJson(EVENT, data);
    if (read.kind === 'value') return { descriptor: form.descriptor, data: read.value };
    const [violation] = read.violations;
    return wrong(
      `has a ${type} that is not as its descriptor says: ${violation?.pointer || '/'} ${violation?.message}`,
    );
  }

  /** Events are named by number and version: a commit may hold several versions of one. */
  codecs(): EventCodecs {
    this.#codecs ??= new EventCodecs(
      [...this.#all].map(([event, { descriptor }]): EventCodec => schemaCodec({ ...descriptor, event })),
    );
    return this.#codecs;
  }
}

/** The error for an exported log that has so many commits, and ends with a line that says another number, or with none (`null`). */
export function brokenOff(commits: number, end: number | null): StatefoldError<'CORRUPT'> {
  const what = end === null ? 'it was broken off' : `its last line says ${end}`;
  const message = `The exported log has ${commits} commits, and ${what}. Export it again: statefold export.`;
  return new StatefoldError('CORRUPT', message, { where: 'end of the exported log' });
}
