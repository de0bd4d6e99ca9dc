// Lets no engine start on code that was generated from another domain than the one beside it.
import { fileURLToPath } from 'node:url';
import { StatefoldError } from '../kernel/error.js';
import { digestOfSources } from '../kernel/source-digest.js';
import { sourcesIn } from '../kernel/source-files.js';
import type { AppDefinition } from './app-definition.js';

/**
 * Throws `INCOMPATIBLE` where the sources of the domain are at hand and are not those that the code was generated from. Where
 * there are none, as in a build, there is nothing to compare.
 */
export function assertNotStale({ sources }: Pick<AppDefinition, 'sources'>): void {
  if (sources === undefined || !sources.location.startsWith('file:')) return;
  const texts = sourcesIn(fileURLToPath(sources.location));
  if (texts.size === 0 || digestOfSources(texts) === sources.digest) return;
  const message = 'The generated code was made from another domain/ than the one that is there. Run npm run codegen.';
  throw new StatefoldError('INCOMPATIBLE', message, { what: 'generated code' });
}
