// What is said of stored bytes that cannot be read. Reads none.
import { StatefoldError } from '../kernel/error.js';

/** The error for bytes that nobody has written. */
export function corruptValue(reason: string): StatefoldError<'CORRUPT'> {
  const message = `A stored value cannot be read: ${reason}. Restore it from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: 'value' });
}

/** The error for what is sound, and none of what this release knows. */
export function unknownToday(what: string, options?: ErrorOptions): StatefoldError<'INCOMPATIBLE'> {
  const message = `The log holds ${what}. Run the release that wrote it, or a later one.`;
  return new StatefoldError('INCOMPATIBLE', message, { what }, options);
}
