// Finds machines, folds and hand-written queries in `domain/` by their syntax. Runs nothing.
import { ts } from 'ts-morph';
import { GENERATED } from '../emit/generated-file.js';
import { PROJECTIONS_FILE, QUERIES_FILE } from '../emit/helpers.js';
import { setupFile, setupName } from '../emit/names.js';
import type { DomainModel, SourcePlace } from '../model.js';
import type { ProjectSources } from './project-sources.js';

/** What is implemented. */
export type ImplementationKind = 'machine' | 'projection' | 'query';

/** A machine, the folds of a projection, or a hand-written query, as it stands in a file. */
export interface Candidate {
  readonly kind: ImplementationKind;
  /** Of the aggregate, projection or query. */
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
  return sources.domainFiles().flatMap((file) => new FileScan(sources, file, setups).candidates());
}

class FileScan {
  readonly #sources: ProjectSources;
  readonly #file: string;
  readonly #setups: ReadonlyMap<string, string>;
  readonly #variables = new Map<string, ts.VariableDeclaration>();
  readonly #exports = new Map<string, string>();
  readonly #imported = new Map<string, string>();

  constructor(sources: ProjectSources, file: string, setups: ReadonlyMap<string, string>) {
    this.#sources = sources;
    this.#file = file;
    this.#setups = setups;
    for (const statement of sources.source(file).statements) this.#collect(statement);
    for (const { target, names } of sources.imports(file)) {
      if (target.kind !== 'file') continue;
      for (const [local, name] of names) this.#imported.set(local, `${target.file}#${name}`);
    }
  }

  candidates(): Candidate[] {
    return [...this.#variables].flatMap(([variable, declaration]) => {
      const made = declaration.initializer && this.#made(unwrap(declaration.initializer));
      if (!made) return [];
      const at = this.#sources.placeOf(declaration.name);
      const exportName = this.#exports.get(variable) ?? null;
      return [{ ...made, file: this.#file, variable, exportName, at }];
    });
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
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause) {
      if (!ts.isNamedExports(statement.exportClause)) return;
      for (const { name, propertyName } of statement.exportClause.elements) {
        this.#exports.set((propertyName ?? name).text, name.text);
      }
    }
  }

  /** What a call makes, judged by where its chain begins: `order.extend(…).createMachine(…)` begins at `order`. */
  #made(expression: ts.Expression): Pick<Candidate, 'kind' | 'name'> | null {
    if (!ts.isCallExpression(expression)) return null;
    const { origin, members } = this.#chain(expression, new Set());
    const aggregate = this.#setups.get(origin);
    const [first] = members;
    if (aggregate !== undefined) return members.includes('createMachine') ? { kind: 'machine', name: aggregate } : null;
    if (first === undefined || members.length !== 1) return null;
    if (origin === `${GENERATED}/${PROJECTIONS_FILE}#projection`) return { kind: 'projection', name: first };
    if (origin === `${GENERATED}/${QUERIES_FILE}#query`) return { kind: 'query', name: first };
    return null;
  }

  #chain(start: ts.Expression, seen: Set<string>): { origin: string; members: string[] } {
    const expression = unwrap(start);
    if (ts.isCallExpression(expression)) return this.#chain(expression.expression, seen);
    if (ts.isPropertyAccessExpression(expression)) {
      const { origin, members } = this.#chain(expression.expression, seen);
      return { origin, members: [...members, expression.name.text] };
    }
    if (!ts.isIdentifier(expression)) return { origin: '', members: [] };
    const initializer = this.#variables.get(expression.text)?.initializer;
    if (initializer === undefined || seen.has(expression.text)) {
      return { origin: this.#imported.get(expression.text) ?? '', members: [] };
    }
    return this.#chain(initializer, seen.add(expression.text));
  }
}

function unwrap(expression: ts.Expression): ts.Expression {
  const isWrapper =
    ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression);
  return isWrapper ? unwrap(expression.expression) : expression;
}
