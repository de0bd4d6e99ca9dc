// The process in which the domain's machines, folds and upcasters are loaded: its parent sends a list, and gets for each what it is, or an error.
import type { AnyStateMachine } from 'xstate';
import type { Folds } from '../../src/projection/definition.js';
import { chartOf } from './chart-of.js';
import type { LoadModule, LoadOutcome, LoadRequest } from './load-protocol.js';

async function load(wanted: LoadModule): Promise<LoadOutcome> {
  const { url, exportName } = wanted;
  try {
    const value = exportOf(await import(url), exportName);
    if (wanted.kind === 'upcaster') return { kind: 'upcaster' };
    if (wanted.kind === 'folds') {
      const { creates, updates } = value as Folds;
      return { kind: 'folds', cases: { creates: Object.keys(creates), updates: Object.keys(updates) } };
    }
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
