// Finds impure code by its syntax: in machines, folds and upcasters, and in all that they import from the project.
import { ts } from 'ts-morph';
import type { Problem } from '../model.js';
import { isGeneratedPath } from './fingerprint.js';
import type { FoundImplementations } from './implementations.js';
import type { ProjectSources } from './project-sources.js';

const TIME = 'Take the time from command.time or event.time.';
const IDENTITY = 'Give what is random to the command: a decision may depend on its command and state only.';
const OUTSIDE = 'Fetch it before the command, and put it into the command.';
const NOW = 'Machines, folds and upcasters answer at once.';

// What each global is refused for.
const GLOBALS: Readonly<Record<string, string>> = {
  performance: TIME,
  crypto: IDENTITY,
  process: OUTSIDE,
  fetch: OUTSIDE,
  globalThis: OUTSIDE,
  setTimeout: NOW,
  setInterval: NOW,
  setImmediate: NOW,
  queueMicrotask: NOW,
};

// Parts of Node that compute and nothing else.
const PURE_BUILTINS = new Set([
  'assert',
  'assert/strict',
  'buffer',
  'path',
  'path/posix',
  'querystring',
  'url',
  'util',
]);

/** Problems with the purity of machines, folds and upcasters. */
export function checkPurity(
  sources: ProjectSources,
  { machines, projections, upcasters }: FoundImplementations,
): Problem[] {
  const files = new Set(
    [machines, projections, upcasters]
      .flatMap((found) => Object.values(found))
      .flatMap(({ file }) => sources.closure(file, isGeneratedPath)),
  );
  return [...files].sort().flatMap((file) => checkFile(sources, file));
}

function checkFile(sources: ProjectSources, file: string): Problem[] {
  if (file.endsWith('.json')) return [];
  const problems: Problem[] = [];
  for (const { target, typeOnly, specifier, at } of sources.imports(file)) {
    if (typeOnly || target.kind !== 'builtin' || PURE_BUILTINS.has(target.name)) continue;
    problems.push({ at, message: `${specifier} reaches outside of machines, folds and upcasters. ${OUTSIDE}` });
  }
  const source = sources.source(file);
  const own = declaredNames(source);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    const message = impurity(node, own);
    if (message !== null) problems.push({ at: sources.placeOf(node), message });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

/** What is impure about a node itself; `null` where nothing is. A name that the file declares is its own. */
function impurity(node: ts.Node, own: ReadonlySet<string>): string | null {
  if (ts.isIdentifier(node)) {
    const reason = isGlobal(node, own) ? GLOBALS[node.text] : undefined;
    return reason === undefined ? null : `${node.text} is not allowed in machines, folds and upcasters. ${reason}`;
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && !own.has(node.expression.text)) {
    const text = `${node.expression.text}.${node.name.text}`;
    if (text === 'Date.now') return `Date.now is not allowed in machines, folds and upcasters. ${TIME}`;
    if (text === 'Math.random') return `Math.random is not allowed in machines, folds and upcasters. ${IDENTITY}`;
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const isDate = ts.isIdentifier(node.expression) && node.expression.text === 'Date' && !own.has('Date');
    if (isDate && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0)) {
      return `The present time is not allowed in machines, folds and upcasters. ${TIME}`;
    }
  }
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
    return `await is not allowed in machines, folds and upcasters. ${NOW} ${OUTSIDE}`;
  }
  if (ts.isFunctionLike(node) && ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Async) {
    return `An async function is not allowed in machines, folds and upcasters. ${NOW} ${OUTSIDE}`;
  }
  if (ts.isVariableStatement(node) && ts.isSourceFile(node.parent)) {
    const isConst = (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
    const isAmbient = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
    if (!isConst && !isAmbient) {
      return 'A module-level variable outlives the step that changes it. Make it a const, or a field of the state.';
    }
  }
  return null;
}

function isGlobal(node: ts.Identifier, own: ReadonlySet<string>): boolean {
  if (!Object.hasOwn(GLOBALS, node.text) || own.has(node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return false;
  const named = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  const namesMember = named.name === node || named.propertyName === node;
  return !namesMember || ts.isShorthandPropertyAssignment(parent);
}

/** All names that a file binds, in any scope. */
function declaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const binds =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node);
    if (binds && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
