// The user's source files by syntax: parsed once, imports resolved as their tsconfig says. Never asks the type checker.
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { ts } from 'ts-morph';
import { digestOfSources } from '../../src/kernel/source-digest.js';
import { sourcesIn } from '../../src/kernel/source-files.js';
import type { SpecifierEnding } from '../emit/generated-file.js';
import type { SourcePlace } from '../model.js';

/** Where an import leads. */
export type ImportTarget =
  /** A file of the project, relative to its root. */
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'package'; readonly name: string; readonly version: string }
  | { readonly kind: 'builtin'; readonly name: string }
  /** Statefold itself: whatever it is, its own tests vouch for it. */
  | { readonly kind: 'engine' }
  | { readonly kind: 'unresolved' };

/** One import or re-export of a file. */
export interface ImportReference {
  readonly target: ImportTarget;
  readonly specifier: string;
  readonly at: SourcePlace;
  /** Gone at run time. */
  readonly typeOnly: boolean;
  /** The names taken, by their local names; of `import *` and of a re-export, none. */
  readonly names: ReadonlyMap<string, string>;
}

const DOMAIN = 'domain';
const TEST_FILE = /\.(test|spec)\.[cm]?tsx?$/;

/** The files of one project. */
export class ProjectSources {
  readonly root: string;
  readonly #options: ts.CompilerOptions;
  readonly #sources = new Map<string, ts.SourceFile>();
  readonly #imports = new Map<string, readonly ImportReference[]>();
  readonly #cache: ts.ModuleResolutionCache;

  constructor(root: string) {
    this.root = root;
    this.#options = compilerOptions(root);
    this.#cache = ts.createModuleResolutionCache(root, (name) => name, this.#options);
  }

  /** Files under `domain/`, tests excepted, in order. */
  domainFiles(): string[] {
    const found = ts.sys.readDirectory(
      join(this.root, DOMAIN),
      ['.ts', '.mts', '.cts', '.tsx'],
      ['**/node_modules/**'],
    );
    const files = found.map((path) => this.#relative(path)).filter((file) => !TEST_FILE.test(file));
    return files.sort((a, b) => (a < b ? -1 : 1));
  }

  /** How generated files must end relative specifiers. */
  specifierEnding(): SpecifierEnding {
    const { allowImportingTsExtensions, rewriteRelativeImportExtensions } = this.#options;
    return allowImportingTsExtensions || rewriteRelativeImportExtensions ? '.ts' : '.js';
  }

  /** Conditions that the project's own imports are resolved with, beside Node's. */
  customConditions(): readonly string[] {
    return this.#options.customConditions ?? [];
  }

  /**
   * The digest of the domain's sources, which an engine compares with what it finds; `null` where the project is compiled to
   * CommonJS: there generated code cannot tell where it stands.
   */
  digest(): string | null {
    return this.#isCommonJs() ? null : digestOfSources(sourcesIn(join(this.root, DOMAIN)));
  }

  /** A parsed file of the project. Throws where there is none. */
  source(file: string): ts.SourceFile {
    const known = this.#sources.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    this.#sources.set(file, source);
    return source;
  }

  /** The imports and re-exports of a file, dynamic ones with a literal specifier included, in order. */
  imports(file: string): readonly ImportReference[] {
    const known = this.#imports.get(file);
    if (known !== undefined) return known;
    const references: ImportReference[] = [];
    const visit = (node: ts.Node): void => {
      const reference = this.#reference(file, node);
      if (reference !== null) references.push(reference);
      ts.forEachChild(node, visit);
    };
    if (!file.endsWith('.json')) visit(this.source(file));
    this.#imports.set(file, references);
    return references;
  }

  /** A file and all that it imports from the project at run time, each once; `except` cuts a branch. */
  closure(file: string, except: (file: string) => boolean): string[] {
    const reached = new Set([file]);
    for (const next of reached) {
      for (const { target, typeOnly } of this.imports(next)) {
        if (!typeOnly && target.kind === 'file' && !except(target.file)) reached.add(target.file);
      }
    }
    return [...reached];
  }

  /** Where a node stands. */
  placeOf(node: ts.Node): SourcePlace {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { file: source.fileName, line: line + 1, column: character + 1 };
  }

  #reference(file: string, node: ts.Node): ImportReference | null {
    const specifier = specifierOf(node);
    if (specifier === null) return null;
    const names = importedNames(node);
    const target = this.#resolve(specifier.text, file);
    return { target, specifier: specifier.text, at: this.placeOf(specifier), typeOnly: isTypeOnly(node), names };
  }

  #resolve(specifier: string, from: string): ImportTarget {
    if (specifier === 'statefold' || specifier.startsWith('statefold/')) return { kind: 'engine' };
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') };
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      join(this.root, from),
      this.#options,
      ts.sys,
      this.#cache,
      undefined,
      ts.ModuleKind.ESNext,
    );
    if (resolvedModule === undefined) return { kind: 'unresolved' };
    if (!resolvedModule.isExternalLibraryImport) {
      return { kind: 'file', file: this.#relative(resolvedModule.resolvedFileName) };
    }
    const { name, version } = resolvedModule.packageId ?? packageOf(resolvedModule.resolvedFileName);
    return { kind: 'package', name, version };
  }

  #isCommonJs(): boolean {
    const { module = ts.ModuleKind.NodeNext } = this.#options;
    // What these make of a file is for the nearest package.json to say.
    if (module < ts.ModuleKind.Node16 || module > ts.ModuleKind.NodeNext) return module < ts.ModuleKind.ES2015;
    return typeOfPackage(this.root) !== 'module';
  }

  #relative(path: string): string {
    return relative(this.root, path).replaceAll(sep, '/');
  }
}

function compilerOptions(root: string): ts.CompilerOptions {
  const defaults = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const path = join(root, 'tsconfig.json');
  const read = existsSync(path) ? ts.readConfigFile(path, ts.sys.readFile).config : {};
  // Problems of the configuration itself are the compiler's to report.
  const { options } = ts.parseJsonConfigFileContent({ ...read, files: [], include: [] }, ts.sys, root);
  return { ...defaults, ...options, allowJs: true, resolveJsonModule: true };
}

function typeOfPackage(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type;
    if (folder === dirname(folder)) return undefined;
  }
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node;
    return moduleSpecifier !== undefined && ts.isStringLiteralLike(moduleSpecifier) ? moduleSpecifier : null;
  }
  if (!ts.isCallExpression(node)) return null;
  const [first] = node.arguments;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return (isImport || isRequire) && first !== undefined && ts.isStringLiteralLike(first) ? first : null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function importedNames(node: ts.Node): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return names;
  const { name, namedBindings } = node.importClause;
  if (name !== undefined) names.set(name.text, 'default');
  if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) return names;
  for (const element of namedBindings.elements) {
    names.set(element.name.text, (element.propertyName ?? element.name).text);
  }
  return names;
}

function packageOf(path: string): { name: string; version: string } {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string };
    if (name !== undefined) return { name, version: version ?? '' };
  }
  return { name: path, version: '' };
}
