// Finds what machines have for retired events with helpers that no longer exist, by its syntax: such a machine does not load. Runs nothing.
import { ts } from 'ts-morph';
import type { DomainModel, Problem } from '../model.js';
import { retiredText } from '../today.js';
import { isGeneratedPath } from './fingerprint.js';
import type { FoundImplementation, FoundImplementations } from './implementations.js';
import type { ProjectSources } from './project-sources.js';

/** Refuses `evolve.OrderShipped` and `guard.event.OrderShipped` of an event that is retired. `model` holds the retired events. */
export function checkRetired(
  sources: ProjectSources,
  { aggregates }: DomainModel,
  { machines }: Pick<FoundImplementations, 'machines'>,
): Problem[] {
  return aggregates.flatMap(({ name, events }) => {
    const machine = machines[name];
    const retired = new Set(events.filter((event) => event.retired).map((event) => event.name));
    return machine === undefined || retired.size === 0 ? [] : inMachine(sources, machine, retired);
  });
}

/** In the machine's file and what it imports. */
function inMachine(sources: ProjectSources, { file }: FoundImplementation, retired: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && retired.has(node.name.text) && isHelper(node.expression)) {
      problems.push({ at: sources.placeOf(node.name), message: retiredText(node.name.text) });
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
