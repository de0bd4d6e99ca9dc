// Matches what was found in `domain/` with what the model asks for: each once, exported, in a file of its kind.
import { GENERATED, type SpecifierEnding } from '../emit/generated-file.js';
import { PROJECTIONS_FILE, QUERIES_FILE } from '../emit/helpers.js';
import { camelCase, setupFile, setupName } from '../emit/names.js';
import type { RenamedField } from '../emit/renamed-fields.js';
import { UPCASTERS_FILE } from '../emit/upcasters.js';
import type { Declared, DomainModel, Implementation, Implementations, Problem } from '../model.js';
import { type Candidate, findCandidates, type ImplementationKind } from './discover.js';
import { fingerprintOf } from './fingerprint.js';
import type { ProjectSources } from './project-sources.js';

/** How files of a kind of implementation end. */
const SUFFIX: Readonly<Record<ImplementationKind, string>> = {
  machine: '.machine.ts',
  projection: '.projections.ts',
  query: '.queries.ts',
  upcaster: '.upcasters.ts',
};

/** An implementation that was found, before its fingerprint is known. */
export type FoundImplementation = Omit<Implementation, 'fingerprint'>;

/** What was found, by the name of what it implements. */
export type FoundImplementations = {
  readonly [Kind in keyof Implementations]: Readonly<Record<string, FoundImplementation>>;
};

/** An older version of an event that needs an upcaster: its name (`OrderPlacedV1`), at the event. */
export interface WantedUpcaster extends Declared {
  /** Of a retired event: nothing follows it. */
  readonly isLast: boolean;
  /** What the upcaster is to carry over under a new name. */
  readonly renamed: readonly RenamedField[];
}

/** The implementations of a domain, and what is wrong with them. */
export function matchImplementations(
  sources: ProjectSources,
  model: DomainModel,
  wanted: readonly WantedUpcaster[],
): { readonly found: FoundImplementations; readonly problems: readonly Problem[] } {
  const candidates = findCandidates(sources, model);
  const handwritten = model.queries.filter(({ plan }) => plan.kind === 'handler');
  const ending = sources.specifierEnding();
  const machines = new Group('machine', model.aggregates, candidates, ending);
  const projections = new Group('projection', model.projections, candidates, ending);
  const queries = new Group('query', handwritten, candidates, ending);
  const upcasters = new Group('upcaster', wanted, candidates, ending);
  return {
    found: {
      machines: machines.found,
      projections: projections.found,
      queries: queries.found,
      upcasters: upcasters.found,
    },
    problems: [...machines.problems, ...projections.problems, ...queries.problems, ...upcasters.problems],
  };
}

/** The implementations with their fingerprints. */
export function withFingerprints(sources: ProjectSources, found: FoundImplementations): Implementations {
  const complete = (group: Readonly<Record<string, FoundImplementation>>) =>
    Object.fromEntries(
      Object.entries(group).map(([name, { file, exportName, at }]) => [
        name,
        { file, exportName, at, fingerprint: fingerprintOf(sources, file) },
      ]),
    );
  return {
    machines: complete(found.machines),
    projections: complete(found.projections),
    queries: complete(found.queries),
    upcasters: complete(found.upcasters),
  };
}

/** One kind of implementation. */
class Group {
  readonly found: Record<string, FoundImplementation> = {};
  readonly problems: Problem[] = [];

  constructor(
    kind: ImplementationKind,
    wanted: readonly (Declared | WantedUpcaster)[],
    candidates: readonly Candidate[],
    ending: SpecifierEnding,
  ) {
    const ofKind = candidates.filter((candidate) => candidate.kind === kind);
    const names = new Set(wanted.map(({ name }) => name));
    for (const { name, at } of ofKind.filter((candidate) => !names.has(candidate.name))) {
      this.problems.push({ at, message: unknownMessage(kind, name, [...names]) });
    }
    for (const declared of wanted) {
      const own = ofKind.filter(({ name }) => name === declared.name);
      this.#match(kind, declared, own, ending);
    }
  }

