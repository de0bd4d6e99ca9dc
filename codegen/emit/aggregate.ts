// Emits `<aggregate>.aggregate.ts`: the typed setup that the aggregate's machine starts from.
import type { AggregateModel, MessageModel } from '../model.js';
import {
  code,
  contractType,
  contractValue,
  domainType,
  GeneratedFile,
  type Printable,
  siblingType,
} from './generated-file.js';
import { literal, quoted } from './literal.js';
import { setupFile, setupName } from './names.js';

/** The setup file of one aggregate. Retired events have no part in it. */
export function aggregateFile(aggregate: AggregateModel): GeneratedFile {
  const { name, at, events } = aggregate;
  const setup = setupName(name);
  const retired = events.filter((event) => event.retired);
  const types = [`${name}State`, `${name}Command`, `${name}Event`, `${name}Decision`];
  const own = retired.length === 0 ? types : [...types, todayName(aggregate)];
  const file = new GeneratedFile(setupFile(name), at.file, [setup, ...own]);
  const declared = domainType(name, at.file);
  const today = retired.length === 0 ? declared : todayName(aggregate);
  if (retired.length > 0) {
    const names = retired.map((event) => quoted(event.name)).join(' | ');
    file.doc(`${name} without its retired events.`);
    file.print`export type ${today} = ${contractType('WithoutRetired')}<${declared}, ${names}>;`;
  }
  file.print`export type ${name}State = ${declared}['state'];`;
  file.print`export type ${name}Command = ${contractType('CommandOf')}<${today}>;`;
  file.print`export type ${name}Event = ${contractType('EventOf')}<${today}>;`;
  file.print`export type ${name}Decision = ${contractType('DecisionOf')}<${today}>;`;
  file.print``;
  file.doc(`XState's \`setup\` for ${name}, with its helpers \`decide\`, \`evolve\` and \`guard\`.`);
  // Written out: what the domain's own declarations name must be found by its name.
  const type = contractType('AggregateSetup');
  file.print`export const ${setup}: ${type}<${today}> = ${contractValue('aggregateSetup')}<${today}>({`;
  file.print`  commands: ${literal(namesOf(aggregate.commands), 2, 12)},`;
  file.print`  events: ${literal(namesOf(events.filter((event) => !event.retired)), 2, 10)},`;
  file.print`});`;
  return file;
}

/** An aggregate's type without its retired events, for use in other generated files. */
export function aggregateToday(aggregate: AggregateModel): Printable {
  const { name, at, events } = aggregate;
  if (!events.some((event) => event.retired)) return domainType(name, at.file);
  return code`${siblingType(todayName(aggregate), setupFile(name))}`;
}

function todayName({ name }: AggregateModel): string {
  return `${name}Today`;
}

function namesOf(messages: readonly MessageModel[]): string[] {
  return messages.map(({ name }) => name);
}
