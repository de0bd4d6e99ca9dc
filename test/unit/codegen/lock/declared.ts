// Events declared as text, and what settling them with a lock says. One aggregate, Thing; its events begin on line 3.

import { compareSchemas } from '../../../../codegen/lock/compare-schemas.js';
import { DeclaredForms } from '../../../../codegen/lock/declared-forms.js';
import type { LockedEvent } from '../../../../codegen/lock/schema-lock.js';
import { type SettledLock, settleLock } from '../../../../codegen/lock/settle-lock.js';
import type { DomainModel } from '../../../../codegen/model.js';
import type { ObjectSchema } from '../../../../src/schema/schema.js';
import { readText } from '../../../support/domain-fixture.js';

/** The model of some events, and of what else is declared. Throws where the declaration is wrong. */
function declared(events: string, declarations = ''): DomainModel {
  // A comment stands on a line of its own.
  const lines = (text: string) => text.replaceAll(/ *(\/\*\*(?:[^*]|\*(?!\/))*\*\/) */g, '\n$1\n');
  const { model, problems } = readText(`export interface Thing extends Aggregate {
events: {
${lines(events)}
}; state: Empty; commands: { Do: Empty } }
${lines(declarations)}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return model;
}

/** Settles some events with a lock. Problems without the file's name. */
export function settle(
  events: string,
  lock: SettledLock | string | null = null,
  { forget = [], declarations = '' }: { readonly forget?: readonly string[]; readonly declarations?: string } = {},
): SettledLock & { readonly said: readonly string[] } {
  const text = lock === null || typeof lock === 'string' ? lock : lock.text;
  const settled = settleLock(declared(events, declarations), text, forget);
  const said = settled.problems.map(
    ({ at, message }) => `${at.file.replace('domain/a.domain.ts', '')}:${at.line}:${at.column} ${message}`,
  );
  return { ...settled, said };
}

/** A locked event of the aggregate. */
export function eventIn({ lock }: SettledLock, name: string): LockedEvent {
  const event = lock.aggregates.Thing?.events[name];
  if (event === undefined) throw new Error(`${name} is not locked.`);
  return event;
}

/** How the event E differs: `kind path: old → new`, and the grown form. */
export function difference(before: string, after: string, declarations: readonly [string, string] = ['', '']) {
  const [old, next] = [formOf(before, declarations[0]), formOf(after, declarations[1])];
  const { differences, grown } = compareSchemas(old.form, next.form, next.forms.oldNames);
  return {
    said: differences.map(({ kind, path, old, new: now }) => `${kind} ${path}: ${old ?? '–'} → ${now ?? '–'}`),
    grown: { schema: grown.schema as ObjectSchema, types: grown.types },
  };
}

function formOf(fields: string, declarations: string) {
  const model = declared(`E: { ${fields} };`, declarations);
  const forms = new DeclaredForms(model);
  const [event] = model.aggregates[0]?.events ?? [];
  if (event === undefined) throw new Error('No event is declared.');
  return { forms, form: forms.formOf(event.payload, event.at) };
}
