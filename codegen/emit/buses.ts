// Emits `buses.ts`: the typed command and query buses, and the domain's types in one place.
import type { AggregateModel, DomainModel, MessageModel, QueryModel } from '../model.js';
import { code, contractType, domainType, GeneratedFile, type Printable } from './generated-file.js';
import { quoted } from './literal.js';
import { camelCase } from './names.js';
import { aggregatesOf, WHOLE_DOMAIN } from './sources.js';

/** Path of the buses. */
export const BUSES_FILE = 'buses.ts';

/** The interfaces of the buses, and `AppTypes`. */
export function busesFile(model: DomainModel): GeneratedFile {
  const file = new GeneratedFile(BUSES_FILE, WHOLE_DOMAIN, ['CommandBus', 'QueryBus', 'AppTypes']);
  printCommandBus(file, model);
  printQueryBus(file, model);
  printAppTypes(file, model);
  return file;
}

function printCommandBus(file: GeneratedFile, model: DomainModel): void {
  file.doc('One method per command. A refusal is a `StatefoldError`.');
  file.print`export interface CommandBus {`;
  for (const aggregate of model.aggregates) {
    for (const command of aggregate.commands) {
      file.doc(command.doc, '  ');
      file.print`  ${commandMethod(aggregate, command)}`;
    }
  }
  file.print`}`;
  file.print``;
}

function commandMethod(aggregate: AggregateModel, { name, payload }: MessageModel): Printable {
  const { idName } = aggregate;
  const id = idName === null ? 'string' : domainType(idName.name, idName.file);
  const data = code`${domainType(aggregate.name, aggregate.at.file)}['commands'][${quoted(name)}]`;
  const mark = payload.fields.length === 0 ? '?' : '';
  const receipt = code`Promise<${contractType('Receipt')}<${quoted(aggregate.name)}>>`;
  return code`${camelCase(name)}(id: ${id}, data${mark}: ${data}, options?: ${contractType('CommandOptions')}): ${receipt};`;
}

function printQueryBus(file: GeneratedFile, model: DomainModel): void {
  file.doc('One method per query. With `after: receipt` it waits until the rows include that command.');
  file.print`export interface QueryBus {`;
  for (const query of model.queries) {
    file.doc(query.doc, '  ');
    file.print`  readonly ${camelCase(query.name)}: ${queryMethod(model, query)};`;
  }
  file.print`}`;
  file.print``;
}

function queryMethod(model: DomainModel, query: QueryModel): Printable {
  const aggregates = aggregatesOf(model, query).map(quoted).join(' | ');
  return code`${contractType('QueryMethod')}<${domainType(query.name, query.at.file)}, ${aggregates || 'never'}>`;
}

function printAppTypes(file: GeneratedFile, { aggregates, projections, rollups, queries }: DomainModel): void {
  file.doc("The domain's types, by name.");
  file.print`export interface AppTypes {`;
  printTypes(file, 'aggregates', aggregates, camelCase);
  printTypes(file, 'queries', queries);
  printTypes(file, 'rows', [...projections, ...rollups]);
  file.print`  readonly commandBus: CommandBus;`;
  file.print`  readonly queryBus: QueryBus;`;
  file.print`}`;
}

function printTypes(
  file: GeneratedFile,
  group: string,
  declared: readonly { readonly name: string; readonly at: { readonly file: string } }[],
  keyOf = (name: string) => name,
): void {
  file.print`  readonly ${group}: {`;
  for (const { name, at } of declared) file.print`    readonly ${keyOf(name)}: ${domainType(name, at.file)};`;
  file.print`  };`;
}
