// Reads the tags that say how an event came to be what it is: `@version`, `@retired`, `@renamedFrom`. Compares nothing.
import type { MessageModel } from '../model.js';
import { parseTag } from './apply-tags.js';
import type { DocComment, DocTag } from './doc-comment.js';
import type { ReadContext } from './read-context.js';

/** The tags of an event. */
export const EVENT_TAGS = ['version', 'retired', 'renamedFrom'] as const;

/** The largest version: what two bytes hold. */
const LAST_VERSION = 65_535;

/** What an event's tags say. A tag that cannot be read is reported, and counts as absent. */
export function readEventTags(
  context: ReadContext,
  doc: DocComment | null,
  name: string,
): Pick<MessageModel, 'version' | 'retired' | 'renamedFrom'> {
  const version = read(context, doc, 'version', (value) =>
    /^[1-9]\d*$/.test(value) && Number(value) <= LAST_VERSION
      ? { value: Number(value) }
      : refuse('version', value, `a whole number from 1 to ${LAST_VERSION}`),
  );
  const retired = read(context, doc, 'retired', (value) =>
    value === '' ? { value: true } : refuse('retired', value, 'no value'),
  );
  return { version: version ?? 1, retired: retired ?? false, renamedFrom: readRenamedFrom(context, doc, name) };
}

/** The name that an event or field had before; `null` where it had no other. */
export function readRenamedFrom(context: ReadContext, doc: DocComment | null, name: string): string | null {
  return read(context, doc, 'renamedFrom', (value) => {
    if (value === name) return { refused: `@renamedFrom names ${name} itself. Write the name that it had before.` };
    return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(value)
      ? { value }
      : refuse('renamedFrom', value, 'the name before, as it was written');
  });
}

function read<T>(
  context: ReadContext,
  doc: DocComment | null,
  name: string,
  parse: (value: string) => { readonly value: T } | { readonly refused: string },
): T | null {
  const [tag, ...repeated] = (doc?.tags ?? []).filter((candidate) => candidate.name === name);
  for (const { at } of repeated) context.problems.add(at, `@${name} stands here twice. Keep one of them.`);
  if (tag === undefined) return null;
  const parsed = parseTag<{ readonly value: T } | { readonly refused: string }>(tag, parse);
  if ('value' in parsed) return parsed.value;
  context.problems.add(tag.at, parsed.refused);
  return null;
}

function refuse(name: DocTag['name'], value: string, wanted: string): { readonly refused: string } {
  return { refused: `@${name} cannot be "${value}": it takes ${wanted}.` };
}
