// Durability as it is typed. Asks no server.
import type { Durability } from '../store/redis/server-check.js';
import { UsageError } from './user-module.js';

const REPLICAS_TIMEOUT_MS = 1000;

/** What `--durability` means: a level, or a number of replicas. Throws a `UsageError` for anything else. */
export function durabilityOf(text: string): Durability {
  if (text === 'memory' || text === 'everysec' || text === 'fsync') return text;
  if (/^[1-9]\d{0,2}$/.test(text)) return { replicas: Number(text), timeout: REPLICAS_TIMEOUT_MS };
  throw new UsageError(`--durability takes memory, everysec, fsync or a number of replicas, not '${text}'.`);
}
