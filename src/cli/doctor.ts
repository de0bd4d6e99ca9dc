// `statefold doctor`: looks at a log on a server, and prints what it finds. Looks at nothing itself.
import { assertReadable } from '../engine/registry-check.js';
import { isStatefoldError } from '../kernel/error.js';
import { examine } from '../store/redis/inspect/doctor.js';
import { hashAt } from '../store/redis/inspect/inspection.js';
import type { DoctorReport, Finding } from '../store/redis/inspect/report.js';
import type { RedisStoreOptions } from '../store/redis/options.js';
import { doctorText } from './doctor-text.js';
import { durabilityOf } from './durability.js';
import { projectAppOrNull } from './project-app.js';
import { withInspection } from './server-log.js';
import { saying } from './with-connection.js';

/** How it is looked at, as it was typed. */
export interface DoctorOptions {
  /** `memory`, `everysec`, `fsync`, or a number of replicas. */
  readonly durability?: string;
  readonly json?: boolean;
  readonly root: string;
}

/** Looks at a log; the exit code: 1 = something is wrong. */
export function doctor(find: () => Promise<RedisStoreOptions>, options: DoctorOptions): Promise<number> {
  return saying(async () => {
    const durability = durabilityOf(options.durability ?? 'everysec');
    const report = await withInspection(await find(), async (inspection): Promise<DoctorReport> => {
      const seen = await examine(inspection, durability);
      const held = await hashAt(inspection, inspection.keys.registry);
      const findings = [...seen.findings, ...(await againstProject(options.root, held))];
      return { ...seen, findings };
    });
    const { findings } = report;
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : doctorText(report));
    return findings.some(({ level }) => level === 'error') ? 1 : 0;
  });
}

/** What the code of the project in a folder cannot read of the log; nothing where it is no project. */
async function againstProject(root: string, held: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
  const app = await projectAppOrNull(root);
  if (app === null) return [];
  try {
    assertReadable(held, app.codecs);
    return [];
  } catch (error) {
    // A registry that cannot be read at all has been told already.
    if (isStatefoldError(error, 'CORRUPT')) return [];
    if (isStatefoldError(error)) return [{ level: 'error', message: error.message }];
    throw error;
  }
}
