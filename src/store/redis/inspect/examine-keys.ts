// Looks at every key of a log by its name: how many there are of each part, what they take, and which do not belong. Reads no values.
import type { Inspection } from './inspection.js';
import { type KeyName, readKeyName } from './key-name.js';
import type { Finding, MemoryReport } from './report.js';
import { keysLike } from './scan.js';

/** Keys of each part that are measured; where there are no more, all are. */
const MEASURED = 100;
/** Names that are told; more of the same kind are only counted. */
const TOLD = 10;

/** The parts of a log, in words. */
const PARTS: Readonly<Record<KeyName['kind'], string>> = {
  log: 'log',
  agg: 'index of aggregates',
  snap: 'snapshots',
  row: 'rows',
  keys: 'keys of rows',
  ix: 'indexes of tables',
  cp: 'checkpoints',
  head: 'heads, registry and counts',
  segments: 'heads, registry and counts',
  steps: 'heads, registry and counts',
  leases: 'heads, registry and counts',
  meta: 'heads, registry and counts',
};

const TYPES: Readonly<Partial<Record<KeyName['kind'], string>>> = {
  log: 'stream',
  agg: 'string',
  snap: 'hash',
  row: 'hash',
  keys: 'zset',
  ix: 'zset',
  cp: 'hash',
  head: 'hash',
  segments: 'list',
  steps: 'hash',
  leases: 'hash',
};

/** What the keys tell. */
export interface ExaminedKeys {
  readonly memory: readonly MemoryReport[];
  /** What is folded where, by its checkpoints. */
  readonly checkpoints: readonly Extract<KeyName, { readonly kind: 'cp' }>[];
  /** Keys of the sorted sets that name the rows of tables. */
  readonly tables: readonly string[];
  readonly findings: readonly Finding[];
}

/** Looks at all keys of a log. `ends`: the last segment of each partition. */
export async function examineKeys(inspection: Inspection, ends: readonly number[]): Promise<ExaminedKeys> {
  const { keys, ask } = inspection;
  const parts = new Map<string, Part>();
  const checkpoints = new Map<string, Extract<KeyName, { readonly kind: 'cp' }>>();
  const tables = new Set<string>();
  const foreign = new Set<string>();
  for await (const page of keysLike(`${keys.prefix}*`, ask)) {
    for (const key of page) {
      const name = readKeyName(keys, key);
      if (name === null || !isWithin(name, ends)) {
        foreign.add(key);
        continue;
      }
      if (name.kind === 'cp') checkpoints.set(key, name);
      if (name.kind === 'keys') tables.add(key);
      const part = parts.get(PARTS[name.kind]) ?? new Part();
      parts.set(PARTS[name.kind], part);
      part.see(key, name.kind);
    }
  }
  const findings = foreign.size === 0 ? [] : [foreignKeys([...foreign])];
  const memory: MemoryReport[] = [];
  for (const [part, { count, sample }] of parts) {
    const measured = await measure(inspection, sample);
    findings.push(...measured.findings);
    const mean = measured.bytes / Math.max(1, sample.size);
    memory.push({ part, keys: count, bytes: Math.round(mean * count), isExact: sample.size === count });
  }
  memory.sort((a, b) => b.bytes - a.bytes);
  return { memory, checkpoints: [...checkpoints.values()], tables: [...tables], findings };
}

function isWithin(name: KeyName, ends: readonly number[]): boolean {
  if (name.kind === 'meta') return true;
  const end = ends[name.partition];
  return end !== undefined && (name.kind !== 'log' || (name.segment >= 1 && name.segment <= end));
}

/** The keys of one part, some of them remembered: each as likely as any other. */
class Part {
  count = 0;
  readonly sample = new Map<string, KeyName['kind']>();
  readonly #order: string[] = [];

  see(key: string, kind: KeyName['kind']): void {
    if (this.sample.has(key)) return;
    this.count += 1;
    const at = this.count <= MEASURED ? this.#order.length : Math.floor(Math.random() * this.count);
    if (at >= MEASURED) return;
    const left = this.#order[at];
    if (left !== undefined) this.sample.delete(left);
    this.#order[at] = key;
    this.sample.set(key, kind);
  }
}

async function measure(
  { ask }: Inspection,
  sample: ReadonlyMap<string, KeyName['kind']>,
): Promise<{ readonly bytes: number; readonly findings: readonly Finding[] }> {
  const names = [...sample];
  const looks = await ask((wire, until) =>
    Promise.all(
      names.map(([key]) =>
        Promise.all([
          wire.send('memory', ['USAGE', key], until),
          wire.send('type', [key], until, 'utf8'),
          wire.send('pttl', [key], until),
        ]),
      ),
    ),
  );
  const findings: Finding[] = [];
  let bytes = 0;
  for (const [index, [size, type, ttl]] of looks.entries()) {
    const [key = '', kind = 'meta'] = names[index] ?? [];
    bytes += Number(size ?? 0);
    const wanted = TYPES[kind];
    const named = JSON.stringify(key);
    // It may have gone since.
    if (wanted !== undefined && type !== wanted && type !== 'none') {
      const message = `The key ${named} is a ${String(type)}, not a ${wanted}. Restore it from a replica or a backup.`;
      findings.push({ level: 'error', message });
    }
    if (Number(ttl) < 0) continue;
    findings.push({
      level: 'error',
      message: `The key ${named} will expire in ${Number(ttl)} ms. Run: PERSIST ${named}`,
    });
  }
  return { bytes, findings };
}

function foreignKeys(names: readonly string[]): Finding {
  const told = [...names]
    .sort()
    .slice(0, TOLD)
    .map((name) => JSON.stringify(name))
    .join(', ');
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
  const them = names.length === 1 ? 'A key stands' : `${names.length} keys stand`;
  const message = `${them} among those of the log and belong to none of its parts: ${told}${more}. Find out whose they are (TYPE, OBJECT IDLETIME), and move or UNLINK them.`;
  return { level: 'warning', message };
}
