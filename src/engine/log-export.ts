// A log as lines of JSON: everything that it takes to write the same log again. Reads nothing but the log.
import { allPartitions, type Partition } from '../kernel/place.js';
import { toJson } from '../schema/json-form.js';
import { EXPORT_FORMAT } from './export-lines.js';
import { type LoggedCommit, type LogRange, type LogSource, readLog } from './log-reader.js';

/** What to export. */
export interface ExportOptions extends Pick<LogRange, 'after' | 'to' | 'where' | 'signal'> {
  /** Default: all. */
  readonly partitions?: readonly Partition[];
}

/**
 * A log as one JSON object per line, without line ends. First `{ kind: 'log' }`, then a `{ kind: 'descriptor' }` for every form of an
 * event, then a `{ kind: 'commit' }` for every commit, partition by partition, in order, up to where the log ended at the beginning; last
 * `{ kind: 'end' }` with their number: an export that was broken off lacks it.
 * Dates are ISO 8601, bigints decimal digits, bytes base64: a descriptor's schema says what is what. Throws as `readLog` does.
 */
export async function* exportLog(source: LogSource, options: ExportOptions = {}): AsyncGenerator<string> {
  const { log, registry } = source;
  const { partitions = allPartitions(log.partitions), ...range } = options;
  const heads = await Promise.all(partitions.map((partition) => log.head(partition)));
  // After the heads: what describes an event is there before the event.
  const descriptors = [...(await registry.read())].sort(([a], [b]) => (a < b ? -1 : 1));
  yield JSON.stringify({ kind: 'log', format: EXPORT_FORMAT, partitions: log.partitions });
  for (const [fingerprint, text] of descriptors) {
    yield JSON.stringify({ kind: 'descriptor', fingerprint, descriptor: JSON.parse(text) as unknown });
  }
  let commits = 0;
  for (const [index, partition] of partitions.entries()) {
    const end = heads[index]?.position ?? 0;
    const to = Math.min(end, range.to ?? end) as typeof end & NonNullable<ExportOptions['to']>;
    for await (const commit of readLog(source, { ...range, partition, to })) {
      yield JSON.stringify({ kind: 'commit', ...commitJson(commit) });
      commits += 1;
    }
  }
  yield JSON.stringify({ kind: 'end', commits });
}

/** The JSON form of a commit: its place, its envelope, and its events by name, number and version of their forms. */
export function commitJson(commit: LoggedCommit): object {
  const { place, storedAt, aggregate, version, tag, commandId, digest, time, metadata, events } = commit;
  return {
    ...place,
    storedAt: new Date(storedAt).toISOString(),
    aggregate: aggregate.type,
    aggregateId: aggregate.id,
    version,
    tag,
    commandId,
    digest,
    time: new Date(time).toISOString(),
    metadata,
    events: events.map(({ descriptor, data }) => ({
      type: descriptor.event,
      number: descriptor.number,
      schemaVersion: descriptor.version,
      data: toJson(data),
    })),
  };
}
