// From a checked model to the text of every generated file. Reads and writes nothing.
import type { Chart } from '../load/chart.js';
import type { DomainModel, Implementations } from '../model.js';
import { aggregateFile } from './aggregate.js';
import { APP_FILE, appFile, INDEX_FILE, indexFile } from './app.js';
import { ARBITRARIES_FILE, arbitrariesFile, TESTING_FILE, testingFile } from './arbitraries.js';
import { BUSES_FILE, busesFile } from './buses.js';
import { DOMAIN_PAGE, domainPage } from './domain-page.js';
import type { GeneratedFile, OutputFile, SpecifierEnding } from './generated-file.js';
import { HANDLERS_FILE, handlersFile } from './handlers.js';
import { projectionHelpersFile, queryHelpersFile } from './helpers.js';
import { VALIDATORS_FILE, validatorsFile } from './validators.js';

/** What machines, folds and hand-written queries import: needed before they can be loaded. */
export function emitHelpers(model: DomainModel, ending: SpecifierEnding): OutputFile[] {
  return finish(
    [...model.aggregates.map(aggregateFile), ...projectionHelpersFile(model), ...queryHelpersFile(model)],
    ending,
  );
}

/** Everything else: what stands on the implementations. */
export function emitRest(
  model: DomainModel,
  implementations: Implementations,
  charts: Readonly<Record<string, Chart>>,
  ending: SpecifierEnding,
): OutputFile[] {
  const files = [
    busesFile(model),
    handlersFile(model, implementations),
    validatorsFile(model),
    appFile(model, implementations),
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
  APP_FILE,
  INDEX_FILE,
  ARBITRARIES_FILE,
  TESTING_FILE,
  DOMAIN_PAGE,
];

function finish(files: readonly GeneratedFile[], ending: SpecifierEnding): OutputFile[] {
  return files.map((file) => file.finish(ending));
}
