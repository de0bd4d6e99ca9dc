// One request of an engine to its store: which method of which port, with what. In words for whoever reads a trace.
import { StatefoldError } from '../../kernel/error.js';
import type { BlockDraft } from '../../log/event-log.js';
import type { StoreConnection } from '../../store/store.js';
import type { ApplyStep } from '../../table/tables.js';

/** A call of a port's method. */
export interface Request {
  readonly port: keyof StoreConnection;
  readonly method: string;
  readonly given: readonly unknown[];
}

/** Methods that change nothing. All others are kept, to be done again where a server begins with what another one had. */
const READS: ReadonlySet<string> = new Set([
  ...['head', 'epoch', 'read', 'history', 'aggregateHead', 'find', 'holds'],
  ...[
    'checkpoint',
    'rows',
    'rowsAt',
    'entries',
    'count',
    'slice',
    'scan',
    'size',
    'serving',
    'lastServing',
    'load',
    'list',
  ],
]);

/** Whether a request may change what the store holds. */
export function isWrite({ method }: Request): boolean {
  return !READS.has(method);
}

/** A request in words. */
export function wordsOf({ port, method, given }: Request): string {
  if (method === 'append') {
    const { commits, checks } = given[1] as BlockDraft;
    const names = commits.map(({ expects, next }) => `${expects.aggregate.id}@${next.version}`);
    const looks = checks.map(({ aggregate, head }) => `${aggregate.id}@${head.version}?`);
    return `append to ${given[0]}: ${[...names, ...looks].join(' ')}`;
  }
  if (method === 'apply') {
    const { fold, partition, expects, next } = given[0] as ApplyStep;
    return `apply ${fold.projection} ${fold.generation.slice(-8)}, ${partition}: ${expects?.position ?? '-'} → ${next.position}`;
  }
  const parts = given.map((one) => JSON.stringify(one, shortened) ?? 'undefined');
  return `${port}.${method} ${parts.join(', ').slice(0, 100)}`;
}

function shortened(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return value instanceof Map ? [...value.keys()] : value;
}

/** What a sender is told of a request that nobody answered: of commits nobody can say, all else may be asked again. */
export function unanswered({ method, given }: Request): StatefoldError {
  if (method === 'append' && (given[1] as BlockDraft).commits.length > 0) {
    const details = { aggregate: '', aggregateId: '', commandId: '' };
    return new StatefoldError('OUTCOME_UNKNOWN', 'The simulated store gave no answer.', details);
  }
  return new StatefoldError('UNAVAILABLE', 'The simulated store gave no answer.', { what: 'simulated store' });
}

/** What a sender is told of a request that never left. */
export function unsent(): StatefoldError<'UNAVAILABLE'> {
  return new StatefoldError('UNAVAILABLE', 'The simulated store cannot be reached.', { what: 'simulated store' });
}
