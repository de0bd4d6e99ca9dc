// Checks the events that decisions name, where their syntax shows what they return. Runs nothing.
import { ts } from 'ts-morph';
import { nearest } from '../../src/kernel/nearest.js';
import { answersOf, Expressions } from '../machine/expressions.js';
import type { AggregateModel, DomainModel, Problem } from '../model.js';
import { unwrap } from './discover.js';
import { isGeneratedPath } from './fingerprint.js';
import type { FoundImplementations } from './implementations.js';
import type { ProjectSources } from './project-sources.js';

/** Refuses a decision for an event that its aggregate does not have, or has no more. `model` holds the retired events. */
export function checkDecisions(
  sources: ProjectSources,
  { aggregates }: DomainModel,
  { machines }: Pick<FoundImplementations, 'machines'>,
): Problem[] {
  const expressions = new Expressions(sources);
  // A command's name is no other's in the domain: it tells whose decision this is.
  const owners = new Map(aggregates.flatMap((owner) => owner.commands.map(({ name }) => [name, owner] as const)));
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    const owner = ts.isCallExpression(node) ? owners.get(decidedCommand(node)) : undefined;
    if (ts.isCallExpression(node) && owner !== undefined) {
      for (const type of emittedTypes(node, expressions)) {
        const message = whyNot(type.text, owner);
        if (message !== null) problems.push({ at: sources.placeOf(type), message });
      }
    }
    ts.forEachChild(node, visit);
  };
  const files = Object.values(machines).flatMap(({ file }) => sources.closure(file, isGeneratedPath));
  for (const file of new Set(files)) if (!file.endsWith('.json')) visit(sources.source(file));
  return problems;
}

/** The command in `decide.PlaceOrder(…)` or `order.decide.PlaceOrder(…)`; '' of any other call. */
function decidedCommand({ expression: callee }: ts.CallExpression): string {
  if (!ts.isPropertyAccessExpression(callee)) return '';
  const helper = ts.isPropertyAccessExpression(callee.expression) ? callee.expression.name : callee.expression;
  return ts.isIdentifier(helper) && helper.text === 'decide' ? callee.name.text : '';
}

/** The literals that are for certain types of events which a decision returns. */
function emittedTypes({ arguments: [given] }: ts.CallExpression, expressions: Expressions): ts.StringLiteralLike[] {
  const decision = given === undefined ? null : expressions.functionOf(given);
  return decision === null ? [] : answersOf(decision).flatMap(typesIn);
}

function typesIn(answer: ts.Expression): ts.StringLiteralLike[] {
  const made = unwrap(answer);
  if (ts.isConditionalExpression(made)) return [made.whenTrue, made.whenFalse].flatMap(typesIn);
  if (ts.isArrayLiteralExpression(made)) return made.elements.flatMap(typesIn);
  if (ts.isSpreadElement(made)) return typesIn(made.expression);
  if (ts.isObjectLiteralExpression(made)) return typesOf(made);
  if (!ts.isCallExpression(made) || !ts.isPropertyAccessExpression(made.expression)) return [];
  // `lines.map((line) => ({ type: 'LineRemoved', … }))`
  const isMap = ['map', 'flatMap'].includes(made.expression.name.text);
  const [each] = made.arguments;
  return isMap && each !== undefined ? answersOf(each).flatMap(typesIn) : [];
}

function typesOf({ properties }: ts.ObjectLiteralExpression): ts.StringLiteralLike[] {
  const last = [...properties].reverse().find((one) => ts.isSpreadAssignment(one) || one.name?.getText() === 'type');
  // What is spread behind it may hold another.
  return last !== undefined && ts.isPropertyAssignment(last) ? literalsIn(last.initializer) : [];
}

function literalsIn(value: ts.Expression): ts.StringLiteralLike[] {
  const made = unwrap(value);
  if (ts.isConditionalExpression(made)) return [made.whenTrue, made.whenFalse].flatMap(literalsIn);
  return ts.isStringLiteralLike(made) ? [made] : [];
}

/** What is wrong with emitting an event of this name; `null` if nothing is. */
function whyNot(name: string, { name: aggregate, events }: AggregateModel): string | null {
  const declared = events.find((event) => event.name === name);
  if (declared !== undefined) {
    return declared.retired ? `${name} is retired, and emitted no more. Decide another event.` : null;
  }
  const known = events.filter(({ retired }) => !retired).map((event) => event.name);
  const meant = nearest(name, known);
  const advice = meant === null ? `Declare it in ${aggregate}, or decide another.` : `Did you mean ${meant}?`;
  return `${name} is no event of ${aggregate}. ${advice}`;
}
