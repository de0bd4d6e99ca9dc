// Lets no engine start on a log that holds, or will hold, events which its code cannot read. Judges descriptors, reads no event.
import type { EventDescriptor } from '../codec/descriptor.js';
import type { EventCodec } from '../codec/event-codec.js';
import { StatefoldError } from '../kernel/error.js';
import { parseDescriptor, sameHistory } from '../log/descriptor-text.js';

/** A form of an event in a log's registry that some code cannot read, and why. */
export interface UnreadableForm {
  /** The event's name, as the release called it that wrote the form. */
  readonly event: string;
  readonly version: number;
  /** `unknown`: the code has no such event or version. `newer`: the form has grown past it. `diverged`: it was grown otherwise here. */
  readonly reason: 'unknown' | 'newer' | 'diverged';
}

const WHY: Readonly<Record<UnreadableForm['reason'], string>> = {
  unknown: 'unknown to this code',
  newer: 'written by a later release, in a form that this code cannot read',
  diverged: 'grown otherwise in the log than in this code',
};

/**
 * Throws `INCOMPATIBLE` with every form of an event that the log's registry holds and the codecs cannot read; `CORRUPT` for a
 * registry that cannot be read. `held`: descriptors as text by fingerprint.
 */
export function assertReadable(held: ReadonlyMap<string, string>, codecs: readonly EventCodec[]): void {
  const unreadable = unreadableForms(
    [...held].map(([fingerprint, text]) => parseDescriptor(fingerprint, text)),
    codecs.map(({ descriptor }) => descriptor),
  );
  if (unreadable.length === 0) return;
  const list = unreadable
    .map(({ event, version, reason }) => `${event} version ${version} (${WHY[reason]})`)
    .join('; ');
  const remedy = unreadable.some(({ reason }) => reason === 'diverged')
    ? 'Bring domain/schema.lock.json together with that of the release that wrote them.'
    : 'Run the release that wrote them, or a later one.';
  const message = `The log holds events that this code cannot read: ${list}. ${remedy}`;
  throw new StatefoldError('INCOMPATIBLE', message, { what: 'log', unreadable });
}

function unreadableForms(
  held: readonly EventDescriptor[],
  known: readonly EventDescriptor[],
): readonly UnreadableForm[] {
  const ours = new Map(known.map((descriptor) => [keyOf(descriptor), descriptor]));
  const found = new Map<string, UnreadableForm>();
  for (const theirs of held) {
    const reason = reasonAgainst(theirs, ours.get(keyOf(theirs)));
    const { event, version } = theirs;
    if (reason === 'diverged' || (reason !== null && !found.has(keyOf(theirs))))
      found.set(keyOf(theirs), { event, version, reason });
  }
  return [...found.values()].sort((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : a.version - b.version));
}

function reasonAgainst(theirs: EventDescriptor, ours: EventDescriptor | undefined): UnreadableForm['reason'] | null {
  if (ours === undefined) return 'unknown';
  if (!sameHistory(theirs, ours)) return 'diverged';
  return theirs.readableFrom > ours.revisions.length ? 'newer' : null;
}

function keyOf({ number, version }: EventDescriptor): string {
  return `${number}.${version}`;
}
