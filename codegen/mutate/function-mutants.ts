// Mutants of code: what guards ask, what decisions, evolutions, folds and upcasters make, and what the functions that they call work out.
import { ts } from 'ts-morph';
import { answersOf } from '../machine/expressions.js';
import { type Edits, nameOf } from './edits.js';
import { expressionMutants } from './expression-mutants.js';
import type { MutantKind } from './mutant.js';

/** Finds the mutants of the functions in a file. Of what stands outside of functions, only constants are changed. */
export function functionMutants(source: ts.SourceFile, edits: Edits): void {
  const visit = (node: ts.Node, kind: MutantKind, isCode: boolean): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    const made = ts.isCallExpression(node) ? madeBy(node) : null;
    if (ts.isCallExpression(node) && made !== null) ofHelper(node, made, edits);
    const inside = made ?? kind;
    const isInside = isCode || ts.isFunctionLike(node) || isConstant(node);
    if (isCode) expressionMutants(node, inside, edits);
    ts.forEachChild(node, (child) => visit(child, inside, isInside));
  };
  visit(source, 'helper', false);
}

/** What is made with a helper: its function's answer as a whole. */
function ofHelper(call: ts.CallExpression, kind: MutantKind, edits: Edits): void {
  const name = call.expression.getText();
  const given = call.arguments.find((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument));
  const answers = given === undefined ? [] : answersOf(given);
  switch (kind) {
    case 'fold case':
      for (const argument of call.arguments) foldCases(argument, name, edits);
      break;
    case 'assign':
      for (const made of [...call.arguments, ...answers]) droppedFields(made, kind, edits);
      break;
    case 'guard':
      for (const answer of answers) {
        edits.replace(answer, `!(${answer.getText()})`, { kind, what: `${guardName(call)} refuses what it lets pass` });
      }
      break;
    case 'decision':
      if (given !== undefined) edits.replace(given, '() => []', { kind, what: `${name} decides nothing` });
      break;
    case 'upcaster':
      if (given === undefined) break;
      edits.replace(given, '({ event }) => event.data', { kind, what: `${name} hands on what was stored` });
      for (const answer of answers) droppedFields(answer, kind, edits);
  }
}

/** What a call of one of our helpers, or of XState's `assign`, makes; `null` for any other call. */
function madeBy({ expression }: ts.CallExpression): MutantKind | null {
  const [first = '', second = '', third] = expression.getText().split('.');
  if (first === 'assign' && second === '') return 'assign';
  // `guard.PlaceOrder(…)`, or `order.guard.PlaceOrder(…)`.
  const [word, of] = KINDS[first] === undefined ? [second, third] : [first, second];
  // Alone, it is given the names of messages.
  if (word === 'guard') return 'guard';
  return of === undefined || of === '' ? null : (KINDS[word] ?? null);
}

const KINDS: Readonly<Record<string, MutantKind>> = {
  guard: 'guard',
  decide: 'decision',
  evolve: 'assign',
  projection: 'fold case',
  upcast: 'upcaster',
};

/** A guard is known by its name in the setup. */
function guardName(call: ts.CallExpression): string {
  return ts.isPropertyAssignment(call.parent) ? nameOf(call.parent) : call.expression.getText();
}

function foldCases(given: ts.Expression, name: string, edits: Edits): void {
  if (!ts.isObjectLiteralExpression(given)) return;
  for (const group of given.properties) {
    if (!ts.isPropertyAssignment(group) || !ts.isObjectLiteralExpression(group.initializer)) continue;
    for (const one of group.initializer.properties) {
      const what = `${name} ${nameOf(group)} on ${nameOf(one)}`;
      edits.drop(one, { kind: 'fold case', what: `${what}: dropped` });
      const fold = ts.isPropertyAssignment(one) ? one.initializer : one;
      if (!ts.isFunctionLike(fold)) continue;
      for (const answer of answersOf(fold)) droppedFields(answer, 'fold case', edits);
    }
  }
}

function droppedFields(answer: ts.Expression, kind: MutantKind, edits: Edits): void {
  const object = ts.isParenthesizedExpression(answer) ? answer.expression : answer;
  if (!ts.isObjectLiteralExpression(object)) return;
  for (const member of object.properties) {
    const name = ts.isSpreadAssignment(member) ? member.getText() : nameOf(member);
    edits.drop(member, { kind, what: `${name} dropped` });
  }
}

/** A constant of the module that is worked out from literals alone. */
function isConstant(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return false;
  const isPlain = (part: ts.Node): boolean =>
    ts.isNumericLiteral(part) ||
    ((ts.isBinaryExpression(part) || ts.isParenthesizedExpression(part) || ts.isPrefixUnaryExpression(part)) &&
      part.getChildren().every((child) => !ts.isExpression(child) || isPlain(child)));
  return isPlain(node.initializer);
}
