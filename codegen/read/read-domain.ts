// Reads a domain's declaration into its model: the entry of this folder. Emits nothing and runs nothing of the domain.
import { ts } from 'ts-morph';
import type { DomainModel, NamedType, Problem, ProjectionModel } from '../model.js';
import { type Declaration, findDeclarations } from './declarations.js';
import { addDomainFiles, type DomainLocation, type OpenProject, openProject } from './open-project.js';
import type { Table } from './plan-query.js';
import { comparePlaces, sortProblems } from './problem-list.js';
import { reachableTypes } from './reachable-types.js';
import { readAggregate } from './read-aggregate.js';
import { ReadContext } from './read-context.js';
import { type ReadAggregate, readProjection } from './read-projection.js';
import { readQuery } from './read-query.js';
import { readRollup } from './read-rollup.js';
import { type TypeTable, typeTable } from './row-path.js';
import { settleNamed, settleObject, settleType } from './settle-unions.js';
import { refuseStrayTags } from './stray-tags.js';

/** A domain as it was read. With problems the model has gaps, and nothing may be emitted from it. */
export interface ReadDomain {
  readonly model: DomainModel;
  /** In order of file, line and column; TypeScript's own errors among them. */
  readonly problems: readonly Problem[];
}

/** Reads all `*.domain.ts` files of a project. */
export function readDomain(options: DomainLocation): ReadDomain {
  return readProject(openProject(options));
}

/** Reads the domain of a project that is open already. */
export function readProject(open: OpenProject): ReadDomain {
  const paths = addDomainFiles(open);
  if (paths.length === 0) {
    const at = { file: open.domainDir, line: 1, column: 1 };
    const message = `No file in ${open.root}/${open.domainDir}/ ends in .domain.ts, and one holds the declaration. Give --root the folder of package.json and ${open.domainDir}/; where there is none yet, "npx statefold init" writes an example.`;
    return { model: NOTHING, problems: [{ at, message }] };
  }
  const program = open.project.getProgram().compilerObject;
  const files = paths.flatMap((path) => program.getSourceFile(path) ?? []);
  const checker = program.getTypeChecker();
  const context = new ReadContext({
    checker,
    program,
    wordFiles: wordFilesOf(program, checker),
    domainFiles: new Set(files),
    root: open.root,
  });
  const syntactic = diagnosticsOf(context, files, (file) => program.getSyntacticDiagnostics(file));
  // A broken tree has no meaning to go on with.
  if (syntactic.length > 0) return { model: NOTHING, problems: sortProblems(syntactic) };
  const semantic = diagnosticsOf(context, files, (file) => program.getSemanticDiagnostics(file));
  // What a declaration is, its base says: with one that is not found, every use of it would look like a mistake.
  if (files.some((file) => hasLostBase(program, file))) return { model: NOTHING, problems: sortProblems(semantic) };
  const model = readModel(context, findDeclarations(context, files));
  refuseStrayTags(context);
  refuseNamesakes(context);
  refuseUnresolved(context, semantic.length > 0);
  return { model, problems: withTypeScript(context, semantic) };
}

const NOTHING: DomainModel = { aggregates: [], projections: [], rollups: [], queries: [], types: [] };

function readModel(context: ReadContext, declarations: readonly Declaration[]): DomainModel {
  const of = (kind: Declaration['kind']) => declarations.filter((declaration) => declaration.kind === kind);
  const aggregates = new Map<ts.Node, ReadAggregate>();
  for (const declaration of of('Aggregate')) {
    const model = readAggregate(context, declaration);
    aggregates.set(declaration.node, { model, id: declaration.given[0] ?? null });
  }
  const projections = new Map<ts.Node, ProjectionModel>();
  const tables = new Map<ts.Node, Table>();
  for (const declaration of of('Projection')) {
    const model = readProjection(context, declaration, aggregates);
    if (model === null) continue;
    projections.set(declaration.node, model);
    const unique = model.key === '' ? [] : [model.key, ...model.unique];
    tables.set(declaration.node, { name: model.name, row: model.row, unique });
  }
  const rollups = of('Rollup').flatMap((declaration) => {
    const model = readRollup(context, declaration, projections, () => typeTable(namedTypes(context)));
    if (model === null) return [];
    tables.set(declaration.node, { name: model.name, row: model.row, unique: [model.keyField] });
    return [model];
  });
  const queries = of('Query').flatMap((declaration) => readQuery(context, declaration, tables) ?? []);
  return settle(typeTable(namedTypes(context)), {
    aggregates: [...aggregates.values()].map(({ model }) => model),
    projections: [...projections.values()],
    rollups,
    queries,
  });
}

