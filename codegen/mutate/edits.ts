// Makes the changes of mutants from nodes: something dropped, or other text in its place. Writes nothing.
import { ts } from 'ts-morph';
import type { ProjectSources } from '../load/project-sources.js';
import type { Mutant, MutantKind } from './mutant.js';

/** Collects the mutants of a project; the same change once. */
export class Edits {
  readonly #sources: Pick<ProjectSources, 'placeOf'>;
  readonly #mutants = new Map<string, Mutant>();

  constructor(sources: Pick<ProjectSources, 'placeOf'>) {
    this.#sources = sources;
  }

  /** All of them, in the order of file and place. */
  all(): readonly Mutant[] {
    return [...this.#mutants.values()];
  }

  /** Other text in the place of a node. */
  replace(node: ts.Node, text: string, { kind, what }: Pick<Mutant, 'kind' | 'what'>): void {
    const source = node.getSourceFile();
    this.#add(node, kind, what, { start: node.getStart(source), end: node.end, text });
  }

  /** A number becomes one more; `what` says so of its new text. */
  addOne(node: ts.NumericLiteral, kind: MutantKind, what: (text: string) => string): void {
    const text = String(Number(node.text) + 1);
    this.replace(node, text, { kind, what: what(text) });
  }

  /** A member of an object, or an element of a list, is gone, with the comma behind it. */
  drop(node: ts.Node, { kind, what }: Pick<Mutant, 'kind' | 'what'>): void {
    const source = node.getSourceFile();
    const behind = /^\s*,/.exec(source.text.slice(node.end))?.[0].length ?? 0;
    this.#add(node, kind, what, { start: node.getStart(source), end: node.end + behind, text: '' });
  }

  #add(node: ts.Node, kind: MutantKind, what: string, part: { start: number; end: number; text: string }): void {
    const file = node.getSourceFile().fileName;
    const key = JSON.stringify([file, part]);
    if (this.#mutants.has(key)) return;
    this.#mutants.set(key, { kind, what, at: this.#sources.placeOf(node), change: { kind: 'text', file, ...part } });
  }
}

/** A node as it is named: the beginning of its text. */
export function shortText(node: ts.Node): string {
  return node.getText().slice(0, MOST_LETTERS);
}

const MOST_LETTERS = 40;

/** The name of a member of an object literal as it is written; '' for one that is worked out. */
export function nameOf({ name }: ts.ObjectLiteralElementLike): string {
  if (name === undefined || ts.isComputedPropertyName(name)) return '';
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : '';
}
