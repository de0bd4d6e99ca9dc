// Mutants of one expression or statement: other operators, other literals, conditions turned round. Knows nothing of what it is for.
import { ts } from 'ts-morph';
import { type Edits, shortText } from './edits.js';
import type { MutantKind } from './mutant.js';

/** Adds the mutants of a node itself, not of those within it. */
export function expressionMutants(node: ts.Node, kind: MutantKind, edits: Edits): void {
  if (ts.isBinaryExpression(node)) {
    ofBinary(node, kind, edits);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    edits.replace(node, node.operand.getText(), { kind, what: '"!" dropped' });
  } else if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    const text = node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true';
    edits.replace(node, text, { kind, what: `${node.getText()} became ${text}` });
  } else if (ts.isNumericLiteral(node) && isValue(node)) {
    edits.addOne(node, kind, (text) => `${node.getText()} became ${text}`);
  } else if (ts.isConditionalExpression(node)) {
    const { condition } = node;
    edits.replace(condition, `!(${condition.getText()})`, { kind, what: 'the condition turned round' });
  } else if (ts.isIfStatement(node)) {
    const condition = node.expression;
    edits.replace(condition, `!(${condition.getText()})`, { kind, what: 'the condition turned round' });
  } else if (ts.isPropertyAccessExpression(node) && isCalled(node)) {
    ofMethod(node, kind, edits);
  } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
    for (const element of node.elements) {
      edits.drop(element, { kind, what: `${shortText(element)} dropped from the list` });
    }
  }
}

const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '+=': '-=',
  '-=': '+=',
};

function ofBinary({ operatorToken, left, right }: ts.BinaryExpression, kind: MutantKind, edits: Edits): void {
  const operator = operatorToken.getText();
  if (operator === '??') {
    edits.replace(operatorToken, '&&', { kind, what: '"??" became "&&"' });
    return;
  }
  const other = OPERATORS[operator];
  // Text is joined by it, and nothing else.
  if (other === undefined || (operator.startsWith('+') && [left, right].some(isText))) return;
  edits.replace(operatorToken, other, { kind, what: `"${operator}" became "${other}"` });
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  floor: 'ceil',
  ceil: 'floor',
  max: 'min',
  min: 'max',
};

function ofMethod(node: ts.PropertyAccessExpression, kind: MutantKind, edits: Edits): void {
  const { name, expression, parent } = node;
  const other = Object.hasOwn(METHODS, name.text) ? METHODS[name.text] : undefined;
  if (other !== undefined) edits.replace(name, other, { kind, what: `${name.text} became ${other}` });
  if (name.text === 'filter') edits.replace(parent, expression.getText(), { kind, what: 'filter(…) dropped' });
}

function isCalled(node: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** A number that is worked with: no key of an object. */
function isValue(node: ts.NumericLiteral): boolean {
  return !(ts.isPropertyAssignment(node.parent) && node.parent.name === node);
}