function settle(types: TypeTable, model: Omit<DomainModel, 'types'>): DomainModel {
  const object = (type: DomainModel['projections'][number]['row']) => settleObject(types, type);
  const settled = {
    aggregates: model.aggregates.map((aggregate) => ({
      ...aggregate,
      id: settleType(types, aggregate.id),
      state: object(aggregate.state),
      commands: aggregate.commands.map((message) => ({ ...message, payload: object(message.payload) })),
      events: aggregate.events.map((message) => ({ ...message, payload: object(message.payload) })),
    })),
    projections: model.projections.map((projection) => ({ ...projection, row: object(projection.row) })),
    rollups: model.rollups.map((rollup) => ({ ...rollup, row: object(rollup.row) })),
    queries: model.queries.map((query) => ({ ...query, parameters: object(query.parameters) })),
  };
  const named = [...types.values()].map((type) => settleNamed(types, type));
  return { ...settled, types: reachableTypes(typeTable(named), settled) };
}

function namedTypes(context: ReadContext): readonly NamedType[] {
  return [...context.named.values()].flatMap((byArguments) => [...byArguments.values()].flatMap((type) => type ?? []));
}

function refuseNamesakes(context: ReadContext): void {
  const first = new Map<string, NamedType>();
  for (const type of namedTypes(context)) {
    const namesake = first.get(type.name);
    if (namesake === undefined) first.set(type.name, type);
    else {
      const [one, other] = [namesake.at, type.at].sort(comparePlaces);
      if (one === undefined || other === undefined) continue;
      context.problems.add(
        other,
        `Another type is called ${type.name}, at ${one.file}:${one.line}. Names are unique in a domain: rename one.`,
      );
    }
  }
}

/** TypeScript reports the names of domain files, at the name or at its import; those of other files nobody else does. */
function refuseUnresolved(context: ReadContext, isReported: boolean): void {
  for (const node of context.unresolved) {
    if (isReported && context.domainFiles.has(node.getSourceFile())) continue;
    context.refuse(node, `${node.getText()} is declared nowhere. Declare or import it.`);
  }
}

/** The files that `statefold/domain` resolves to: Statefold's words are what those declare, whatever they are called here. */
function wordFilesOf(program: ts.Program, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  const found = new Set<ts.SourceFile>();
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file)) continue;
    for (const statement of file.statements) {
      const isModule = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
      const specifier = isModule ? statement.moduleSpecifier : undefined;
      if (specifier === undefined || !ts.isStringLiteral(specifier) || specifier.text !== 'statefold/domain') continue;
      const declaration = checker.getSymbolAtLocation(specifier)?.declarations?.[0];
      if (declaration !== undefined && ts.isSourceFile(declaration)) found.add(declaration);
    }
  }
  return found;
}

function diagnosticsOf(
  context: ReadContext,
  files: readonly ts.SourceFile[],
  ask: (file: ts.SourceFile) => readonly ts.Diagnostic[],
): readonly Problem[] {
  return files.flatMap((file) =>
    ask(file).map((diagnostic) => ({
      at: context.placeAt(file, diagnostic.start ?? 0),
      message: `${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').replace(/\s+/g, ' ')} (TS${diagnostic.code})`,
    })),
  );
}

/** Whether TypeScript does not know what an interface of the file extends. */
function hasLostBase(program: ts.Program, file: ts.SourceFile): boolean {
  const starts = program.getSemanticDiagnostics(file).map(({ start = 0 }) => start);
  if (starts.length === 0) return false;
  const bases = file.statements.flatMap((statement) =>
    ts.isInterfaceDeclaration(statement) ? (statement.heritageClauses ?? []).flatMap(({ types }) => types) : [],
  );
  return bases.some(({ expression }) => starts.includes(expression.getStart(file)));
}

/** All problems; of a line that TypeScript refuses, only what TypeScript says, and of an import that fails, not its uses. */
function withTypeScript(context: ReadContext, semantic: readonly Problem[]): readonly Problem[] {
  const lines = new Set(semantic.map(({ at }) => `${at.file}:${at.line}`));
  const own = context.problems.sorted().filter(({ at }) => !lines.has(`${at.file}:${at.line}`));
  return sortProblems([...semantic, ...own]);
}
