// Emits `app.ts` and `index.ts`: the wiring of definitions with the code found in `domain/`, and how an engine is started.
import { CONTRACT } from '../../src/engine/app-definition.js';
import type { EventVersion } from '../lock/event-versions.js';
import type { DomainModel, Implementation, Implementations } from '../model.js';
import { BUSES_FILE } from './buses.js';
import { CODECS_FILE } from './codecs.js';
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
import { quoted } from './literal.js';
import { WHOLE_DOMAIN } from './sources.js';
import { VALIDATORS_FILE } from './validators.js';

/** Path of the wiring. */
export const APP_FILE = 'app.ts';

/** Path of what an application imports. */
export const INDEX_FILE = 'index.ts';

/** What the wiring is made of, besides the model. */
export interface Wiring {
  readonly implementations: Implementations;
  readonly versions: readonly EventVersion[];
  /** Of the domain's sources; `null` where generated code cannot tell where it stands, as in CommonJS. */
  readonly digest: string | null;
}

/** The wiring. Every implementation that the model asks for is there: discovery has checked it. */
export function appFile(model: DomainModel, { implementations, versions, digest }: Wiring): GeneratedFile {
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
  printList(
    file,
    'codecs',
    versions.map((version) => codecEntry(version, versions, implementations)),
  );
  if (digest !== null) {
    file.print`  sources: ${contractValue('domainSources')}(import.meta, ${quoted(digest)}),`;
  }
  file.print`};`;
  return file;
}

/** A version's codec, with what makes it the next version. */
function codecEntry(
  version: EventVersion,
  versions: readonly EventVersion[],
  { upcasters }: Implementations,
): Printable {
  const own = codec(version);
  if (version.step === 'none') return own;
  if (version.step === 'upcaster') return code`{ ...${own}, upcast: ${found(upcasters, version.key)} }`;
  const { before, next, reader } = around(version, versions);
  // What an upcaster made of a version before has this version's names: only what comes from bytes is read straight.
  return before.every(({ step }) => step === 'renames')
    ? code`{ ...${own}, read: ${codec(reader)}.read, upcast: ${contractValue('sameData')} }`
    : code`{ ...${own}, upcast: ${contractValue('renamed')}(${own}, ${codec(next)}) }`;
}

/** The versions before one, the next, and the first of the following ones that is not only renamed itself. */
function around({ descriptor }: EventVersion, versions: readonly EventVersion[]) {
  const own = versions.filter((other) => other.descriptor.number === descriptor.number);
  const before = own.filter((other) => other.descriptor.version < descriptor.version);
  const after = own.slice(before.length + 1);
  const next = after[0];
  const reader = after.find(({ step }) => step !== 'renames');
  if (next === undefined || reader === undefined) throw new Error(`${descriptor.event} is renamed to nothing.`);
  return { before, next, reader };
}

function codec({ key }: EventVersion): Printable {
  return code`${siblingValue('codecs', CODECS_FILE)}.${key}`;
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
