// One generated TypeScript file: collects what is printed, and the imports that its symbols need. Writes nothing.
import { posix } from 'node:path';
import { quoted, WIDTH } from './literal.js';

/** The folder of generated files, relative to the project's root. */
export const GENERATED = 'generated';

/** A name of another module. Printing it imports it. */
export interface ImportedSymbol {
  readonly name: string;
  /** A package's subpath, or a file of the project, relative to its root. */
  readonly from: { readonly package: string } | { readonly file: string };
  readonly typeOnly: boolean;
  /** The local name to import it under, where its own will not do. */
  readonly as?: string;
}

/** What can be printed into a file. */
export type Printable = string | ImportedSymbol | readonly Printable[];

/** A file that codegen makes. `path` is relative to the generated folder. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** How the user's compiler wants relative specifiers to end. */
export type SpecifierEnding = '.js' | '.ts';

/** A type that the engine's contract module exports. */
export function contractType(name: string): ImportedSymbol {
  return { name, from: { package: 'statefold/contract' }, typeOnly: true };
}

/** A value that the engine's contract module exports. */
export function contractValue(name: string, as = name): ImportedSymbol {
  return { name, from: { package: 'statefold/contract' }, typeOnly: false, as };
}

/** A type that a file of the domain exports. */
export function domainType(name: string, file: string): ImportedSymbol {
  return { name, from: { file }, typeOnly: true };
}

/** A type that another generated file exports. */
export function siblingType(name: string, path: string): ImportedSymbol {
  return { name, from: { file: `${GENERATED}/${path}` }, typeOnly: true };
}

/** A value that another generated file exports. */
export function siblingValue(name: string, path: string): ImportedSymbol {
  return { name, from: { file: `${GENERATED}/${path}` }, typeOnly: false };
}

/** The first line of a generated file, after the comment's start. `source` is the file or folder that it was made from. */
export function headerOf(source: string): string {
  return `Generated from ${source}. Do not edit.`;
}

/** Whether a file's text begins as generated files do. Only such files are ever deleted. */
export function isGenerated(text: string): boolean {
  return /^(\/\/|<!--) Generated from \S+\. Do not edit\./.test(text);
}

const MARKS = [
  '/* eslint-disable */',
  '// biome-ignore-all lint: generated',
  '// biome-ignore-all format: generated',
  '// biome-ignore-all assist: generated',
];

/** Collects the text of one file. A name that the file declares itself, or imports twice, gets an alias. */
export class GeneratedFile {
  readonly #path: string;
  readonly #source: string;
  readonly #names: Set<string>;
  readonly #body: Printable[] = [];

  /** `declares` lists the names that the printed text declares at the top level. */
  constructor(path: string, source: string, declares: readonly string[] = []) {
    this.#path = path;
    this.#source = source;
    this.#names = new Set(declares);
  }

  /** Prints a piece of text, and a line break after it. */
  print(text: TemplateStringsArray, ...values: readonly Printable[]): void {
    this.#body.push(code(text, ...values), '\n');
  }

  /** Prints a doc comment, or nothing where there is no text. */
  doc(text: string, indent = ''): void {
    if (text === '') return;
    const lines = text.replaceAll('*/', '*\\/').split('\n');
    const [only = ''] = lines;
    if (lines.length === 1) this.#body.push(`${indent}/** ${only} */\n`);
    else
      this.#body.push([
        `${indent}/**\n`,
        ...lines.map((line) => `${`${indent} * ${line}`.trimEnd()}\n`),
        `${indent} */\n`,
      ]);
  }

  /** The finished file: header, imports in order, text. */
  finish(ending: SpecifierEnding): OutputFile {
    const imports = new Imports(this.#names);
    const body = flatten(this.#body, imports);
    const head = [`// ${headerOf(this.#source)}`, ...MARKS, ...imports.lines(this.#path, ending)];
    return { path: this.#path, text: `${head.join('\n')}\n\n${body.trim()}\n` };
  }
}

/** Text with symbols in it, for use inside a `print`. */
export function code(text: TemplateStringsArray, ...values: readonly Printable[]): Printable {
  return text.flatMap((piece, index) => [piece, values[index] ?? '']);
}

function flatten(printable: Printable, imports: Imports): string {
  if (typeof printable === 'string') return printable;
  if ('name' in printable) return imports.nameOf(printable);
  return printable.map((part) => flatten(part, imports)).join('');
}

/** The imports of one file. */
class Imports {
  readonly #taken: Set<string>;
  readonly #byKey = new Map<string, { readonly symbol: ImportedSymbol; readonly local: string }>();

  constructor(taken: ReadonlySet<string>) {
    this.#taken = new Set(taken);
  }

  nameOf(symbol: ImportedSymbol): string {
    const key = JSON.stringify([symbol.from, symbol.name]);
    const known = this.#byKey.get(key);
    if (known !== undefined && (symbol.typeOnly || !known.symbol.typeOnly)) return known.local;
    const local = known?.local ?? this.#free(symbol.as ?? symbol.name);
    this.#byKey.set(key, { symbol, local });
    return local;
  }

  lines(path: string, ending: SpecifierEnding): string[] {
    const statements = new Map<string, { typeOnly: boolean; specifier: string; names: string[] }>();
    for (const { symbol, local } of this.#byKey.values()) {
      const specifier = specifierOf(symbol, path, ending);
      const key = `${specifier} ${symbol.typeOnly}`;
      const statement = statements.get(key) ?? { typeOnly: symbol.typeOnly, specifier, names: [] };
      statement.names.push(symbol.name === local ? local : `${symbol.name} as ${local}`);
      statements.set(key, statement);
    }
    return [...statements.values()]
      .sort((a, b) => compare(rank(a.specifier), rank(b.specifier)) || Number(a.typeOnly) - Number(b.typeOnly))
      .map(({ typeOnly, specifier, names }) => importLine(typeOnly, names.sort(compare), specifier));
  }

  #free(name: string): string {
    let free = name;
    for (let next = 2; this.#taken.has(free); next++) free = `${name}_${next}`;
    this.#taken.add(free);
    return free;
  }
}

function specifierOf({ from }: ImportedSymbol, path: string, ending: SpecifierEnding): string {
  if ('package' in from) return from.package;
  const relative = posix.relative(posix.dirname(posix.join(GENERATED, path)), from.file);
  const dotted = relative.startsWith('.') ? relative : `./${relative}`;
  return ending === '.ts' ? dotted : dotted.replace(/\.([cm]?)ts$/, '.$1js');
}

// Packages, then the domain, then siblings: `'0'` sorts before any specifier's own text.
function rank(specifier: string): string {
  return `${specifier.startsWith('.') ? (specifier.startsWith('..') ? 1 : 2) : 0}${specifier}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function importLine(typeOnly: boolean, names: readonly string[], specifier: string): string {
  const start = typeOnly ? 'import type' : 'import';
  const line = `${start} { ${names.join(', ')} } from ${quoted(specifier)};`;
  if (line.length <= WIDTH) return line;
  return `${start} {\n${names.map((name) => `  ${name},\n`).join('')}} from ${quoted(specifier)};`;
}
