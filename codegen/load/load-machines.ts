// Loads the domain's machines, folds and upcasters, all in one process of their own, and says what they are and what failed.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MachinePlaces } from '../machine/machine-places.js';
import type { DomainModel, Problem, SourcePlace } from '../model.js';
import type { Chart } from './chart.js';
import type { FoundImplementation, FoundImplementations } from './implementations.js';
import type { FoldCases, LoadModule, LoadOutcome, LoadRequest } from './load-protocol.js';
import type { ProjectSources } from './project-sources.js';

/** What could be loaded, and what is wrong with the rest. */
export interface LoadedMachines {
  /** Of machines, by aggregate. */
  readonly charts: Readonly<Record<string, Chart>>;
  /** Of projections. */
  readonly cases: Readonly<Record<string, FoldCases>>;
  readonly problems: readonly Problem[];
}

/** What is loaded: what machines, folds and upcasters do must be known before anything stands on it. */
export type LoadedImplementations = Pick<FoundImplementations, 'machines' | 'projections' | 'upcasters'>;

const PATIENCE_MS = 60_000;

/** Loads machines, folds and upcasters. Throws only if the process for it cannot be started. */
export async function loadMachines(
  sources: ProjectSources,
  { aggregates }: DomainModel,
  { machines, projections, upcasters }: LoadedImplementations,
): Promise<LoadedMachines> {
  const wanted = [
    ...Object.entries(machines).map(([name, implementation]) => ({ kind: 'machine' as const, name, implementation })),
    ...Object.entries(projections).map(([name, implementation]) => ({ kind: 'folds' as const, name, implementation })),
    ...Object.entries(upcasters).map(([name, implementation]) => ({ kind: 'upcaster' as const, name, implementation })),
  ];
  if (wanted.length === 0) return { charts: {}, cases: {}, problems: [] };
  const modules = wanted.map(({ kind, name, implementation: { file, exportName } }): LoadModule => {
    const module = { url: pathToFileURL(join(sources.root, file)).href, exportName };
    if (kind !== 'machine') return { ...module, kind };
    const { commands = [], events = [] } = aggregates.find((aggregate) => aggregate.name === name) ?? {};
    return { ...module, kind, messages: { commands: namesOf(commands), events: namesOf(events) } };
  });
  const outcomes = await askLoader(sources, { modules });
  const charts: Record<string, Chart> = {};
  const cases: Record<string, FoldCases> = {};
  const failures = new Failures(sources);
  wanted.forEach(({ name, implementation }, index) => {
    const outcome = outcomes[index];
    if (outcome?.kind === 'machine') charts[name] = outcome.chart;
    if (outcome?.kind === 'folds') cases[name] = outcome.cases;
    if (outcome?.kind === 'failed') failures.add(implementation, outcome);
  });
  return { charts, cases, problems: failures.problems() };
}

function namesOf(messages: readonly { readonly name: string }[]): string[] {
  return messages.map(({ name }) => name);
}

/** What became of each module. Where the process ends early, the module that ended it failed, and the rest is left out. */
async function askLoader(sources: ProjectSources, request: LoadRequest): Promise<readonly LoadOutcome[]> {
  // The loader stands beside this module: as source in development, bundled in the package.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const loader = fileURLToPath(new URL(`./machine-loader.${ending}`, import.meta.url));
  const conditions = sources.customConditions().flatMap((condition) => ['-C', condition]);
  const child = fork(loader, [], {
    cwd: sources.root,
    execArgv: ['--import', import.meta.resolve('tsx'), ...conditions],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const outcomes: LoadOutcome[] = [];
  return new Promise((resolve, reject) => {
    let ended = (code: number | null) => `it ended the process with exit code ${code}. ${errors.join('').trim()}`;
    const timer = setTimeout(() => {
      ended = () => `it takes longer than ${PATIENCE_MS / 1000} s. Does it loop, or wait for something?`;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    child.once('error', reject);
    child.on('message', (outcome: LoadOutcome) => outcomes.push(outcome));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (outcomes.length < request.modules.length) outcomes.push({ kind: 'failed', message: ended(code), stack: '' });
      resolve(outcomes);
    });
    child.send(request);
  });
}

/** Modules that could not be loaded, by cause: one broken module fails all that import it, and is to be told once. */
class Failures {
  readonly #sources: ProjectSources;
  readonly #causes = new Map<string, { readonly at: SourcePlace; readonly cause: string; readonly failed: string[] }>();

  constructor(sources: ProjectSources) {
    this.#sources = sources;
  }

  add(implementation: FoundImplementation, { message, stack }: LoadOutcome & { kind: 'failed' }): void {
    const { exportName, at } = implementation;
    const { root } = this.#sources;
    const cause = message
      .replaceAll(pathToFileURL(`${root}/`).href, '')
      .replaceAll(`${root}/`, '')
      .replaceAll(/\s*\n\s*/g, ' ')
      .trim();
    const place = this.#placeOfTarget(implementation, message) ?? placeInStack(root, stack);
    const key = JSON.stringify([place, cause]);
    const known = this.#causes.get(key);
    if (known === undefined) this.#causes.set(key, { at: place ?? at, cause, failed: [exportName] });
    else known.failed.push(exportName);
  }

  /** XState quotes what it does not find, but says no place. */
  #placeOfTarget(implementation: FoundImplementation, message: string): SourcePlace | null {
    const target = /(?:Child state(?: node)?|Initial state node) ['"]([^'"]+)['"]/.exec(message)?.[1];
    return target === undefined ? null : new MachinePlaces(this.#sources, implementation).placeOfTarget(target);
  }

  problems(): Problem[] {
    return [...this.#causes.values()].map(({ at, cause, failed: [first = '', ...others] }) => {
      const more = others.length === 0 ? '' : ` (nor can ${others.length} more)`;
      return { at, message: `${first} cannot be loaded${more}: ${cause}` };
    });
  }
}

/** The first line of a stack that lies in the domain. */
function placeInStack(root: string, stack: string): SourcePlace | null {
  const text = stack.replaceAll(pathToFileURL(`${root}/`).href, `${root}/`).replaceAll('\\', '/');
  const start = text.indexOf(`${root.replaceAll('\\', '/')}/domain/`);
  if (start < 0) return null;
  const found = /(domain\/[^\n:]+):(\d+)(?::(\d+))?/.exec(text.slice(start));
  if (found === null) return null;
  const [, file = '', line, column] = found;
  return { file: decodeURIComponent(file), line: Number(line), column: Number(column ?? 1) };
}
