// Loads the domain's machines and folds, all in one process of their own, and says what they are and what failed.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ts } from 'ts-morph';
import type { Problem, SourcePlace } from '../model.js';
import type { ChartState, ForbiddenFeature } from './chart.js';
import type { FoundImplementation, FoundImplementations } from './implementations.js';
import type { LoadOutcome, LoadRequest } from './load-protocol.js';
import type { ProjectSources } from './project-sources.js';

/** The charts of the machines that could be loaded, by aggregate, and what is wrong with the others. */
export interface LoadedMachines {
  readonly charts: Readonly<Record<string, ChartState>>;
  readonly problems: readonly Problem[];
}

const PATIENCE_MS = 60_000;

/** Loads machines and folds. Throws only if the process for it cannot be started. */
export async function loadMachines(
  sources: ProjectSources,
  { machines, projections }: Pick<FoundImplementations, 'machines' | 'projections'>,
): Promise<LoadedMachines> {
  const wanted = [
    ...Object.entries(machines).map(([name, implementation]) => ({ kind: 'machine' as const, name, implementation })),
    ...Object.entries(projections).map(([name, implementation]) => ({ kind: 'folds' as const, name, implementation })),
  ];
  if (wanted.length === 0) return { charts: {}, problems: [] };
  const modules = wanted.map(({ kind, implementation }) => ({
    kind,
    url: pathToFileURL(join(sources.root, implementation.file)).href,
    exportName: implementation.exportName,
  }));
  const outcomes = await askLoader(sources, { modules });
  const charts: Record<string, ChartState> = {};
  const problems: Problem[] = [];
  const failures = new Failures(sources.root);
  wanted.forEach(({ name, implementation }, index) => {
    const outcome = outcomes[index];
    if (outcome?.kind === 'machine') {
      charts[name] = outcome.chart;
      problems.push(...forbiddenProblems(sources, name, implementation, outcome.chart));
    }
    if (outcome?.kind === 'failed') failures.add(implementation, outcome);
  });
  return { charts, problems: [...problems, ...failures.problems()] };
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
  readonly #root: string;
  readonly #causes = new Map<string, { readonly at: SourcePlace; readonly cause: string; readonly failed: string[] }>();

  constructor(root: string) {
    this.#root = root;
  }

  add({ exportName, at }: FoundImplementation, { message, stack }: LoadOutcome & { kind: 'failed' }): void {
    const cause = message
      .replaceAll(pathToFileURL(`${this.#root}/`).href, '')
      .replaceAll(`${this.#root}/`, '')
      .replaceAll(/\s*\n\s*/g, ' ')
      .trim();
    const place = placeInStack(this.#root, stack);
    const key = JSON.stringify([place, cause]);
    const known = this.#causes.get(key);
    if (known === undefined) this.#causes.set(key, { at: place ?? at, cause, failed: [exportName] });
    else known.failed.push(exportName);
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

const REASON: Readonly<Record<ForbiddenFeature, string>> = {
  after: 'time passes outside of a machine: let something send a command when it is due.',
  invoke: 'a machine starts nothing: send a command with what came of it.',
  spawn: 'a machine starts nothing: make what it would spawn an aggregate of its own.',
};

function forbiddenProblems(
  sources: ProjectSources,
  aggregate: string,
  implementation: FoundImplementation,
  state: ChartState,
): Problem[] {
  const own = state.forbidden.map((feature) => ({
    at: placeOfFeature(sources, implementation, feature),
    message: `${state.path === '' ? 'The root' : `State ${state.path}`} of ${aggregate}'s machine has "${feature}". Remove it: ${REASON[feature]}`,
  }));
  return [...own, ...state.states.flatMap((child) => forbiddenProblems(sources, aggregate, implementation, child))];
}

/** Where a machine's file first writes the feature; the machine's own place if it comes from elsewhere. */
function placeOfFeature(
  sources: ProjectSources,
  { file, at }: FoundImplementation,
  feature: ForbiddenFeature,
): SourcePlace {
  const word = feature === 'spawn' ? 'spawnChild' : feature;
  const find = (node: ts.Node): ts.Node | undefined => {
    const isImport = ts.isImportDeclaration(node);
    if (ts.isIdentifier(node) && node.text === word) return node;
    return isImport ? undefined : ts.forEachChild(node, find);
  };
  const node = find(sources.source(file));
  return node === undefined ? at : sources.placeOf(node);
}
