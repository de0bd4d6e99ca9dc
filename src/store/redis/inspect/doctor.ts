// Looks at a log on a server from all sides: the server, its partitions, projections, memory, and keys that do not belong. Changes nothing.

import { isStatefoldError } from '../../../kernel/error.js';
import type { Partition } from '../../../kernel/place.js';
import { parseDescriptor } from '../../../log/descriptor-text.js';
import { readEntryId } from '../block-entry.js';
import { FORMAT } from '../log-meta.js';
import type { Durability } from '../server-check.js';
import type { Reply } from '../wire.js';
import { examineFolds } from './examine-folds.js';
import { examineKeys } from './examine-keys.js';
import { examineServer } from './examine-server.js';
import { type HeadFields, hashAt, headAt, type Inspection, otherLogs, shapeOf } from './inspection.js';
import type { DoctorReport, Finding, PartitionReport } from './report.js';

/** All that can be seen. Fails with `UNAVAILABLE` where the server does not answer, or does not let this user look. */
export async function examine(inspection: Inspection, durability: Durability): Promise<DoctorReport> {
  const { namespace, keys } = inspection;
  const { report: server, replid, findings: first } = await examineServer(inspection, durability);
  const findings = [...first];
  const shape = await shapeOf(inspection);
  const heads: (HeadFields | null)[] = [];
  for (let partition = 0; partition < (shape?.partitions ?? 0); partition++) {
    heads.push(await headAt(inspection, keys.of(partition as Partition).head));
  }
  findings.push(...(await aboutShape(inspection, shape)));
  if (shape !== null && heads.some((head) => head !== null && head.server !== replid)) {
    const message =
      'The log was last written on another server than this one is now: it was restarted, replaced or restored. Engines go on in a new epoch; nothing is to be done.';
    findings.push({ level: 'warning', message });
  }
  const partitions: PartitionReport[] = [];
  for (const [index, head] of heads.entries()) {
    findings.push(...(await aboutPartition(inspection, index as Partition, head)));
    if (head === null) continue;
    const { position, epoch, mark, segment } = head;
    partitions.push({ partition: index, position, epoch, mark, segments: segment, isAdopted: head.server === replid });
  }
  const examined = await examineKeys(
    inspection,
    heads.map((head) => head?.segment ?? 0),
  );
  const folds = await examineFolds(inspection, heads, examined.checkpoints);
  const registry = await aboutRegistry(inspection);
  const rows = await rowsIn(inspection, examined.tables);
  const bytesOf = (...parts: readonly string[]): number =>
    examined.memory.reduce((sum, { part, bytes }) => sum + (parts.includes(part) ? bytes : 0), 0);
  const commits = partitions.reduce((sum, { position }) => sum + position, 0);
  return {
    server,
    namespace,
    log: shape === null ? null : { format: shape.format, partitions: shape.partitions },
    partitions,
    checkpoints: folds.checkpoints,
    workers: folds.workers,
    foreignGroups: folds.foreignGroups,
    memory: examined.memory,
    bytesPerCommit: commits === 0 ? null : Math.round(bytesOf('log', 'index of aggregates') / commits),
    rows,
    bytesPerRow: rows === 0 ? null : Math.round(bytesOf('rows', 'keys of rows', 'indexes of tables') / rows),
    forms: registry.forms,
    findings: worstFirst([...findings, ...examined.findings, ...folds.findings, ...registry.findings]),
  };
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'));
}

async function aboutShape(
  inspection: Inspection,
  shape: { readonly format: number } | null,
): Promise<readonly Finding[]> {
  const { namespace } = inspection;
  if (shape === null) {
    const others = await otherLogs(inspection);
    const where = others.length === 0 ? 'The server has none in any' : `The server has logs in ${others.join(', ')}`;
    return [
      {
        level: 'error',
        message: `There is no log in namespace ${namespace}. ${where}: name one with --namespace, or start an engine.`,
      },
    ];
  }
  if (shape.format === FORMAT) return [];
  return [
    {
      level: 'error',
      message: `The log is of format ${shape.format}, and this release reads format ${FORMAT}. Use the release that wrote it.`,
    },
  ];
}

async function aboutPartition(
  inspection: Inspection,
  partition: Partition,
  head: HeadFields | null,
): Promise<readonly Finding[]> {
  const { keys, ask } = inspection;
  if (head === null) {
    return [
      {
        level: 'error',
        message: `Partition ${partition} has no head: nothing can be appended to it. Restore it from a replica or a backup.`,
      },
    ];
  }
  const key = keys.of(partition).segment(head.segment);
  // Asked for after the head: what was appended meanwhile stands behind it, so the entry is looked for by the head's position.
  const [entry] = (await ask((wire, until) =>
    wire.send('xrange', [key, head.position, head.position, 'COUNT', 1], until),
  )) as readonly Reply[];
  if (head.position === 0 && entry === undefined) return [];
  const [id, fields = []] = (entry ?? []) as unknown as readonly [Buffer?, (readonly Buffer[])?];
  const found = id === undefined ? null : readEntryId(id.toString());
  const mark = fields[fields.findIndex((name) => name.toString() === 'mark') + 1]?.toString();
  if (found?.last === head.position && found.epoch === head.tail && mark === head.mark) return [];
  const message = `Partition ${partition}: its head does not fit the log's last block, at position ${head.position}. Find the place: statefold verify --log`;
  return [{ level: 'error', message }];
}

async function aboutRegistry(
  inspection: Inspection,
): Promise<{ readonly forms: DoctorReport['forms']; readonly findings: readonly Finding[] }> {
  const forms: { event: string; version: number; revisions: number }[] = [];
  const findings: Finding[] = [];
  for (const [fingerprint, text] of await hashAt(inspection, inspection.keys.registry)) {
    try {
      const { event, version, revisions } = parseDescriptor(fingerprint, text);
      forms.push({ event, version, revisions: revisions.length });
    } catch (error) {
      if (!isStatefoldError(error, 'CORRUPT')) throw error;
      findings.push({ level: 'error', message: error.message });
    }
  }
  forms.sort((a, b) =>
    a.event < b.event ? -1 : a.event > b.event ? 1 : a.version - b.version || a.revisions - b.revisions,
  );
  return { forms, findings };
}

async function rowsIn({ ask }: Inspection, tables: readonly string[]): Promise<number> {
  const counts = await ask((wire, until) => Promise.all(tables.map((key) => wire.send('zcard', [key], until))));
  return counts.reduce<number>((sum, count) => sum + Number(count), 0);
}
