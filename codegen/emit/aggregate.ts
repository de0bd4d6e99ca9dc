// Emits `<aggregate>.aggregate.ts`: the typed setup that the aggregate's machine starts from.
import type { AggregateModel, MessageModel } from '../model.js';
import { contractType, contractValue, domainType, GeneratedFile } from './generated-file.js';
import { literal } from './literal.js';
import { setupFile, setupName } from './names.js';

/** The setup file of one aggregate. */
export function aggregateFile(aggregate: AggregateModel): GeneratedFile {
  const { name, at } = aggregate;
  const setup = setupName(name);
  const types = [`${name}State`, `${name}Command`, `${name}Event`, `${name}Decision`];
  const file = new GeneratedFile(setupFile(name), at.file, [setup, ...types]);
  const declared = domainType(name, at.file);
  file.print`export type ${name}State = ${declared}['state'];`;
  file.print`export type ${name}Command = ${contractType('CommandOf')}<${declared}>;`;
  file.print`export type ${name}Event = ${contractType('EventOf')}<${declared}>;`;
  file.print`export type ${name}Decision = ${contractType('DecisionOf')}<${declared}>;`;
  file.print``;
  file.doc(`XState's \`setup\` for ${name}, with its helpers \`decide\`, \`evolve\` and \`guard\`.`);
  // Written out: what the domain's own declarations name must be found by its name.
  const type = contractType('AggregateSetup');
  file.print`export const ${setup}: ${type}<${declared}> = ${contractValue('aggregateSetup')}<${declared}>({`;
  file.print`  commands: ${literal(namesOf(aggregate.commands), 2, 12)},`;
  file.print`  events: ${literal(namesOf(aggregate.events), 2, 10)},`;
  file.print`});`;
  return file;
}

function namesOf(messages: readonly MessageModel[]): string[] {
  return messages.map(({ name }) => name);
}
