// The error of a registry that holds another descriptor than the one that is added. Knows no store.
import { StatefoldError } from '../kernel/error.js';

/** `CORRUPT`: there is another text under a fingerprint already. */
export function otherDescriptor(fingerprint: string): StatefoldError<'CORRUPT'> {
  const message = `The log's registry holds another descriptor under ${fingerprint}. Compare domain/schema.lock.json with the release that wrote it.`;
  return new StatefoldError('CORRUPT', message, { where: `registry, ${fingerprint}` });
}
