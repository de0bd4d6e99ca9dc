// Follows expressions of the domain to the literals that they stand for: names, wrappers, calls of local functions. Runs nothing.
import { ts } from 'ts-morph';
import { unwrap } from '../load/discover.js';
import type { ProjectSources } from '../load/project-sources.js';
import type { SourcePlace } from '../model.js';

/** A member of an object literal. `value` is `null` where it is a method. */
export interface LiteralMember {
  readonly name: ts.Node;
  readonly value: ts.Expression | null;
}

/** A function with its parameters and what it does. */
export type WrittenFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

/** XState's and our own functions that give back, typed, what they are given. */
const TRANSPARENT: ReadonlySet<string> = new Set(['createMachine', 'createStateConfig', 'provide']);

const DEEPEST = 20;

/** Reads literals across the files of a project. */
export class Expressions {
  readonly #sources: ProjectSources;

  constructor(sources: ProjectSources) {
    this.#sources = sources;
  }

  /** What an expression stands for, as far as syntax tells. */
  resolve(expression: ts.Expression, depth = 0): ts.Expression {
    if (depth > DEEPEST) return expression;
    const next = this.#next(expression);
    return next === null ? expression : this.resolve(next, depth + 1);
  }

  /** A member of what may stand for an object literal: the last one of the name, spreads included. */
  member(expression: ts.Expression, name: string): LiteralMember | null {
    const object = this.resolve(expression);
    if (!ts.isObjectLiteralExpression(object)) return null;
    for (const property of [...object.properties].reverse()) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.member(property.expression, name);
        if (spread !== null) return spread;
      } else if (nameOf(property) === name) {
        return { name: property.name, value: valueIn(property) };
      }
    }
    return null;
  }

  /** The function that an expression stands for, as far as syntax tells. */
  functionOf(expression: ts.Expression): WrittenFunction | null {
    const made = this.resolve(expression);
    if (ts.isArrowFunction(made) || ts.isFunctionExpression(made)) return made;
    const declaration = ts.isIdentifier(made) ? this.#declaration(made) : undefined;
    return declaration !== undefined && ts.isFunctionDeclaration(declaration) ? declaration : null;
  }

  /** What the variable that is declared at a place is initialized with. */
  initializerAt({ file, line, column }: SourcePlace): ts.Expression | null {
    const find = (node: ts.Node): ts.VariableDeclaration | undefined => {
      if (ts.isVariableDeclaration(node)) {
        const at = this.#sources.placeOf(node.name);
        if (at.line === line && at.column === column) return node;
      }
      return ts.forEachChild(node, find);
    };
    return find(this.#sources.source(file))?.initializer ?? null;
  }

  /** What `createMachine` is called with, for the machine in the variable that is declared at a place. */
  machineConfigAt(at: SourcePlace): ts.Expression | null {
    let expression = this.initializerAt(at);
    // `order.extend(…).createMachine(…)`, perhaps with `.provide(…)` behind it.
    while (expression !== null) {
      const made: ts.Expression = unwrap(expression);
      if (ts.isCallExpression(made)) {
        const callee = made.expression;
        if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'createMachine') {
          return made.arguments[0] ?? null;
        }
        expression = callee;
      } else expression = ts.isPropertyAccessExpression(made) ? made.expression : null;
    }
    return null;
  }

  #next(expression: ts.Expression): ts.Expression | null {
    const inner = unwrap(expression);
    if (inner !== expression) return inner;
    if (ts.isIdentifier(expression)) return this.#valueOfName(expression);
    if (ts.isPropertyAccessExpression(expression)) {
      return this.member(expression.expression, expression.name.text)?.value ?? null;
    }
    if (!ts.isCallExpression(expression)) return null;
    const { expression: callee, arguments: given } = expression;
    if (ts.isPropertyAccessExpression(callee) && TRANSPARENT.has(callee.name.text)) return given[0] ?? null;
    const called = ts.isIdentifier(callee) ? this.#declaration(callee) : undefined;
    if (called === undefined) return null;
    const made = ts.isVariableDeclaration(called) ? called.initializer : called;
    return made === undefined ? null : returned(made);
  }

  #valueOfName(name: ts.Identifier): ts.Expression | null {
    const declaration = this.#declaration(name);
    return declaration !== undefined && ts.isVariableDeclaration(declaration)
      ? (declaration.initializer ?? null)
      : null;
  }

  #declaration(name: ts.Identifier): ts.VariableDeclaration | ts.FunctionDeclaration | undefined {
    for (let scope: ts.Node = name.parent; scope !== undefined; scope = scope.parent) {
      if (ts.isFunctionLike(scope) && scope.parameters.some((parameter) => parameter.name.getText() === name.text)) {
        return undefined;
      }
      const found = ts.isBlock(scope) || ts.isSourceFile(scope) ? declared(scope.statements, name.text) : undefined;
      if (found !== undefined) return found;
    }
    return this.#imported(name);
  }

  #imported(name: ts.Identifier): ts.VariableDeclaration | ts.FunctionDeclaration | undefined {
    const reference = this.#sources
      .imports(name.getSourceFile().fileName)
      .find(({ target, names }) => target.kind === 'file' && names.has(name.text));
    if (reference === undefined || reference.target.kind !== 'file') return undefined;
    const { file } = reference.target;
    return file.endsWith('.json')
      ? undefined
      : declared(this.#sources.source(file).statements, reference.names.get(name.text) ?? '');
  }
}

function declared(
  statements: readonly ts.Statement[],
  name: string,
): ts.VariableDeclaration | ts.FunctionDeclaration | undefined {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((declaration) => declaration.name.getText() === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a function answers with: its expression, or what it returns. */
export function answersOf(made: ts.Node): readonly ts.Expression[] {
  if (ts.isArrowFunction(made) && !ts.isBlock(made.body)) return [made.body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(made, visit);
  return found;
}

/** What a function gives back where it can only be one thing. */
function returned(made: ts.Node): ts.Expression | null {
  if (!ts.isArrowFunction(made) && !ts.isFunctionExpression(made) && !ts.isFunctionDeclaration(made)) return null;
  if (made.body === undefined) return null;
  if (!ts.isBlock(made.body)) return made.body;
  const returns = made.body.statements.filter(ts.isReturnStatement);
  return returns.length === 1 ? (returns[0]?.expression ?? null) : null;
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  if (name === undefined) return undefined;
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  }
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}

function valueIn(property: ts.ObjectLiteralElementLike): ts.Expression | null {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : null;
}
