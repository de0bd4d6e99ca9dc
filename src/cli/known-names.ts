// Names that a log's registry tells of: for who mistypes one. Reads no store.
import { parseDescriptor } from '../log/descriptor-text.js';

/** The names of events, or of their aggregates, that a log has ever been told of, in order. */
export function namesIn(registry: ReadonlyMap<string, string>, what: 'event' | 'aggregate'): readonly string[] {
  const names = [...registry].map(([fingerprint, text]) => parseDescriptor(fingerprint, text)[what]);
  return [...new Set(names)].sort();
}
