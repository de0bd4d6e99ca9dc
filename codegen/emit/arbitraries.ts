// Emits `arbitraries.ts` and `testing.ts`: random values of everything that the domain declares. Only tests import them.
import type { AggregateModel, DomainModel } from '../model.js';
import { APP_FILE } from './app.js';
import { BUSES_FILE } from './buses.js';
import {
  code,
  contractType,
  domainType,
  GeneratedFile,
  type Printable,
  siblingType,
  siblingValue,
} from './generated-file.js';
import { propertyName, quoted } from './literal.js';
import { WHOLE_DOMAIN } from './sources.js';
import { VALIDATORS_FILE } from './validators.js';

/** Path of the arbitraries. */
export const ARBITRARIES_FILE = 'arbitraries.ts';

/** Path of what tests import. */
export const TESTING_FILE = 'testing.ts';

/** A fast-check arbitrary per state, command, event, row and query. */
export function arbitrariesFile(model: DomainModel): GeneratedFile {
  const file = new GeneratedFile(ARBITRARIES_FILE, WHOLE_DOMAIN, ['arbitrary', 'arbitraries']);
  const make = { name: 'arbitrariesFor', from: { package: 'statefold/testing' }, typeOnly: false };
  file.print`const arbitrary = ${make}(${siblingValue('schemas', VALIDATORS_FILE)});`;
  file.print``;
  file.doc('A fast-check arbitrary of everything that the domain declares, by name; of an aggregate, its state.');
  file.print`export const arbitraries = {`;
  for (const [name, type] of [...model.aggregates.flatMap(aggregateTypes), ...readTypes(model)]) {
    file.print`  ${propertyName(name)}: arbitrary<${type}>(${quoted(name)}),`;
  }
  file.print`};`;
  return file;
}

/** What tests import: the domain, its arbitraries, and the words of tests with its types. */
export function testingFile(): GeneratedFile {
  const file = new GeneratedFile(TESTING_FILE, WHOLE_DOMAIN, ['given', 'invariant']);
  const app = siblingValue('app', APP_FILE);
  const made = (name: string) => ({ name, from: { package: 'statefold/testing' }, typeOnly: false });
  // Written down, so that a declaration file names them and does not spell them out.
  const typed = (name: string) => code`${{ ...made(name), typeOnly: true }}<${siblingType('AppTypes', BUSES_FILE)}>`;
  file.print`export { ${app}, ${siblingValue('arbitraries', ARBITRARIES_FILE)} };`;
  file.print``;
  file.doc('`given(events).when(command).then(events)`, and `given(events).then(rows)`.');
  file.print`export const given: ${typed('GivenWord')} = ${made('givenFor')}(${app});`;
  file.print``;
  file.doc('What holds of every state, and of every row: `invariant.Name(text, value => …)`, for the laws.');
  file.print`export const invariant: ${typed('InvariantHelpers')} = ${made('invariantsFor')}(${app});`;
  return file;
}

type Named = readonly [name: string, type: Printable];

function aggregateTypes({ name, at, idName, commands, events }: AggregateModel): Named[] {
  const declared = domainType(name, at.file);
  return [
    ...(idName === null ? [] : [[idName.name, domainType(idName.name, idName.file)] as const]),
    [name, code`${declared}['state']`],
    ...commands.map((command): Named => [command.name, code`${declared}['commands'][${quoted(command.name)}]`]),
    ...events.map((event): Named => [event.name, code`${declared}['events'][${quoted(event.name)}]`]),
  ];
}

function readTypes({ projections, rollups, queries }: DomainModel): Named[] {
  return [
    ...[...projections, ...rollups].map(({ name, at }): Named => [name, domainType(name, at.file)]),
    ...queries.map(
      ({ name, at }): Named => [name, code`${contractType('ParametersOf')}<${domainType(name, at.file)}>`],
    ),
  ];
}
