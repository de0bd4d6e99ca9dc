// Starts processes that fold counters, talks to them, harms them, and ends those that it started.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Health } from '../../src/engine/engine.js';

/** What a process is started with. */
export interface FoldWorkerOptions {
  readonly url: string;
  readonly namespace: string;
  readonly foldTimeout: number;
  /** How far its own clock is off. */
  readonly skewMs?: number;
  /** How many clients of its own send commands all the time. */
  readonly clients?: number;
}

/** What happens to a process at its next step: it is killed or stopped before it sends it, when it has sent it, or when it knows that it is done. */
export type Harm = 'kill before' | 'kill when sent' | 'kill when done' | 'stop before';

/** What a process tells. */
export type Report =
  | { readonly kind: 'ready' }
  /** The harm happens now. */
  | { readonly kind: 'harming' }
  /** What became of the step that was harmed. */
  | { readonly kind: 'applied'; readonly answer: string }
  | { readonly kind: 'health'; readonly health: Health; readonly errors: readonly string[] }
  | {
      readonly kind: 'closed';
      readonly ms: number;
      readonly settled: { readonly done: number; readonly refused: number; readonly unknown: number };
      readonly errors: readonly string[];
    };

type ReportOf<Kind extends Report['kind']> = Extract<Report, { readonly kind: Kind }>;

/** A process that folds. */
export interface FoldWorker {
  /** Has something happen to it at its next step. */
  harm(harm: Harm): void;
  /** The next report of a kind. Ask before what makes it come. */
  next<Kind extends Report['kind']>(kind: Kind): Promise<ReportOf<Kind>>;
  health(): Promise<ReportOf<'health'>>;
  signal(name: NodeJS.Signals): void;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
}

const script = fileURLToPath(new URL('fold-worker.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Longer than any of them takes to start or to answer on a busy machine. */
const PATIENCE_MS = 30_000;

/** Starts a process, and resolves once it folds. */
export async function startFoldWorker(options: FoldWorkerOptions): Promise<FoldWorker> {
  const child = fork(script, [JSON.stringify(options)], {
    cwd: root,
    execArgv: ['--import', './test/bench/erase-types.mjs', '-C', '@statefold/source'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const worker: FoldWorker = {
    harm: (harm) => child.send({ harm }),
    next: (kind) => nextOf(child, kind),
    health: () => {
      const told = nextOf(child, 'health');
      child.send('health');
      return told;
    },
    signal: (name) => {
      child.kill(name);
    },
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  };
  await worker.next('ready');
  return worker;
}

function nextOf<Kind extends Report['kind']>(child: ChildProcess, kind: Kind): Promise<ReportOf<Kind>> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('message', hear).off('exit', gone);
      settle();
    };
    const hear = (report: Report): void => {
      if (report.kind === kind) end(() => resolve(report as ReportOf<Kind>));
    };
    const gone = (code: number | null, signal: string | null): void =>
      end(() => reject(new Error(`The process ended (${signal ?? code}) before it told: ${kind}.`)));
    const timer = setTimeout(() => end(() => reject(new Error(`The process never told: ${kind}.`))), PATIENCE_MS);
    child.on('message', hear).on('exit', gone);
  });
}
