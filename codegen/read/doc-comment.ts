// Reads one doc comment from its raw text: TypeScript's own parser mangles tag values. Knows no tag's meaning.
import type { SourcePlace } from '../model.js';

/** One tag of a doc comment. */
export interface DocTag {
  readonly name: string;
  /** The rest of the tag's line, trimmed. */
  readonly value: string;
  /** The lines that follow, up to the next tag, trimmed and joined by line breaks. */
  readonly more: string;
  /** Where the `@` stands. */
  readonly at: SourcePlace;
}

/** A doc comment, taken apart. */
export interface DocComment {
  /** What stands before the first tag. */
  readonly text: string;
  readonly tags: readonly DocTag[];
  /** Words like `@minimum` in the middle of a line, where nothing reads them. */
  readonly buried: readonly { readonly name: string; readonly at: SourcePlace }[];
}

const TAG_LINE = /^@([A-Za-z][\w-]*)(?:\s+(.*))?$/;

/** A comment's stretch of a file. */
interface CommentRange {
  readonly pos: number;
  readonly end: number;
}

/** Takes apart the comment at a stretch of a file's text. Lines inside a code fence are never tags. */
export function parseDocComment(
  text: string,
  { pos: offset, end }: CommentRange,
  placeAt: (offset: number) => SourcePlace,
): DocComment {
  const opening = text.slice(offset, end).match(/^(\/\*\*?|\/\/)/)?.[0].length ?? 0;
  const closing = text.slice(offset, end).endsWith('*/') && opening > 0 && !text.startsWith('//', offset) ? 2 : 0;
  const description: string[] = [];
  const tags: { name: string; value: string; more: string[]; at: SourcePlace }[] = [];
  const buried: { name: string; at: SourcePlace }[] = [];
  let at = offset + opening;
  let fenced = false;
  for (const line of text.slice(at, end - closing).split('\n')) {
    const prefix = line.match(at === offset + opening ? /^\s*/ : /^\s*(?:\*(?!\/))?\s*/)?.[0].length ?? 0;
    const content = line.slice(prefix).trimEnd();
    const start = at + prefix;
    const found = fenced ? null : TAG_LINE.exec(content);
    if (content.startsWith('```')) fenced = !fenced;
    if (found !== null) {
      tags.push({ name: found[1] ?? '', value: found[2] ?? '', more: [], at: placeAt(start) });
    } else {
      if (!fenced) buried.push(...buriedTags(content, (index) => placeAt(start + index)));
      const tag = tags.at(-1);
      (tag === undefined ? description : tag.more).push(content);
    }
    at += line.length + 1;
  }
  return {
    text: description.join('\n').trim(),
    tags: tags.map((tag) => ({ ...tag, more: tag.more.join('\n').trim() })),
    buried,
  };
}

function buriedTags(content: string, placeAt: (index: number) => SourcePlace): { name: string; at: SourcePlace }[] {
  const plain = content.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length));
  return [...plain.matchAll(/(?<=\s)@([A-Za-z]\w*)/g)].map((match) => ({
    name: match[1] ?? '',
    at: placeAt(match.index),
  }));
}
