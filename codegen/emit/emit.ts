// From a checked model to the text of every generated file. Reads and writes nothing.
import type { Chart } from '../load/chart.js';
import { eventVersions } from '../lock/event-versions.js';
import type { SchemaLock } from '../lock/schema-lock.js';
import type { DomainModel, Implementations } from '../model.js';
import { withoutRetired } from '../today.js';
import { aggregateFile } from './aggregate.js';
import { APP_FILE, appFile, INDEX_FILE, indexFile } from './app.js';
import { ARBITRARIES_FILE, arbitrariesFile, TESTING_FILE, testingFile } from './arbitraries.js';
import { BUSES_FILE, busesFile } from './buses.js';
import { CODECS_FILE, codecsFile } from './codecs.js';
import { DOMAIN_PAGE, domainPage } from './domain-page.js';
import type { GeneratedFile, OutputFile, SpecifierEnding } from './generated-file.js';
import { HANDLERS_FILE, handlersFile } from './handlers.js';
import { projectionHelpersFile, queryHelpersFile } from './helpers.js';
import { upcastersFile } from './upcasters.js';
import { VALIDATORS_FILE, validatorsFile } from './validators.js';

/** What machines, folds, hand-written queries and upcasters import: needed before they can be loaded. */
export function emitHelpers(model: DomainModel, lock: SchemaLock, ending: SpecifierEnding): OutputFile[] {
  const files = [
    ...model.aggregates.map(aggregateFile),
    ...projectionHelpersFile(model),
    ...queryHelpersFile(model),
    ...upcastersFile(model, eventVersions(lock)),
  ];
  return finish(files, ending);
}

/** What the implementations say that everything else is made from. */
export interface EmittedFrom {
  readonly lock: SchemaLock;
  readonly implementations: Implementations;
  readonly charts: Readonly<Record<string, Chart>>;
  /** Of the domain's sources; `null` where generated code cannot tell where it stands. */
  readonly digest: string | null;
}

/** Everything else: what stands on the implementations. */
export function emitRest(
  declared: DomainModel,
  { lock, implementations, charts, digest }: EmittedFrom,
  ending: SpecifierEnding,
): OutputFile[] {
  const model = withoutRetired(declared);
  const versions = eventVersions(lock);
  const files = [
    busesFile(model),
    handlersFile(model, implementations, versions),
    validatorsFile(model),
    codecsFile(versions),
    appFile(model, { implementations, versions, digest }),
    indexFile(),
    arbitrariesFile(model),
    testingFile(),
  ];
  return [...finish(files, ending), domainPage(model, charts)];
}

/** Paths of what `emitRest` makes. */
export const REST_PATHS: readonly string[] = [
  BUSES_FILE,
  HANDLERS_FILE,
  VALIDATORS_FILE,
  CODECS_FILE,
  APP_FILE,
  INDEX_FILE,
  ARBITRARIES_FILE,
  TESTING_FILE,
  DOMAIN_PAGE,
];

function finish(files: readonly GeneratedFile[], ending: SpecifierEnding): OutputFile[] {
  return files.map((file) => file.finish(ending));
}
