// Sends a bank's log to an engine: every entry as a command, at its real time.
import { type Engine, isStatefoldError } from 'statefold';
import type { AppTypes } from '../generated/index.js';
import { commandOf } from './commands.js';
import type { LogEntry } from './log-entry.js';
import { type Refusal, reasonOf } from './refusal.js';

/** What came of a log. */
export interface Replayed {
  readonly commands: number;
  readonly accepted: number;
  /** In the order of the log. */
  readonly refusals: readonly Refusal[];
  /** From the first command to the last answer. */
  readonly seconds: number;
}

/** Commands that are under way at once. */
const AT_ONCE = 2_000;

/**
 * Sends all entries, many at once; those of one case arrive in their order. A refusal is counted; any other error of a
 * command ends the replay.
 */
export async function replay(engine: Engine<AppTypes>, entries: readonly LogEntry[]): Promise<Replayed> {
  const startedAt = performance.now();
  const refusals: Refusal[] = [];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const batch = entries.slice(start, start + AT_ONCE);
    for (const refusal of await Promise.all(batch.map((entry) => send(engine, entry)))) {
      if (refusal !== null) refusals.push(refusal);
    }
  }
  return {
    commands: entries.length,
    accepted: entries.length - refusals.length,
    refusals,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

async function send(engine: Engine<AppTypes>, entry: LogEntry): Promise<Refusal | null> {
  const command = commandOf(entry);
  try {
    await engine.dispatch(command);
    return null;
  } catch (error) {
    if (!isStatefoldError(error, 'REJECTED')) throw error;
    return { entry, reason: reasonOf(command, error) };
  }
}

/** How often each reason was given, most often first. */
export function countReasons(refusals: readonly Refusal[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return new Map([...counts].sort(([, one], [, other]) => other - one));
}
