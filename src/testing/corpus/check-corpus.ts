// Checks that today's code reads every form of event that was ever released: decoded, upcasted, applied and folded. Writes nothing.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpusName } from '../../codec/corpus-file.js';
import type { EventDescriptor } from '../../codec/descriptor.js';
import type { EventCodec } from '../../codec/event-codec.js';
import { EventCodecs } from '../../codec/event-codecs.js';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import { isStatefoldError } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import { Upcasting } from '../../log/upcasting.js';
import { freeze } from '../../schema/freeze.js';
import { aggregateOf, type DomainUnderTest, domainUnderTest } from '../domain-under-test.js';
import { BEGINNING } from '../history.js';
import { type CorpusFailure, type CorpusReport, corpusReport } from './corpus-report.js';
import { type FrozenFile, type FrozenSample, frozenFiles, shownPath } from './frozen-files.js';
import { type ReadEvent, readSample } from './read-sample.js';
import { samplesOf } from './samples-of.js';
import { walk } from './walk.js';

/**
 * Checks the frozen events of a domain, which codegen keeps in `domain/corpus/`, against its code of today. Each is decoded and must mean
 * what it meant; written again it must give the same bytes; what it is today must be valid, some state that frozen events lead to
 * must apply it, and each projection must make a sound row of it. `folder` is, when absent, that of the domain which the code was generated
 * from; where the code does not know it, `domain/corpus`. Never throws for what fails: the report says so.
 */
export async function checkCorpus<T extends DomainTypes>(
  app: AppDefinition<T>,
  folder?: string | URL,
): Promise<CorpusReport> {
  const path = pathOf(folder, app.sources?.location);
  const domain = domainUnderTest(app as unknown as AppDefinition);
  const check = new CorpusCheck(domain, path);
  for (const file of await frozenFiles(path)) check.file(file);
  check.complete();
  check.walkAll();
  return corpusReport(check.seen, check.failures);
}

/** Checks older versions of a domain that has no frozen events: samples of each are made, read, and understood as events of today. */
export function checkOlderVersions(app: AppDefinition): CorpusReport {
  const check = new CorpusCheck(domainUnderTest(app), '');
  for (const { descriptor, upcast } of app.codecs) if (upcast !== undefined) check.file(made(descriptor));
  return corpusReport(check.seen, check.failures);
}

function made(descriptor: EventDescriptor): FrozenFile {
  const { event, number, version } = descriptor;
  const samples = samplesOf(descriptor);
  const revision = { revision: descriptor.revisions.at(-1) ?? '', samples, digest: '' };
  const path = corpusName(descriptor);
  const placed = samples.map((sample, index) => ({ sample, number: index + 1, place: 'made from its descriptor:' }));
  return { path, file: { event, number, version, revisions: [revision] }, samples: placed };
}

function pathOf(folder: string | URL | undefined, location: string | undefined): string {
  if (folder !== undefined) return folder instanceof URL ? fileURLToPath(folder) : folder;
  // A project that was compiled to CommonJS does not know: tests run where it lies.
  return location ? fileURLToPath(new URL('corpus/', location)) : join('domain', 'corpus');
}

/** What a failure is about. */
type At = Omit<CorpusFailure, 'message'>;

/** A frozen event with the events of today that it stands for. */
interface Understood {
  readonly at: At;
  readonly events: readonly Message[];
}

class CorpusCheck {
  readonly failures: CorpusFailure[] = [];
  readonly seen = { versions: 0, samples: 0, impossible: 0 };
  readonly #domain: DomainUnderTest;
  readonly #folder: string;
  readonly #codecs: EventCodecs;
  readonly #upcasting: Upcasting;
  readonly #checked = new Set<EventCodec>();
  /** By aggregate. */
  readonly #understood = new Map<string, Understood[]>();

  constructor(domain: DomainUnderTest, folder: string) {
    this.#domain = domain;
    this.#folder = folder;
    this.#codecs = new EventCodecs(domain.app.codecs);
    this.#upcasting = new Upcasting(this.#codecs, (name, data) => domain.validators.violations(name, data));
  }

