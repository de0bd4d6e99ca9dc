// Reads an exported log whole, and writes parts of one as lines again. Judges no event.
import { brokenOff, EXPORT_FORMAT, type ExportedCommit, readExportLines } from '../../engine/export-lines.js';

/** An exported log. */
export interface ExportedLog {
  /** Text by fingerprint: what the log's registry held. */
  readonly registry: ReadonlyMap<string, string>;
  /** Those of each aggregate in their order, from its first. */
  readonly commits: readonly ExportedCommit[];
}

/** Reads the lines of an export. Throws `CORRUPT`, with the line's number, for what `statefold export` does not write, for aggregates whose beginning is missing, and for what was broken off. */
export async function readExport(lines: AsyncIterable<string> | Iterable<string>): Promise<ExportedLog> {
  const registry = new Map<string, string>();
  const commits: ExportedCommit[] = [];
  const versions = new Map<string, number>();
  let end: number | null = null;
  for await (const [line, wrong] of readExportLines(lines)) {
    if (line.kind === 'end') end = line.commits;
    if (line.kind === 'descriptor') registry.set(line.fingerprint, line.text);
    if (line.kind !== 'commit') continue;
    const { commit } = line;
    const key = aggregateKeyOf(commit);
    const version = (versions.get(key) ?? 0) + commit.events.length;
    if (version !== commit.version) {
      const { type, id } = commit.aggregate;
      wrong(
        `goes on with ${type} ${id} at version ${commit.version}, but ${version} is next: aggregates must be whole`,
      );
    }
    versions.set(key, version);
    commits.push(commit);
  }
  if (end !== commits.length) throw brokenOff(commits.length, end);
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
  const head = JSON.stringify({ kind: 'log', format: EXPORT_FORMAT, partitions: 1 });
  return [head, ...described, ...numbered, JSON.stringify({ kind: 'end', commits: commits.length })];
}

/** Tells the commits of one aggregate from those of others. */
export function aggregateKeyOf({ aggregate: { type, id } }: Pick<ExportedCommit, 'aggregate'>): string {
  return JSON.stringify([type, id]);
}
