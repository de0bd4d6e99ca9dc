// What a check of frozen events comes to, as data and as text. Checks nothing.

/** Something that a release cannot read of its past. */
export interface CorpusFailure {
  readonly event: string;
  readonly version: number;
  /** The sample's number in its file, from 1; `null` where it is not about one. */
  readonly sample: number | null;
  /** File and line of the sample, from the working directory: `domain/corpus/OrderPlaced.v1.json:9`. */
  readonly place: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** What became of all frozen events. */
export interface CorpusReport {
  /** Versions of events. */
  readonly versions: number;
  readonly samples: number;
  /** Samples that the user says were never stored: read and compared, not folded. */
  readonly impossible: number;
  readonly failures: readonly CorpusFailure[];
  /** Whether everything that was ever released can be read, applied and folded. */
  readonly holds: boolean;
  /** All of it, to be printed. */
  readonly text: string;
}

/** A report of what was looked at, and what failed. */
export function corpusReport(
  seen: Pick<CorpusReport, 'versions' | 'samples' | 'impossible'>,
  failures: readonly CorpusFailure[],
): CorpusReport {
  const lines = failures.map(({ event, version, sample, place, message }) => {
    const which = sample === null ? '' : `, sample ${sample}`;
    return `${place} ${event} version ${version}${which}: ${message}`;
  });
  const excepted = seen.impossible === 0 ? '' : ` (${seen.impossible} of them said to be impossible)`;
  const summary = `${seen.samples} stored events of ${seen.versions} versions${excepted}: ${
    failures.length === 0 ? 'all are read, applied and folded' : `${failures.length} failures`
  }`;
  return { ...seen, failures, holds: failures.length === 0, text: [...lines, summary, ''].join('\n') };
}
