// Tells rows apart by their content, so that rows read in another process can be compared. Knows nothing of tables.
import { digestOfContent, textOfDigest } from '../../codec/content-digest.js';
import { isNested } from '../nested.js';

/** The digest of a row's content; `null` for no row. A field that is `undefined` counts as absent. */
export function digestOfRow(row: unknown): string | null {
  return row === null || row === undefined ? null : textOfDigest(digestOfContent('row', present(row)));
}

function present(value: unknown): unknown {
  if (!isNested(value)) return value;
  if (Array.isArray(value)) return value.map(present);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(fields.map(([key, item]) => [key, present(item)]));
}
