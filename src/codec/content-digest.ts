// The digest of a message's content: how a command id that is used again for something else is found out.
import { type Digest, digestOf } from '../kernel/hash.js';
import { lendEncoded } from './packer.js';

/** The digest of a message's type and data: equal content gives the same one, whatever order keys were written in. */
export function digestOfContent(type: string, data: unknown): Digest {
  return lendEncoded([type, data], true, digestOf);
}
