// One event against its locked versions: unchanged, grown, a new version, or what stands against it. Reads no lock.
import type { ObjectSchema } from '../../src/schema/schema.js';
import type { MessageModel } from '../model.js';
import { compareSchemas } from './compare-schemas.js';
import type { DeclaredForms } from './declared-forms.js';
import { type Difference, type Form, isBreaking, isUnreadable } from './difference.js';
import { fingerprintOf } from './lock-text.js';
import type { LockedEvent, LockedVersion } from './schema-lock.js';

/** An event as it is to be locked, or why it cannot be. */
export type SettledEvent =
  | { readonly kind: 'settled'; readonly locked: LockedEvent }
  /** The form no longer reads what is stored, and the version is the same. */
  | { readonly kind: 'broken'; readonly differences: readonly Difference[] }
  /** Fields whose `@renamedFrom` names nothing that a field was called. */
  | { readonly kind: 'misnamed'; readonly differences: readonly Difference[] }
  /** The version says more, or less, than the form. */
  | { readonly kind: 'misnumbered'; readonly why: 'new' | 'needless' | 'skipped' | 'lowered' };

/** An event of the domain, and what its fingerprints stand on. */
export interface EventToSettle {
  readonly aggregate: string;
  readonly message: MessageModel;
  readonly forms: DeclaredForms;
  /** It was locked under another name. */
  readonly isRenamed: boolean;
}

/** Locks a new event. */
export function lockEvent(event: EventToSettle, number: number): SettledEvent {
  const { message, aggregate } = event;
  if (message.version !== 1) return { kind: 'misnumbered', why: 'new' };
  const form = formOf(event);
  const first = { version: 1, ...form, readableFrom: 1 };
  const revisions = [fingerprintOf(first, [], { aggregate, number, before: '' })];
  return settled({ number, versions: [{ ...first, revisions }] }, message);
}

/** Settles an event with its locked versions. */
export function settleEvent(event: EventToSettle, locked: LockedEvent): SettledEvent {
  const { message, forms } = event;
  const newest = newestOf(locked);
  const today = formOf(event);
  if (message.version < newest.version) return { kind: 'misnumbered', why: 'lowered' };
  if (message.version > newest.version + 1) return { kind: 'misnumbered', why: 'skipped' };
  const { differences, grown } = compareSchemas(newest, today, forms.oldNames);
  const misnamed = differences.filter(({ old, at }) => old === null && forms.renamedFrom(at) !== null);
  if (misnamed.length > 0) return { kind: 'misnamed', differences: misnamed };
  const form = objectForm(grown);
  const breaking = differences.filter(isBreaking);
  if (message.version === newest.version) {
    if (breaking.length > 0) return { kind: 'broken', differences: breaking };
    const isSame = differences.length === 0 && !event.isRenamed;
    return settled(isSame ? locked : grow(event.aggregate, locked, form, differences), message);
  }
  if (breaking.length === 0) return { kind: 'misnumbered', why: 'needless' };
  const renamesOnly = breaking.every(({ kind }) => kind === 'renamed');
  return settled(addVersion(event.aggregate, locked, form, renamesOnly), message);
}

/** The newest version of an event. */
export function newestOf({ versions }: LockedEvent): LockedVersion {
  const newest = versions.at(-1);
  if (newest === undefined) throw new TypeError('A locked event without versions.');
  return newest;
}

function settled(locked: LockedEvent, { retired }: MessageModel): SettledEvent {
  const { number, versions } = locked;
  return { kind: 'settled', locked: retired ? { number, retired, versions } : { number, versions } };
}

function formOf({ forms, message }: EventToSettle): Form<ObjectSchema> {
  return forms.formOf(message.payload, message.at);
}

/** A new revision. A new name alone is one, too: the log's registry then knows it. */
function grow(
  aggregate: string,
  locked: LockedEvent,
  form: Form<ObjectSchema>,
  differences: readonly Difference[],
): LockedEvent {
  const { revisions, readableFrom, ...newest } = newestOf(locked);
  const version = {
    ...newest,
    ...form,
    readableFrom: differences.some(isUnreadable) ? revisions.length + 1 : readableFrom,
  };
  const before = locked.versions.at(-2)?.revisions.at(-1) ?? '';
  const fingerprint = fingerprintOf(version, revisions, { aggregate, number: locked.number, before });
  const grown = { ...version, revisions: [...revisions, fingerprint] };
  return { ...locked, versions: locked.versions.with(-1, grown) };
}

function addVersion(
  aggregate: string,
  locked: LockedEvent,
  form: Form<ObjectSchema>,
  renamesOnly: boolean,
): LockedEvent {
  const { version: number, revisions } = newestOf(locked);
  const version = { version: number + 1, ...form, readableFrom: 1, ...(renamesOnly ? { renamesOnly } : {}) };
  const before = revisions.at(-1) ?? '';
  const fingerprint = fingerprintOf(version, [], { aggregate, number: locked.number, before });
  return { ...locked, versions: [...locked.versions, { ...version, revisions: [fingerprint] }] };
}

function objectForm({ schema, types }: Form): Form<ObjectSchema> {
  if (!('properties' in schema)) throw new TypeError("An event's data is an object.");
  return { schema, types };
}
