// The process in which the domain's machines, folds and upcasters are loaded: its parent sends a list, and gets a chart or an error for each.
import type { AnyStateMachine } from 'xstate';
import { chartOf } from './chart-of.js';
import type { LoadModule, LoadOutcome, LoadRequest } from './load-protocol.js';

async function load(wanted: LoadModule): Promise<LoadOutcome> {
  const { url, exportName } = wanted;
  try {
    const value = exportOf(await import(url), exportName);
    if (wanted.kind === 'other') return { kind: 'other' };
    if (!isMachine(value)) return { kind: 'failed', message: `${exportName} is not an XState machine.`, stack: '' };
    return { kind: 'machine', chart: chartOf(value, wanted.messages) };
  } catch (error) {
    if (!(error instanceof Error)) return { kind: 'failed', message: String(error), stack: '' };
    return { kind: 'failed', message: error.message, stack: error.stack ?? '' };
  }
}

// A module of a CommonJS project may arrive as the default export of its namespace.
function exportOf(namespace: Record<string, unknown>, name: string): unknown {
  const inner = namespace.default as Record<string, unknown> | undefined;
  return namespace[name] ?? inner?.[name];
}

function isMachine(value: unknown): value is AnyStateMachine {
  return typeof value === 'object' && value !== null && 'root' in value && 'implementations' in value;
}

function send(outcome: LoadOutcome): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(outcome, () => resolve());
  });
}

process.once('message', async (request: LoadRequest) => {
  for (const module of request.modules) await send(await load(module));
  // Loaded code may hold the process open: it ends once all is said.
  process.exit();
});