  /** Checks the samples of one file, each by itself. */
  file(found: FrozenFile): void {
    if ('wrong' in found) {
      const { event, version } = namedBy(found.path);
      const at = { event, version, sample: null, place: found.path };
      const advice = found.isMerge
        ? 'Merge domain/schema.lock.json first, then run codegen: it keeps the samples that the lock has'
        : `Frozen samples never change: put it back (git checkout -- ${found.path})`;
      this.#fail(at, `the file ${found.wrong}. ${advice}`);
      return;
    }
    const { event, number, version } = found.file;
    const at = { event, version, sample: null, place: found.path };
    const codec = this.#codecOf(number, version);
    if (codec === undefined) {
      this.#fail(
        at,
        'no codec reads it: the lock has lost that version. Put domain/schema.lock.json back, and run codegen',
      );
      return;
    }
    const { revisions } = codec.descriptor;
    const last = found.file.revisions.at(-1)?.revision ?? '';
    const lacking = revisions.slice(revisions.indexOf(last) + 1);
    if (lacking.length > 1) {
      const list = lacking.slice(0, -1).join(', ');
      const advice = `If it has had them, put it back (git checkout -- ${found.path}): they cannot be made again. Then run codegen`;
      this.#fail(
        at,
        `it has no samples of revision ${list}, nor of its form of today, revision ${lacking.at(-1)}. ${advice}`,
      );
    } else if (last !== revisions.at(-1)) {
      this.#fail(at, `its form of today, revision ${revisions.at(-1)}, has no samples. Run codegen`);
    }
    this.#checked.add(codec);
    this.seen.versions++;
    for (const sample of found.samples) this.#sample(sample, codec);
  }

  /** Finds the versions that have no file. */
  complete(): void {
    for (const codec of this.#codecs.all) {
      if (this.#checked.has(codec)) continue;
      const { event, version } = codec.descriptor;
      const place = shownPath(join(this.#folder, corpusName(codec.descriptor)));
      if (this.failures.some((failure) => failure.place === place)) continue;
      this.#fail({ event, version, sample: null, place }, 'it has no frozen samples. Run codegen');
    }
  }

  /** Leads all samples through machines and projections. */
  walkAll(): void {
    const { app, validators } = this.#domain;
    for (const [type, all] of this.#understood) {
      const projections = app.projections.filter(({ aggregate }) => aggregate === type);
      const { stepper } = aggregateOf(this.#domain, type).decider;
      const checkRow = (table: string, row: unknown) => validators.violations(table, row);
      for (const { frozen, message } of walk(all, { stepper, projections, checkRow })) {
        const advice = `An event that was stored must be applied and folded for ever. ${IMPOSSIBLE}`;
        this.#fail(frozen.at, `${asToday(frozen)}${message}. ${advice}`);
      }
    }
  }

  #sample({ sample, number: index, place }: FrozenSample, codec: EventCodec): void {
    const { aggregate, event, number, version } = codec.descriptor;
    const at = { event, version, sample: index, place };
    this.seen.samples++;
    const read = readSample(sample, codec, this.#codecOf(number, version + 1));
    if (read.kind === 'failed') {
      this.#fail(at, read.message);
      return;
    }
    if (sample.impossible !== undefined) {
      this.seen.impossible++;
      return;
    }
    const events = this.#today(read, codec, at);
    if (events === null) return;
    // Nothing is left of an event that today's code has dropped.
    if (events.length === 0) return;
    const all = this.#understood.get(aggregate) ?? [];
    this.#understood.set(aggregate, all);
    all.push({ at, events });
  }

  #codecOf(number: number, version: number): EventCodec | undefined {
    return this.#codecs.all.find(({ descriptor: one }) => one.number === number && one.version === version);
  }

  /** The events of today that a frozen one stands for; `null` where that fails. */
  #today({ data }: ReadEvent, codec: EventCodec, at: At): readonly Message[] | null {
    const { aggregate, event } = codec.descriptor;
    const stored: Message = {
      type: event,
      data: freeze(data),
      id: 'corpus#1',
      time: new Date(BEGINNING),
      aggregateId: aggregateOf(this.#domain, aggregate).ids[0] ?? '',
      version: 1,
      metadata: {},
    };
    try {
      if (codec.upcast !== undefined) return this.#upcasting.today(codec, stored, () => 'upcasting');
    } catch (error) {
      if (!isStatefoldError(error, 'DEFECT')) throw error;
      this.#fail(at, `${error.message} ${IMPOSSIBLE}`);
      return null;
    }
    const violations = this.#domain.validators.violations(event, stored.data);
    if (violations.length === 0) return [stored];
    const list = violations.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
    this.#fail(
      at,
      `it is not valid today: ${list}. Generate the code again; if that does not help, the lock is not that of the log`,
    );
    return null;
  }

  #fail(at: At, message: string): void {
    this.failures.push({ ...at, message: message.endsWith('.') ? message : `${message}.` });
  }
}

const IMPOSSIBLE = 'Where no such event was ever stored, say why in its line of the file: "impossible": "…".';

/** What a frozen event has become, where it is no longer what it was. */
function asToday({ at, events }: Understood): string {
  const types = events.map(({ type }) => type).join(', ');
  return types === at.event ? '' : `(today ${types}) `;
}

/** Event and version by the name of a file that cannot be read. */
function namedBy(path: string): { readonly event: string; readonly version: number } {
  const [, event = path, version = '0'] = /([^/]+)\.v(\d+)\.json$/.exec(path) ?? [];
  return { event, version: Number(version) };
}
