// Finds handlers of retired events in machines and folds, by their syntax. Runs nothing.
import { ts } from 'ts-morph';
import { Expressions } from '../machine/expressions.js';
import type { AggregateModel, DomainModel, Problem } from '../model.js';
import { unwrap } from './discover.js';
import { isGeneratedPath } from './fingerprint.js';
import type { FoundImplementation, FoundImplementations } from './implementations.js';
import type { ProjectSources } from './project-sources.js';

/** Refuses what a machine or a fold has for an event that never reaches it. `model` holds the retired events. */
export function checkRetired(
  sources: ProjectSources,
  { aggregates, projections }: DomainModel,
  found: Pick<FoundImplementations, 'machines' | 'projections'>,
): Problem[] {
  const ofMachines = aggregates.flatMap((aggregate) => {
    const machine = found.machines[aggregate.name];
    return machine === undefined ? [] : inMachine(sources, machine, retiredOf(aggregate));
  });
  const ofFolds = projections.flatMap(({ name, aggregate }) => {
    const folds = found.projections[name];
    const owner = aggregates.find((one) => one.name === aggregate);
    return folds === undefined || owner === undefined ? [] : inFolds(sources, folds, retiredOf(owner));
  });
  return [...ofMachines, ...ofFolds];
}

function retiredOf({ events }: AggregateModel): ReadonlySet<string> {
  return new Set(events.filter(({ retired }) => retired).map(({ name }) => name));
}

/** `evolve.OrderShipped`, and `guard.event.OrderShipped` alike, in the machine's file and what it imports. */
function inMachine(sources: ProjectSources, { file }: FoundImplementation, retired: ReadonlySet<string>): Problem[] {
  if (retired.size === 0) return [];
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && retired.has(node.name.text) && isHelper(node.expression)) {
      problems.push(problemAt(sources, node.name, node.name.text));
    }
    ts.forEachChild(node, visit);
  };
  const files = sources.closure(file, isGeneratedPath).filter((path) => !path.endsWith('.json'));
  for (const path of files) visit(sources.source(path));
  return problems;
}

function isHelper(expression: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && (name.text === 'evolve' || name.text === 'event');
}

/** The cases in what `projection.<Name>(…)` is given. */
function inFolds(sources: ProjectSources, folds: FoundImplementation, retired: ReadonlySet<string>): Problem[] {
  if (retired.size === 0) return [];
  const expressions = new Expressions(sources);
  const given = definitionOf(expressions, folds);
  return ['creates', 'updates'].flatMap((group) => {
    const cases = given === null ? null : (expressions.member(given, group)?.value ?? null);
    return [...retired].flatMap((event) => {
      const member = cases === null ? null : expressions.member(cases, event);
      return member === null ? [] : [problemAt(sources, member.name, event)];
    });
  });
}

/** What the call that a variable is initialized with is given. */
function definitionOf(expressions: Expressions, { at }: FoundImplementation): ts.Expression | null {
  const made = expressions.initializerAt(at);
  const call = made === null ? null : unwrap(made);
  return call !== null && ts.isCallExpression(call) ? (call.arguments[0] ?? null) : null;
}

function problemAt(sources: ProjectSources, node: ts.Node, event: string): Problem {
  const message = `${event} is retired: nothing emits it, and its upcaster makes other events of what is stored. Delete its handler.`;
  return { at: sources.placeOf(node), message };
}
