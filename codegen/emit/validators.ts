// Emits `validators.ts`: every schema of the domain in one table. The engine compiles its validators from it.
import type { DomainModel } from '../model.js';
import { contractType, GeneratedFile } from './generated-file.js';
import { literal, propertyName } from './literal.js';
import { schemaTable } from './schema.js';
import { WHOLE_DOMAIN } from './sources.js';

/** Path of the schema table. */
export const VALIDATORS_FILE = 'validators.ts';

/** The schema table. */
export function validatorsFile(model: DomainModel): GeneratedFile {
  const file = new GeneratedFile(VALIDATORS_FILE, WHOLE_DOMAIN, ['schemas']);
  file.print`export const schemas = {`;
  for (const [name, schema] of Object.entries(schemaTable(model))) {
    const start = `  ${propertyName(name)}: `;
    file.print`${start}${literal(schema, 2, start.length)},`;
  }
  file.print`} satisfies ${contractType('SchemaTable')};`;
  return file;
}
