// What stands against locking a domain, in words: what was stored, what is declared now, and what to do. Finds nothing itself.
import type { AggregateModel, MessageModel, Problem, SourcePlace } from '../model.js';
import type { DeclaredForms } from './declared-forms.js';
import type { Difference } from './difference.js';
import { LOCK_FILE, type LockedEvent } from './schema-lock.js';
import { newestOf, type SettledEvent } from './settle-event.js';

/** What an event is settled with. */
export interface LockedSide {
  /** `null` for a new event. */
  readonly locked: LockedEvent | null;
  readonly forms: DeclaredForms;
  /** How many of its versions this run has forgotten, on demand. */
  readonly forgotten: number;
}

/** The problems of an event that could not be settled. */
export function problemsOf(
  outcome: Exclude<SettledEvent, { readonly kind: 'settled' }>,
  message: MessageModel,
  { locked, forms, forgotten }: LockedSide,
): readonly Problem[] {
  const version = locked === null ? 0 : newestOf(locked).version;
  const placeOf = ({ at }: Difference): SourcePlace => forms.placeOf(at) ?? message.at;
  switch (outcome.kind) {
    case 'broken':
      return outcome.differences.map((difference) => ({
        at: placeOf(difference),
        message: `${said(message.name, version, difference)} ${steps(message.name, difference, { version, forgotten })}`,
      }));
    case 'misnamed':
      return outcome.differences.map((difference) => ({
        at: placeOf(difference),
        message: `${message.name}.${difference.path} is tagged @renamedFrom ${forms.renamedFrom(difference.at)}, and no such field of version ${version} is gone. Correct the name, or remove the tag.`,
      }));
    case 'misnumbered':
      return [{ at: message.at, message: misnumbered(message, version, outcome.why) }];
  }
}

/** An event that is in the lock and no longer declared. */
export function goneProblem({ name: aggregate, at }: AggregateModel, event: string, locked: LockedEvent): Problem {
  const { length } = locked.versions;
  const never = length === 1 ? 'it was never released' : `none of its ${length} versions was ever released`;
  const message = `${event} is gone from ${aggregate}, and it is locked: events of it may be stored. Declare it as it was, tagged @retired, and write an upcaster from its last version. If it has another name now, tag that event @renamedFrom ${event}. If ${never}, run statefold codegen --forget ${event}.`;
  return { at, message };
}

/** An aggregate that is in the lock and no longer declared. */
export function goneAggregateProblem(aggregate: string, events: readonly string[], at: SourcePlace): Problem {
  const message = `${aggregate} is gone, and its events are locked: some may be stored, under its name. Declare it again. If it was never released, run statefold codegen --forget ${events.join(' ')}.`;
  return { at, message };
}

/** A `@renamedFrom` on a new event that leads to no locked one. */
export function misnamedProblem({ name, at, renamedFrom }: MessageModel, aggregate: string): Problem {
  const message = `${name} is tagged @renamedFrom ${renamedFrom}, and ${aggregate} has no event of that name in the lock. Correct the name, or remove the tag.`;
  return { at, message };
}

/** What was, and what is. */
function said(event: string, version: number, { kind, path, old, new: now }: Difference): string {
  const field = path === '' ? event : `${event}.${path}`;
  switch (kind) {
    case 'removed':
      return `${field} (${old}) is gone, and version ${version} of ${event} is stored with it.`;
    case 'renamed':
      return `${field} was called ${old} in version ${version}.`;
    case 'required':
      return old === null
        ? `${field} (${now}) is new and required, and version ${version} of ${event} is stored without it.`
        : `${field} (${now}) was optional in version ${version}, and is required: it may be missing in what is stored.`;
    default:
      return `${field} was ${old} in version ${version}, and is ${now}: what is stored may not be that.`;
  }
}

function steps(
  event: string,
  { kind, path, old, new: now }: Difference,
  { version, forgotten }: { readonly version: number; readonly forgotten: number },
): string {
  const next = `tag ${event} with @version ${version + 1}`;
  // Nothing was written: to go further, the next run must forget again what this one has.
  const names = Array<string>(forgotten + 1).fill(event);
  const forget = `If version ${version} was never released${forgotten > 0 ? ' either' : ''}, run statefold codegen --forget ${names.join(' ')}.`;
  if (kind === 'renamed') return `${capital(next)}. ${forget}`;
  const upcaster = `${next} and write an upcaster from version ${version}`;
  if (kind === 'required' && old === null) {
    return `Make it optional (${lastOf(path)}?: ${now}), or ${upcaster} (or tag the field @renamedFrom, if it only has a new name). ${forget}`;
  }
  if (kind === 'required') return `Make it optional again, or ${upcaster}. ${forget}`;
  if (kind === 'removed') {
    return `${capital(upcaster)}; if it only has a new name, tag the field with that name @renamedFrom ${lastOf(path)}, and no upcaster is needed. ${forget}`;
  }
  return `${capital(upcaster)}. ${forget}`;
}

function misnumbered(
  { name, version }: MessageModel,
  locked: number,
  why: 'new' | 'needless' | 'skipped' | 'lowered',
): string {
  switch (why) {
    case 'new':
      return `${name} is not in the lock yet, so it is at version 1, not ${version}. Remove @version; or, if it was locked before, put ${LOCK_FILE} back (git checkout -- ${LOCK_FILE}).`;
    case 'needless':
      return `${name} is tagged @version ${version}, and all that is stored as version ${locked} still reads as it is declared. Set @version back to ${locked}.`;
    case 'skipped':
      return `${name} is tagged @version ${version}, and the newest in the lock is ${locked}. The next is @version ${locked + 1}.`;
    case 'lowered':
      return `${name} is ${version === 1 ? 'at version 1' : `tagged @version ${version}`}, and version ${locked} is locked: events of it may be stored. Tag it @version ${locked}. If ${neverReleased(version + 1, locked)}, run statefold codegen --forget ${name}.`;
  }
}

function neverReleased(first: number, last: number): string {
  return first === last ? `version ${last} was never released` : `versions ${first} to ${last} were never released`;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
