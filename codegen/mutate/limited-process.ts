// Runs a command as a process that may take so long and no longer. Ends it with all that it has started.
import { type ChildProcess, spawn } from 'node:child_process';

/** What is run, and how. */
export interface LimitedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether a shell reads the command. */
  readonly shell?: boolean;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly milliseconds: number;
  /** Ends the process early. */
  readonly signal: AbortSignal;
}

/** How it ended. `output`: the last of what it printed. */
export type Ended =
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'timed out' };

const MOST_LETTERS = 20_000;
/** Whether what a process has started can be ended with it, as a group. */
const HAS_GROUPS = process.platform !== 'win32';

/** Runs it. Rejects only where it cannot be started, or the signal ends it. */
export async function limited({ signal, milliseconds, ...given }: LimitedCommand): Promise<Ended> {
  signal.throwIfAborted();
  const child = spawn(given.command, given.args, {
    cwd: given.folder,
    env: { ...process.env, ...given.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: HAS_GROUPS,
    shell: given.shell ?? false,
  });
  let output = '';
  const listen = (text: string) => {
    output = (output + text).slice(-MOST_LETTERS);
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end(child);
    }, milliseconds);
    const abort = () => end(child);
    signal.addEventListener('abort', abort, { once: true });
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code) =>
      settle(() => {
        if (signal.aborted) reject(signal.reason);
        else resolve(isLate ? { kind: 'timed out' } : { kind: 'ended', code, output });
      }),
    );
  });
}

function end(child: ChildProcess): void {
  const { pid } = child;
  // What it has started may live on where there are no groups, and hold these open.
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (pid === undefined || !HAS_GROUPS) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