  #match(
    kind: ImplementationKind,
    declared: Declared | WantedUpcaster,
    own: readonly Candidate[],
    ending: SpecifierEnding,
  ): void {
    const [first, ...others] = own.filter(({ exportName }) => exportName !== null);
    if (first === undefined || first.exportName === null) {
      this.problems.push(absent(kind, declared, own, ending));
      return;
    }
    const { file, exportName, at } = first;
    for (const other of others) {
      const message = `${declared.name} is implemented twice: ${exportName} in ${file}:${at.line} is the first. Delete one.`;
      this.problems.push({ at: other.at, message });
    }
    if (!file.endsWith(SUFFIX[kind])) {
      const message = `${exportName} stands in a file whose name does not end in ${SUFFIX[kind]}. Rename the file, or move it.`;
      this.problems.push({ at, message });
    }
    this.found[declared.name] = { file, exportName, at };
  }
}

function absent(
  kind: ImplementationKind,
  declared: Declared | WantedUpcaster,
  own: readonly Candidate[],
  ending: SpecifierEnding,
): Problem {
  const [hidden] = own;
  if (hidden !== undefined) {
    return { at: hidden.at, message: `${hidden.variable} is not exported. Write: export const ${hidden.variable} = …` };
  }
  const file = declared.at.file.replace(/(\.domain)?\.ts$/, SUFFIX[kind]);
  const [line, helper, path] = lineToWrite(kind, declared);
  const up = '../'.repeat(file.split('/').length - 1);
  const from = `${up}${GENERATED}/${ending === '.ts' ? path : path.replace(/\.ts$/, '.js')}`;
  const message = `${declared.name} has no ${NOUN[kind]}. Write in ${file}: ${line} (import { ${helper} } from '${from}').${carriedOver(declared)}`;
  return { at: declared.at, message };
}

/** `@renamedFrom` makes an upcaster only where nothing else has changed. */
function carriedOver(declared: Declared | WantedUpcaster): string {
  if (!('renamed' in declared) || declared.renamed.length === 0) return '';
  const names = declared.renamed.map(({ name, renamedFrom }) => `${renamedFrom} to ${name}`);
  return ` More than names has changed, so it carries over what is renamed, too: ${names.join(', ')}.`;
}

const NOUN: Readonly<Record<ImplementationKind, string>> = {
  machine: 'machine',
  projection: 'folds',
  query: 'implementation',
  upcaster: 'upcaster',
};

function lineToWrite(
  kind: ImplementationKind,
  declared: Declared | WantedUpcaster,
): readonly [line: string, helper: string, path: string] {
  const { name } = declared;
  switch (kind) {
    case 'machine': {
      const setup = setupName(name);
      return [`export const ${camelCase(name)}Machine = ${setup}.createMachine({ … });`, setup, setupFile(name)];
    }
    case 'projection':
      return [
        `export const ${camelCase(name)} = projection.${name}({ creates: { … }, updates: { … } });`,
        'projection',
        PROJECTIONS_FILE,
      ];
    case 'query':
      return [`export const ${camelCase(name)} = query.${name}(async ({ query, rows }) => …);`, 'query', QUERIES_FILE];
    case 'upcaster': {
      const made = 'isLast' in declared && declared.isLast ? '() => []' : '({ event }) => ({ ...event.data, … })';
      return [`export const ${camelCase(name)} = upcast.${name}(${made});`, 'upcast', UPCASTERS_FILE];
    }
  }
}

function unknownMessage(kind: ImplementationKind, name: string, known: readonly string[]): string {
  const list = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
  if (kind === 'upcaster') return `${name} is no older version that needs an upcaster: ${list}. Delete this.`;
  return kind === 'query'
    ? `${name} is no hand-written query of the domain: ${list}. Delete this, or declare the query with a result that is neither Row | null nor Page<Row>.`
    : `${name} is no ${kind} of the domain: ${list}. Rename this, or declare ${name}.`;
}
