// Finds machines, folds, hand-written queries and upcasters in `domain/` by their syntax. Runs nothing.
import { ts } from 'ts-morph';
import { GENERATED } from '../emit/generated-file.js';
import { PROJECTIONS_FILE, QUERIES_FILE } from '../emit/helpers.js';
import { setupFile, setupName } from '../emit/names.js';
import { UPCASTERS_FILE } from '../emit/upcasters.js';
import type { DomainModel, SourcePlace } from '../model.js';
import { isGeneratedPath } from './fingerprint.js';
import type { ProjectSources } from './project-sources.js';

/** What is implemented. */
export type ImplementationKind = 'machine' | 'projection' | 'query' | 'upcaster';

/** A machine, the folds of a projection, a hand-written query or an upcaster, as it stands in a file. */
export interface Candidate {
  readonly kind: ImplementationKind;
  /** Of the aggregate, projection or query, or of an older version: `OrderPlacedV1`. */
  readonly name: string;
  readonly file: string;
  readonly variable: string;
  /** The name it is exported under; `null` where it is not. */
  readonly exportName: string | null;
  readonly at: SourcePlace;
}

/** Every implementation in the files of the domain, in their order. */
export function findCandidates(sources: ProjectSources, model: DomainModel): Candidate[] {
  const setups = new Map(
    model.aggregates.map(({ name }) => [`${GENERATED}/${setupFile(name)}#${setupName(name)}`, name]),
  );
  const files = new ScannedFiles(sources);
  return sources.domainFiles().flatMap((file) => files.scan(file).candidates(setups));
}

/** Where a chain of calls and members begins, and its members: `order.extend(…).createMachine(…)` begins at `order`. */
interface Chain {
  /** A generated file and the name that it exports; '' for anything else. */
  readonly origin: string;
  readonly members: readonly string[];
}

const NOWHERE: Chain = { origin: '', members: [] };

/** The files of the project, each scanned when it is first asked for. */
class ScannedFiles {
  readonly sources: ProjectSources;
  readonly #scans = new Map<string, FileScan>();

  constructor(sources: ProjectSources) {
    this.sources = sources;
  }

  scan(file: string): FileScan {
    const known = this.#scans.get(file);
    if (known !== undefined) return known;
    const scan = new FileScan(this, file);
    this.#scans.set(file, scan);
    return scan;
  }

  /** The chain of what a file exports under a name. */
  exported({ file, name }: Import, seen: Set<string>): Chain {
    if (isGeneratedPath(file)) return { origin: `${file}#${name}`, members: [] };
    return file.endsWith('.json') ? NOWHERE : this.scan(file).exported(name, seen);
  }
}

interface Import {
  readonly file: string;
  readonly name: string;
}

class FileScan {
  readonly #files: ScannedFiles;
  readonly #file: string;
  readonly #variables = new Map<string, ts.VariableDeclaration>();
  /** Names of exports, by the local names behind them. */
  readonly #exports = new Map<string, string>();
  readonly #imported = new Map<string, Import>();
  /** What is exported from elsewhere, by name. */
  readonly #passedOn = new Map<string, Import>();
  /** Files all of whose exports are exported from here, too. */
  readonly #passedOnWhole: string[] = [];

  constructor(files: ScannedFiles, file: string) {
    this.#files = files;
    this.#file = file;
    const { sources } = files;
    for (const statement of sources.source(file).statements) this.#collect(statement);
    for (const { target, names } of sources.imports(file)) {
      if (target.kind !== 'file') continue;
      for (const [local, name] of names) this.#imported.set(local, { file: target.file, name });
    }
  }

