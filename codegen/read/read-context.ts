// What every reader shares: the checker for symbols, places, doc comments, problems. Reads nothing itself.
import { ts } from 'ts-morph';
import type { NamedType, SourcePlace } from '../model.js';
import { type DocComment, parseDocComment } from './doc-comment.js';
import { ProblemList } from './problem-list.js';

/** A declaration that a type may refer to. */
export type TypeDeclaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** What the type parameters in reach stand for. */
export type Environment = ReadonlyMap<ts.Symbol, Written>;

/** A written type, with what its type parameters stand for. */
export interface Written {
  readonly node: ts.TypeNode;
  readonly environment: Environment;
}

/** No type parameters in reach. */
export const NO_PARAMETERS: Environment = new Map();

const MAX_NESTING = 8;

/** What Statefold's four words for declarations make of an interface. */
export type DeclarationKind = 'Aggregate' | 'Projection' | 'Rollup' | 'Query';

/** The state of one reading. */
export class ReadContext {
  readonly problems = new ProblemList();
  /** Named types by declaration and type arguments; `null` while one is being read. */
  readonly named = new Map<ts.Node, Map<string, NamedType | null>>();
  /** The aggregates, projections, rollups and queries, by their interface. */
  readonly declared = new Map<ts.Node, DeclarationKind>();
  readonly recursive = new Map<ts.Node, boolean>();
  /** Names that stand for nothing: TypeScript reports those of domain files. */
  readonly unresolved = new Set<ts.Node>();
  /** Declarations that were read, in whatever file they stand. */
  readonly reached = new Set<ts.Node>();
  readonly #expanding = new Map<ts.Node, number>();
  readonly #comments = new Map<string, DocComment>();

  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  /** The files that Statefold's words come from. */
  readonly wordFiles: ReadonlySet<ts.SourceFile>;
  readonly domainFiles: ReadonlySet<ts.SourceFile>;
  readonly root: string;

  constructor(parts: Pick<ReadContext, 'checker' | 'program' | 'wordFiles' | 'domainFiles' | 'root'>) {
    this.checker = parts.checker;
    this.program = parts.program;
    this.wordFiles = parts.wordFiles;
    this.domainFiles = parts.domainFiles;
    this.root = parts.root;
  }

  /** Where a node starts. */
  placeOf(node: ts.Node): SourcePlace {
    const file = node.getSourceFile();
    return this.placeAt(file, node.getStart(file));
  }

  placeAt(file: ts.SourceFile, offset: number): SourcePlace {
    const { line, character } = file.getLineAndCharacterOfPosition(offset);
    return { file: this.relative(file), line: line + 1, column: character + 1 };
  }

  /** A file's path from the project's root. */
  relative(file: ts.SourceFile): string {
    const prefix = this.root.endsWith('/') ? this.root : `${this.root}/`;
    return file.fileName.startsWith(prefix) ? file.fileName.slice(prefix.length) : file.fileName;
  }

  refuse(node: ts.Node, message: string): void {
    this.problems.add(this.placeOf(node), message);
  }

  /** The doc comment that TypeScript attaches to a node: the last one on the lines above it. It counts as read. */
  docOf(node: ts.Node): DocComment | null {
    const file = node.getSourceFile();
    const ranges = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [];
    const range = ranges.filter(({ pos }) => file.text.startsWith('/**', pos) && file.text[pos + 3] !== '/').at(-1);
    if (range === undefined) return null;
    const key = `${file.fileName}:${range.pos}`;
    const known = this.#comments.get(key);
    if (known !== undefined) return known;
    const comment = parseDocComment(file.text, range, (offset) => this.placeAt(file, offset));
    this.#comments.set(key, comment);
    return comment;
  }

  /** Whether the comment at an offset was read as some node's. */
  wasRead(file: ts.SourceFile, offset: number): boolean {
    return this.#comments.has(`${file.fileName}:${offset}`);
  }

  /**
   * Expands a node unless that would run in a circle, which TypeScript reports: then `null`.
   * A generic declaration may stand within itself a few times (`Box<Box<string>>`).
   */
  guarded<T>(node: ts.Node, expand: () => T): T | null {
    const depth = this.#expanding.get(node) ?? 0;
    const generic = !ts.isInterfaceDeclaration(node) || node.typeParameters !== undefined;
    if (depth >= (generic ? MAX_NESTING : 1)) return null;
    this.#expanding.set(node, depth + 1);
    try {
      return expand();
    } finally {
      this.#expanding.set(node, depth);
    }
  }
}
