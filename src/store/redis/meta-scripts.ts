// Calls the scripts of what is not of one partition, one function each: see the top of `lua/open.lua`, `serve.lua` and `register.lua`.
import type { Keys } from './keys.js';
import { textsIn } from './script-reply.js';
import type { Wire } from './wire.js';

/** What is recorded of a log as a whole. */
export interface LogShape {
  readonly format: number;
  readonly partitions: number;
}

/** What is recorded: what is wanted where nobody has recorded anything before. */
export async function open(wire: Wire, meta: string, wanted: LogShape, until: number): Promise<LogShape> {
  const answer = await wire.script('open', [meta], [wanted.format, wanted.partitions], until);
  const [format, partitions] = textsIn(answer);
  return { format: Number(format), partitions: Number(partitions) };
}

/** Whether the next generation serves now; `seenOn`: the server on which all of it was seen; `server`: the log has to be opened on this one first. */
export async function serve(
  wire: Wire,
  keys: Pick<Keys, 'meta' | 'serving' | 'servingSteps' | 'servingChannel'>,
  change: {
    readonly projection: string;
    readonly from: string | null;
    readonly to: string;
    readonly before?: number | undefined;
    readonly seenOn?: string | undefined;
  },
  until: number,
): Promise<{ readonly kind: 'serves' | 'epoch' | 'conflict' | 'late' } | { readonly kind: 'server' }> {
  const { projection, from, to, before = '', seenOn = '' } = change;
  const args = [projection, from === null ? '-' : `=${from}`, to, keys.servingChannel, before, seenOn];
  const answer = await wire.script('serve', [keys.serving, keys.servingSteps, keys.meta], args, until);
  const [kind] = textsIn(answer);
  return { kind: kind as 'serves' };
}

/** `differs` with the fingerprint that is there with another text; `server`: the log has to be opened on this one first. */
export async function register(
  wire: Wire,
  keys: Pick<Keys, 'meta' | 'registry'>,
  entries: ReadonlyMap<string, string>,
  until: number,
): Promise<
  { readonly kind: 'added' } | { readonly kind: 'server' } | { readonly kind: 'differs'; readonly fingerprint: string }
> {
  const answer = await wire.script('register', [keys.registry, keys.meta], [...entries].flat(), until);
  const [kind, fingerprint = ''] = textsIn(answer);
  return kind === 'differs' ? { kind, fingerprint } : { kind: kind as 'added' };
}
