// Emits `app.ts` and `index.ts`: the wiring of definitions with the code found in `domain/`, and how an engine is started.
import { CONTRACT } from '../../src/engine/app-definition.js';
import type { DomainModel, Implementation, Implementations } from '../model.js';
import { BUSES_FILE } from './buses.js';
import {
  code,
  contractType,
  contractValue,
  GeneratedFile,
  type ImportedSymbol,
  type Printable,
  siblingType,
  siblingValue,
} from './generated-file.js';
import { HANDLERS_FILE } from './handlers.js';
import { WHOLE_DOMAIN } from './sources.js';
import { VALIDATORS_FILE } from './validators.js';

/** Path of the wiring. */
export const APP_FILE = 'app.ts';

/** Path of what an application imports. */
export const INDEX_FILE = 'index.ts';

/** The wiring. Every implementation that the model asks for is there: discovery has checked it. */
export function appFile(model: DomainModel, implementations: Implementations): GeneratedFile {
  const file = new GeneratedFile(APP_FILE, WHOLE_DOMAIN, ['app']);
  const { machines, projections, queries } = implementations;
  file.print`export const app: ${contractType('AppDefinition')}<${siblingType('AppTypes', BUSES_FILE)}> = {`;
  file.print`  contract: ${String(CONTRACT)},`;
  file.print`  schemas: ${siblingValue('schemas', VALIDATORS_FILE)},`;
  printList(
    file,
    'aggregates',
    model.aggregates.map(({ name }) => code`{ ...${entry('aggregates', name)}, machine: ${found(machines, name)} }`),
  );
  printList(
    file,
    'projections',
    model.projections.map(({ name }) => code`{ ...${entry('projections', name)}, folds: ${found(projections, name)} }`),
  );
  printList(
    file,
    'rollups',
    model.rollups.map(({ name }) => entry('rollups', name)),
  );
  printList(
    file,
    'queries',
    model.queries.map(({ name, plan }) =>
      plan.kind === 'handler'
        ? code`{ ...${entry('queries', name)}, handle: ${found(queries, name)}.handle }`
        : entry('queries', name),
    ),
  );
  file.print`};`;
  return file;
}

/** What an application imports: `startEngine`, and the types that go with it. */
export function indexFile(): GeneratedFile {
  const file = new GeneratedFile(INDEX_FILE, WHOLE_DOMAIN, ['startEngine']);
  const types = siblingType('AppTypes', BUSES_FILE);
  const [commandBus, queryBus] = [siblingType('CommandBus', BUSES_FILE), siblingType('QueryBus', BUSES_FILE)];
  file.print`export type { ${types}, ${commandBus}, ${queryBus} };`;
  file.print``;
  file.doc('Starts the engine of this domain on a store.');
  const options = code`${contractType('EngineOptions')}<${types}>`;
  file.print`export function startEngine(options: ${options}): Promise<${contractType('Engine')}<${types}>> {`;
  file.print`  return ${contractValue('startEngine', 'start')}(${siblingValue('app', APP_FILE)}, options);`;
  file.print`}`;
  return file;
}

function printList(file: GeneratedFile, name: string, items: readonly Printable[]): void {
  if (items.length === 0) {
    file.print`  ${name}: [],`;
    return;
  }
  file.print`  ${name}: [`;
  for (const item of items) file.print`    ${item},`;
  file.print`  ],`;
}

function entry(table: string, name: string): Printable {
  return code`${siblingValue(table, HANDLERS_FILE)}.${name}`;
}

function found(implementations: Readonly<Record<string, Implementation>>, name: string): ImportedSymbol {
  const implementation = implementations[name];
  if (implementation === undefined) throw new Error(`${name} has no implementation: it was emitted unchecked.`);
  return { name: implementation.exportName, from: { file: implementation.file }, typeOnly: false };
}
