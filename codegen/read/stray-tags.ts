// Finds the tags that nothing reads: misspelt, in the middle of a line, or in a comment that is attached to nothing.
import { ts } from 'ts-morph';
import { parseDocComment } from './doc-comment.js';
import type { ReadContext, TypeDeclaration } from './read-context.js';
import { readDeclaration } from './read-type.js';
import { refuseTagName, TAG_HOMES } from './tag-names.js';

/** A stretch of a file's text. */
interface Stretch {
  readonly pos: number;
  readonly end: number;
}

/** Reports every tag of the domain files, and of the declarations elsewhere that they use, that nothing has read. */
export function refuseStrayTags(context: ReadContext): void {
  for (const file of context.domainFiles) {
    const comments = commentsOf(file);
    for (const statement of file.statements) readUnused(context, file, statement, comments);
    for (const comment of comments) refuseStrays(context, file, comment);
  }
  for (const node of context.reached) {
    const file = node.getSourceFile();
    if (context.domainFiles.has(file)) continue;
    for (const comment of commentsOf(file)) {
      if (comment.pos >= node.getFullStart() && comment.end <= node.end) refuseStrays(context, file, comment);
    }
  }
}

/** A type that nothing uses yet is read all the same if it carries tags: they are promises, too. */
function readUnused(
  context: ReadContext,
  file: ts.SourceFile,
  statement: ts.Statement,
  comments: readonly Stretch[],
): void {
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return;
  const declaration: TypeDeclaration = statement;
  if (context.reached.has(declaration) || (declaration.typeParameters ?? []).length > 0) return;
  const tagged = comments
    .filter(({ pos, end }) => pos >= declaration.getFullStart() && end <= declaration.end)
    .some((comment) => parse(context, file, comment).tags.some((tag) => TAG_HOMES.has(tag.name)));
  if (tagged) readDeclaration(context, declaration);
}

function refuseStrays(context: ReadContext, file: ts.SourceFile, comment: Stretch): void {
  const isDoc = file.text.startsWith('/**', comment.pos);
  const { tags, buried } = parse(context, file, comment);
  for (const tag of tags) {
    const refused = isDoc ? refuseTagName(tag.name) : null;
    if (refused !== null) context.problems.add(tag.at, refused);
    if (!TAG_HOMES.has(tag.name)) continue;
    if (!isDoc) {
      context.problems.add(
        tag.at,
        `@${tag.name} is read in doc comments only. Write /** @${tag.name} … */ above its field.`,
      );
    } else if (!context.wasRead(file, comment.pos)) {
      context.problems.add(tag.at, `@${tag.name} is attached to nothing. ${ATTACH}`);
    }
  }
  for (const { name, at } of buried) {
    if (TAG_HOMES.has(name))
      context.problems.add(at, `@${name} in the middle of a line is not read. Put it on a line of its own.`);
  }
}

const ATTACH =
  'A comment belongs to what stands below it: put it on a line of its own, directly above its field or declaration.';

function parse(context: ReadContext, file: ts.SourceFile, comment: Stretch) {
  return parseDocComment(file.text, comment, (offset) => context.placeAt(file, offset));
}

/** Every comment of a file, by the scanner: the tree holds only those that TypeScript attaches. */
function commentsOf(file: ts.SourceFile): readonly Stretch[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, file.text);
  const comments: Stretch[] = [];
  const templates: number[] = [];
  let depth = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.MultiLineCommentTrivia || token === ts.SyntaxKind.SingleLineCommentTrivia) {
      comments.push({ pos: scanner.getTokenStart(), end: scanner.getTokenEnd() });
    } else if (token === ts.SyntaxKind.TemplateHead) {
      templates.push(depth);
    } else if (token === ts.SyntaxKind.OpenBraceToken) {
      depth++;
    } else if (token === ts.SyntaxKind.CloseBraceToken) {
      // The brace that closes a template's hole goes on with the template's text.
      if (templates.at(-1) !== depth) depth--;
      else if (scanner.reScanTemplateToken(false) === ts.SyntaxKind.TemplateTail) templates.pop();
    }
  }
  return comments;
}