  candidates(setups: ReadonlyMap<string, string>): Candidate[] {
    return [...this.#variables].flatMap(([variable, declaration]) => {
      const made = declaration.initializer && this.#made(unwrap(declaration.initializer), setups);
      if (!made) return [];
      const at = this.#files.sources.placeOf(declaration.name);
      const exportName = this.#exports.get(variable) ?? null;
      return [{ ...made, file: this.#file, variable, exportName, at }];
    });
  }

  /** The chain of what is exported under a name. */
  exported(name: string, seen: Set<string>): Chain {
    const passedOn = this.#passedOn.get(name);
    if (passedOn !== undefined) return this.#follow(passedOn, seen);
    for (const [local, exported] of this.#exports) if (exported === name) return this.#named(local, seen);
    for (const file of this.#passedOnWhole) {
      const chain = this.#follow({ file, name }, seen);
      if (chain.origin !== '') return chain;
    }
    return NOWHERE;
  }

  #collect(statement: ts.Statement): void {
    if (ts.isVariableStatement(statement)) {
      const exported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
      for (const declaration of statement.declarationList.declarations) {
        if (!ts.isIdentifier(declaration.name)) continue;
        this.#variables.set(declaration.name.text, declaration);
        if (exported) this.#exports.set(declaration.name.text, declaration.name.text);
      }
    }
    if (ts.isExportDeclaration(statement)) this.#collectExports(statement);
  }

  #collectExports({ moduleSpecifier, exportClause }: ts.ExportDeclaration): void {
    const file = moduleSpecifier === undefined ? null : this.#fileOf(moduleSpecifier);
    if (exportClause === undefined) {
      if (file !== null) this.#passedOnWhole.push(file);
      return;
    }
    if (!ts.isNamedExports(exportClause)) return;
    for (const { name, propertyName } of exportClause.elements) {
      const local = (propertyName ?? name).text;
      if (moduleSpecifier === undefined) this.#exports.set(local, name.text);
      else if (file !== null) this.#passedOn.set(name.text, { file, name: local });
    }
  }

  #fileOf(specifier: ts.Expression): string | null {
    const { line, column } = this.#files.sources.placeOf(specifier);
    const reference = this.#files.sources
      .imports(this.#file)
      .find(({ at }) => at.line === line && at.column === column);
    return reference?.target.kind === 'file' ? reference.target.file : null;
  }

  /** What a call makes, judged by where its chain begins. */
  #made(expression: ts.Expression, setups: ReadonlyMap<string, string>): Pick<Candidate, 'kind' | 'name'> | null {
    if (!ts.isCallExpression(expression)) return null;
    const { origin, members } = this.#chain(expression, new Set());
    const aggregate = setups.get(origin);
    const [first] = members;
    if (aggregate !== undefined) return members.includes('createMachine') ? { kind: 'machine', name: aggregate } : null;
    if (first === undefined || members.length !== 1) return null;
    if (origin === `${GENERATED}/${PROJECTIONS_FILE}#projection`) return { kind: 'projection', name: first };
    if (origin === `${GENERATED}/${QUERIES_FILE}#query`) return { kind: 'query', name: first };
    if (origin === `${GENERATED}/${UPCASTERS_FILE}#upcast`) return { kind: 'upcaster', name: first };
    return null;
  }

  /** `seen` holds the names that were followed: two may stand for each other. */
  #chain(start: ts.Expression, seen: Set<string>): Chain {
    const expression = unwrap(start);
    if (ts.isCallExpression(expression)) return this.#chain(expression.expression, seen);
    if (ts.isPropertyAccessExpression(expression)) {
      const { origin, members } = this.#chain(expression.expression, seen);
      return { origin, members: [...members, expression.name.text] };
    }
    return ts.isIdentifier(expression) ? this.#named(expression.text, seen) : NOWHERE;
  }

  #named(name: string, seen: Set<string>): Chain {
    const initializer = this.#variables.get(name)?.initializer;
    if (initializer === undefined) {
      const imported = this.#imported.get(name);
      return imported === undefined ? NOWHERE : this.#follow(imported, seen);
    }
    return isNew(`${this.#file}#${name}`, seen) ? this.#chain(initializer, seen) : NOWHERE;
  }

  #follow(target: Import, seen: Set<string>): Chain {
    return isNew(`${target.file}#export ${target.name}`, seen) ? this.#files.exported(target, seen) : NOWHERE;
  }
}

function isNew(name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return true;
}

/** An expression without the parentheses and types around it. */
export function unwrap(expression: ts.Expression): ts.Expression {
  const isWrapper =
    ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression);
  return isWrapper ? unwrap(expression.expression) : expression;
}
