// The digest of a domain's sources: how an engine finds out that its generated code was made from others. Reads no files.
import { hash } from 'node:crypto';

const HEX_DIGITS = 16;

/** Whether a file of `domain/` counts, by its path: TypeScript that is no declaration file and no test. */
export function isDomainSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.(d|test|test-d|spec)\.[cm]?tsx?$/.test(path);
}

/**
 * The digest of sources by their path from `domain/`, with `/` between folders: 16 hex digits. Neither their order nor the ends
 * of their lines count, since a checkout may change both.
 */
export function digestOfSources(texts: ReadonlyMap<string, string>): string {
  const paths = [...texts.keys()].sort();
  const parts = paths.map((path) => [path, texts.get(path)?.replaceAll('\r\n', '\n')]);
  return hash('sha1', JSON.stringify(parts), 'hex').slice(0, HEX_DIGITS);
}
