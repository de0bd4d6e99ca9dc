// Looks at how far projections are: checkpoints, leases, consumer groups, and whether the log still goes on from there. Changes nothing.
import { allPartitions, type Partition } from '../../../kernel/place.js';
import type { FoldId } from '../../../table/tables.js';
import { checkpointAt } from '../apply-script.js';
import { workerIdOf } from '../lease-text.js';
import { PartitionReader } from '../partition-reader.js';
import { Segments } from '../segments.js';
import { timeOf } from '../server-clock.js';
import { pairsOf, type Reply } from '../wire.js';
import { attendantsAt, type HeadFields, hashAt, type Inspection, leasesAt } from './inspection.js';
import type { KeyName } from './key-name.js';
import type { CheckpointReport, Finding } from './report.js';

/** How far everything is. */
export interface ExaminedFolds {
  readonly checkpoints: readonly CheckpointReport[];
  readonly workers: readonly string[];
  readonly foreignGroups: readonly string[];
  readonly findings: readonly Finding[];
}

/** Looks at all folds of a log. `heads`: of its partitions. */
export async function examineFolds(
  inspection: Inspection,
  heads: readonly (HeadFields | null)[],
  folds: readonly Extract<KeyName, { readonly kind: 'cp' }>[],
): Promise<ExaminedFolds> {
  const { keys } = inspection;
  const serving = await hashAt(inspection, keys.serving);
  const now = await inspection.ask(timeOf);
  const workers = (await attendantsAt(inspection, now)).map(workerIdOf).sort();
  const checkpoints: CheckpointReport[] = [];
  const findings: Finding[] = [];
  const foreignGroups = new Set<string>();
  for (const [index, head] of heads.entries()) {
    if (head === null) continue;
    const partition = index as Partition;
    const own = keys.of(partition);
    const leases = await leasesAt(inspection, partition, now);
    const groups = await groupsAt(inspection, own.segment(head.segment));
    for (const name of groups.keys()) if (!serving.has(name)) foreignGroups.add(name);
    const reader = new PartitionReader(partition, own, new Segments(own));
    for (const { fold } of folds.filter((one) => one.partition === partition)) {
      const checkpoint = await inspection.ask((wire, until) => checkpointAt(wire, own.checkpoint(fold), until));
      if (checkpoint === null) continue;
      const name = [...serving].find(
        ([pointer, generation]) => generation === fold.generation && pointer.split('@', 1)[0] === fold.projection,
      )?.[0];
      const place = { partition, ...checkpoint };
      const holds = await inspection.ask((wire, until) => reader.holds(wire, place, until));
      const behind = Math.max(0, head.position - checkpoint.position);
      const worker = folderOf(fold, name, leases);
      const where = `${fold.projection} (${fold.generation}) in partition ${partition}`;
      if (!holds && checkpoint.position > 0) {
        const message = `${where}: the log no longer holds position ${checkpoint.position}, up to which it was folded. Rebuild it: engine.projections.rebuild('${fold.projection}')`;
        findings.push({ level: 'error', message });
      }
      if (holds && behind > 0 && name !== undefined && worker === '') {
        const message = `${where} is ${behind} behind, and nobody folds it. Start an engine that folds it, or, where that release runs no more: statefold retire ${name}`;
        findings.push({ level: 'warning', message });
      }
      const group = name === undefined ? null : (groups.get(name) ?? null);
      const { projection, generation } = fold;
      checkpoints.push({
        partition,
        projection,
        generation,
        serves: name ?? '',
        position: checkpoint.position,
        behind,
        worker,
        group,
      });
    }
  }
  findings.push(...withoutTables(serving, checkpoints, heads.length));
  checkpoints.sort((a, b) =>
    a.projection < b.projection ? -1 : a.projection > b.projection ? 1 : a.partition - b.partition,
  );
  return { checkpoints, workers, foreignGroups: [...foreignGroups].sort(), findings };
}

/** What is to serve, and has no tables where it should. Other things than folds serve under names without a fingerprint. */
function withoutTables(
  serving: ReadonlyMap<string, string>,
  checkpoints: readonly CheckpointReport[],
  partitions: number,
): readonly Finding[] {
  return [...serving].flatMap(([name, generation]): readonly Finding[] => {
    const has = new Set(checkpoints.filter(({ serves }) => serves === name).map(({ partition }) => partition));
    const lacking = allPartitions(partitions).filter((partition) => !has.has(partition));
    if (!name.includes('@') || lacking.length === 0) return [];
    const [projection = ''] = name.split('@', 1);
    const message = `${projection} (${generation}) is to serve, and has no tables in partition ${lacking.join(', ')}. Rebuild it: engine.projections.rebuild('${projection}'), or, where that release runs no more: statefold retire ${name}`;
    return [{ level: 'error', message }];
  });
}

/** Who holds the lease of a generation: under the name that it serves by, or, where it does not yet, that of its release. */
function folderOf(
  { projection, generation }: FoldId,
  serves: string | undefined,
  leases: ReadonlyMap<string, string>,
): string {
  if (serves !== undefined) return leases.get(serves) ?? '';
  // A generation begins with the fingerprint of its release, and a dot.
  const pointer = `${projection}@${generation.split('.', 1)[0]}`;
  return leases.get(`${pointer} rebuild`) ?? leases.get(pointer) ?? '';
}

/** The position that each consumer group of a segment has reached. */
async function groupsAt({ ask }: Inspection, segment: string): Promise<ReadonlyMap<string, number>> {
  return ask(async (wire, until) => {
    // An empty log has no stream yet.
    if ((await wire.send('exists', [segment], until)) !== 1) return new Map<string, number>();
    const groups = (await wire.send('xinfo', ['GROUPS', segment], until, 'utf8')) as readonly Reply[];
    const reached = groups.map((group) => {
      const fields = pairsOf((group as readonly Reply[]).map(String));
      return [fields.get('name') ?? '', Number.parseInt(fields.get('last-delivered-id') ?? '0', 10)] as const;
    });
    return new Map(reached);
  });
}
