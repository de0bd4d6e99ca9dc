// Reads an exported log: lines of JSON become commits that can be stored again. Needs nothing of a domain, and judges no event.
import { encodeCommit } from '../../codec/commit.js';
import type { EventDescriptor } from '../../codec/descriptor.js';
import type { EventCodec } from '../../codec/event-codec.js';
import { EventCodecs } from '../../codec/event-codecs.js';
import { schemaCodec } from '../../codec/schema-codec.js';
import { StatefoldError } from '../../kernel/error.js';
import type { Digest, Tag } from '../../kernel/hash.js';
import type { Metadata } from '../../kernel/message.js';
import { parseDescriptor } from '../../log/descriptor-text.js';
import type { AggregateKey } from '../../log/event-log.js';
import { createJsonForm, type JsonForm } from '../../schema/json-form.js';
import { createValidators } from '../../schema/validator.js';

/** One commit of an exported log. */
export interface ExportedCommit {
  /** What the line held: to be written again. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly aggregate: AggregateKey;
  readonly tag: Tag;
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

/** An exported log. */
export interface ExportedLog {
  /** Text by fingerprint: what the log's registry held. */
  readonly registry: ReadonlyMap<string, string>;
  /** Those of each aggregate in their order, from its first. */
  readonly commits: readonly ExportedCommit[];
}

/** Reads the lines of an export. Throws `CORRUPT`, with the line's number, for what `statefold export` does not write, and for aggregates whose beginning is missing. */
export async function readExport(lines: AsyncIterable<string> | Iterable<string>): Promise<ExportedLog> {
  const registry = new Map<string, string>();
  const forms = new Forms();
  const commits: ExportedCommit[] = [];
  const versions = new Map<string, number>();
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text === '') continue;
    const wrong = (why: string): never => {
      const message = `Line ${number} of the exported log ${why}. Export it again: statefold export.`;
      throw new StatefoldError('CORRUPT', message, { where: `line ${number}` });
    };
    const json = parsed(text, wrong);
    if (number === 1 && (json.kind !== 'log' || json.format !== 1)) wrong('does not begin a log of format 1');
    if (json.kind === 'descriptor') {
      const fingerprint = String(json.fingerprint);
      const descriptor = JSON.stringify(json.descriptor);
      registry.set(fingerprint, descriptor);
      forms.add(parseDescriptor(fingerprint, descriptor));
    }
    if (json.kind !== 'commit') continue;
    const commit = commitOf(json, forms, wrong);
    const key = aggregateKeyOf(commit);
    const version = (versions.get(key) ?? 0) + commit.events.length;
    if (version !== json.version) {
      const { type, id } = commit.aggregate;
      wrong(`goes on with ${type} ${id} at version ${json.version}, but ${version} is next: aggregates must be whole`);
    }
    versions.set(key, version);
    commits.push(commit);
  }
  return { registry, commits };
}

/** Lines of an export with some of its commits: those of each aggregate are numbered anew. */
export function exportLines(registry: ExportedLog['registry'], commits: readonly ExportedCommit[]): readonly string[] {
  const versions = new Map<string, number>();
  const described = [...registry].map(([fingerprint, text]) =>
    JSON.stringify({ kind: 'descriptor', fingerprint, descriptor: JSON.parse(text) as unknown }),
  );
  const numbered = commits.map((commit) => {
    const key = aggregateKeyOf(commit);
    const version = (versions.get(key) ?? 0) + commit.events.length;
    versions.set(key, version);
    return JSON.stringify({ ...commit.json, version });
  });
  return [JSON.stringify({ kind: 'log', format: 1, partitions: 1 }), ...described, ...numbered];
}

/** Tells the commits of one aggregate from those of others. */
export function aggregateKeyOf({ aggregate: { type, id } }: Pick<ExportedCommit, 'aggregate'>): string {
  return JSON.stringify([type, id]);
}

/** Says what is wrong with a line. */
type Wrong = (why: string) => never;

function parsed(text: string, wrong: Wrong): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return wrong(`is no JSON: ${(error as Error).message}`);
  }
}

function commitOf(json: Readonly<Record<string, unknown>>, forms: Forms, wrong: Wrong): ExportedCommit {
  const { aggregate: type, aggregateId: id, tag, commandId, digest, metadata, events: given } = json;
  const time = Date.parse(String(json.time));
  if (![type, id, tag, commandId, digest].every((one) => typeof one === 'string') || Number.isNaN(time)) {
    wrong('is no whole commit');
  }
  const events = (Array.isArray(given) ? given : wrong('has no events')).map((event) => forms.read(event, wrong));
  const head = { commandId: commandId as string, digest: digest as Digest, time, metadata: metadata as Metadata };
  const stored = events.map(({ descriptor, data }) => ({ type: keyOf(descriptor), data }));
  return {
    json,
    aggregate: { type: type as string, id: id as string },
    tag: tag as Tag,
    time,
    events,
    payload: encodeCommit({ ...head, events: stored }, forms.codecs()),
  };
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
