// Finds events that no machine file names. Whether a state applies them is a question to the statechart.
import { ts } from 'ts-morph';
import type { DomainModel, Problem } from '../model.js';
import { isGeneratedPath } from './fingerprint.js';
import type { FoundImplementations } from './implementations.js';
import type { ProjectSources } from './project-sources.js';

/** Problems with events that are declared but that the aggregate's machine never mentions. */
export function checkEventNames(
  sources: ProjectSources,
  model: DomainModel,
  { machines }: FoundImplementations,
): Problem[] {
  return model.aggregates.flatMap(({ name, events }) => {
    const machine = machines[name];
    if (machine === undefined) return [];
    const words = new Set(sources.closure(machine.file, isGeneratedPath).flatMap((file) => wordsOf(sources, file)));
    return events
      .filter((event) => !words.has(event.name))
      .map((event) => ({
        at: event.at,
        message: `${event.name} is not named in ${machine.file}. Add it to the "on" of a state that applies it, or delete the event.`,
      }));
  });
}

function wordsOf(sources: ProjectSources, file: string): string[] {
  if (file.endsWith('.json')) return [];
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(sources.source(file));
  return words;
}
