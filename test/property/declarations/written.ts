// What it is to have written a type: its text, and what is still open. Writes nothing itself.
import { holdsSuch, type Meaning } from './meaning.js';
import type { Tag } from './tags.js';
import type { Writer } from './writer.js';

/** A type as it is written. */
export interface Written {
  readonly text: string;
  /** Whether it needs parentheses before `[]`. */
  readonly compound: boolean;
  /** Tags that are still to be put on the field or alias that it goes into. */
  readonly tags: readonly Tag[];
  /** Whether an alias of it is a type of its own for codegen, which takes no further tags. */
  readonly settles: boolean;
}

/** Where a type is written: inside a type that holds itself, some ways to write it are not open. */
export interface Scope {
  readonly recursive: boolean;
  /** Directly in the alias of a recursive union: TypeScript resolves an alias there at once, in a circle. */
  readonly bare: boolean;
}

/** How the parts of a type are written, for those who write the whole. */
export interface Spelling {
  readonly writer: Writer;
  /** Writes a type, and leaves its tags to whoever has a place for them. */
  spell(meaning: Meaning, scope: Scope): Written;
  /** Writes a type where no tags can stand: they go to an alias. */
  inline(meaning: Meaning, scope: Scope): Written;
}

/** A type that can stand before `[]`. */
export function atom({ text, compound }: Written): string {
  return compound ? `(${text})` : text;
}

/** A type without tags. */
export function plainly(text: string, { compound = false, settles = false } = {}): Written {
  return { text, compound, tags: [], settles };
}

/** Whether a type holds itself, or something that does. */
export function holdsItself(meaning: Meaning): boolean {
  return holdsSuch(meaning, (part) => part.kind === 'named' && part.holder.recursive);
}
