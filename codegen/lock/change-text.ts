// Changes of a domain as people read them. Finds none itself.
import type { Change, ChangedField } from './change.js';

/** All changes in lines, under their aggregates; commands and queries after them. Each line ends in a newline. */
export function changeLog(changes: readonly Change[]): string {
  const lines: string[] = [];
  let heading = '';
  for (const change of changes) {
    const own = change.aggregate ?? (change.of === 'command' ? 'Commands' : 'Queries');
    if (own !== heading) lines.push(own);
    heading = own;
    lines.push(`  ${changeText(change)}`, ...change.fields.map((field) => `    ${fieldText(field)}`));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** A change in one line, without its fields. */
function changeText({ of, name, kind, from, version }: Change): string {
  const what = of === 'state' ? 'state' : `${of} ${name}`;
  switch (kind) {
    case 'forgotten':
      return `${what}: version ${version} was forgotten`;
    case 'versioned':
      return `${what} is at version ${version}`;
    case 'renamed':
      return `${what} was called ${from}`;
    case 'grown':
      return `${what} has grown`;
    case 'restored':
      return `${what} is emitted again`;
    default:
      return `${what} ${kind === 'retired' ? 'is' : 'was'} ${kind}`;
  }
}

function fieldText({ kind, path, old, new: now, breaking }: ChangedField): string {
  const name = path === '' ? 'the whole' : path;
  const mark = breaking ? '! ' : '+ ';
  switch (kind) {
    case 'added':
      return `${mark}${name}?: ${now}`;
    case 'removed':
      return `${mark}${name} (${old}) was removed`;
    case 'renamed':
      return `${mark}${name} was called ${old}`;
    case 'optional':
      return `${mark}${name} is optional`;
    case 'required':
      return old === null ? `${mark}${name}: ${now} is required` : `${mark}${name} is required`;
    default:
      return `${mark}${name} was ${kind}: ${old} → ${now}`;
  }
}
