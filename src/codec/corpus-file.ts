// The file in which samples of one version of an event are frozen: its form, and the digest that proves it. Makes no samples.
import { hash } from 'node:crypto';

/** One stored event, as it was when its form was released. */
export interface CorpusSample {
  /** The event as the log holds it, in base64. */
  readonly bytes: string;
  /** What it means: the JSON form of its data. */
  readonly data: unknown;
  /**
   * A user's word, and the only one in this file: why no such event was ever stored, though its type allows it. The sample is then
   * read and compared, and nothing more.
   */
  readonly impossible?: string;
}

/** The samples of one form of the version. */
export interface CorpusRevision {
  /** The form's fingerprint: one of the version's `revisions` in the lock. */
  readonly revision: string;
  readonly samples: readonly CorpusSample[];
  /** Over the samples and the digest of the revision before: nobody edits them unnoticed, nor cuts one out. */
  readonly digest: string;
}

/** The samples of one version of an event: `domain/corpus/OrderPlaced.v1.json`. */
export interface CorpusFile {
  readonly event: string;
  /** The event's number: it stays when the event is renamed. */
  readonly number: number;
  readonly version: number;
  /** Oldest first. Not every form of the lock need have samples: it may have been released before there was a corpus. */
  readonly revisions: readonly CorpusRevision[];
}

const HEX_DIGITS = 16;

/** The name of the file of a version. */
export function corpusName({ event, version }: Pick<CorpusFile, 'event' | 'version'>): string {
  return `${event}.v${version}.json`;
}

/** The file's text: a line per sample, so that a review sees what a change adds. */
export function printCorpus({ event, number, version, revisions }: CorpusFile): string {
  const printed = revisions.map(({ revision, samples, digest }) => {
    const lines = samples.map((sample) => `        ${JSON.stringify(sample)}`).join(',\n');
    return `    {
      "revision": ${JSON.stringify(revision)},
      "samples": [
${lines}
      ],
      "digest": ${JSON.stringify(digest)}
    }`;
  });
  // Once more before them: what is cut off the end of the file, or lost in a merge, is missed.
  const last = revisions.at(-1)?.digest ?? '';
  return `{
  "event": ${JSON.stringify(event)},
  "number": ${number},
  "version": ${version},
  "digest": ${JSON.stringify(last)},
  "revisions": [
${printed.join(',\n')}
  ]
}
`;
}

/** Reads a file's text; however it is laid out. Or says what is wrong with it. */
export function parseCorpus(text: string): CorpusFile | { readonly wrong: string } {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return { wrong: `cannot be read: ${(error as Error).message}` };
  }
  if (!isCorpus(file)) return { wrong: 'does not hold event, number, version and revisions with their samples' };
  let before = '';
  for (const revision of file.revisions) {
    if (revision.digest !== digestOf(file, revision, before)) {
      return { wrong: `was edited: the samples of revision ${revision.revision} are not those that were frozen` };
    }
    before = revision.digest;
  }
  const { digest } = file as { readonly digest?: unknown };
  // Files of before have none; they get it when they are next written.
  if (digest !== undefined && digest !== before) {
    return { wrong: `was cut: its last samples are not those of the digest ${String(digest)} in its first lines` };
  }
  return file;
}

/** A file with the samples of one more form. */
export function withRevision(file: CorpusFile, revision: string, samples: readonly CorpusSample[]): CorpusFile {
  const before = file.revisions.at(-1)?.digest ?? '';
  const digest = digestOf(file, { revision, samples }, before);
  return { ...file, revisions: [...file.revisions, { revision, samples, digest }] };
}

/** The event's name counts for nothing, since it may change; nor does what a user says of a sample. */
function digestOf(
  { number, version }: CorpusFile,
  { revision, samples }: Omit<CorpusRevision, 'digest'>,
  before: string,
): string {
  const data = [before, number, version, revision, samples.map((sample) => [sample.bytes, sample.data])];
  return hash('sha256', JSON.stringify(data), 'hex').slice(0, HEX_DIGITS);
}

function isCorpus(value: unknown): value is CorpusFile {
  const { event, number, version, revisions } = Object(value) as Readonly<Record<keyof CorpusFile, unknown>>;
  return (
    typeof event === 'string' &&
    Number.isSafeInteger(number) &&
    Number.isSafeInteger(version) &&
    Array.isArray(revisions) &&
    revisions.length > 0 &&
    revisions.every(isRevision)
  );
}

function isRevision(value: unknown): boolean {
  const { revision, samples, digest } = Object(value) as Readonly<Record<keyof CorpusRevision, unknown>>;
  return (
    typeof revision === 'string' && typeof digest === 'string' && Array.isArray(samples) && samples.every(isSample)
  );
}

function isSample(value: unknown): boolean {
  const { bytes, data, impossible } = Object(value) as Readonly<Record<keyof CorpusSample, unknown>>;
  return (
    typeof bytes === 'string' &&
    typeof data === 'object' &&
    data !== null &&
    (impossible === undefined || typeof impossible === 'string')
  );
}
