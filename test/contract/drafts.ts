// Makes blocks for the log's contract: short to write, complete as the port wants them.
import { NO_TAG, tagOf } from '../../src/kernel/hash.js';
import type { Partition, Position } from '../../src/kernel/place.js';
import { NO_VERSION, version } from '../../src/kernel/version.js';
import type {
  AggregateKey,
  Appended,
  BlockDraft,
  CommitDraft,
  EventLog,
  Expectation,
  Head,
} from '../../src/log/event-log.js';

/** The head of an aggregate that does not exist. */
export const NOWHERE: Head = { version: NO_VERSION, tag: NO_TAG };

/** A deadline that no test lives to see: the year 2100. */
export const FAR = 4_102_444_800_000;

export const PARTITION = 0 as Partition;
export const START = 0 as Position;

export function order(id: string): AggregateKey {
  return { type: 'Order', id };
}

/** What may differ from the ordinary: one event, a payload that names the command, a far deadline. */
export interface CommitOptions {
  readonly events?: number;
  readonly payload?: Uint8Array;
  readonly deadline?: number;
}

/** The head after `events` events more, by a command. */
export function headAfter(head: Head, commandId: string, events = 1): Head {
  return { version: version(head.version + events), tag: tagOf(commandId) };
}

/** One commit on top of a head. */
export function commit(aggregate: AggregateKey, on: Head, commandId: string, options: CommitOptions = {}): CommitDraft {
  return {
    expects: { aggregate, head: on, deadline: options.deadline ?? FAR },
    next: headAfter(on, commandId, options.events),
    payload: options.payload ?? Buffer.from(`commit of ${commandId}`),
  };
}

/** Commits of one aggregate, each on top of the one before. */
export function chain(aggregate: AggregateKey, on: Head, commandIds: readonly string[]): CommitDraft[] {
  let head = on;
  return commandIds.map((commandId) => {
    const draft = commit(aggregate, head, commandId);
    head = draft.next;
    return draft;
  });
}

export function check(aggregate: AggregateKey, head: Head, deadline = FAR): Expectation {
  return { aggregate, head, deadline };
}

export function block(commits: readonly CommitDraft[], checks: readonly Expectation[] = []): BlockDraft {
  return { commits, checks };
}

/** Appends commits as one block and insists that they are stored. */
export async function store(
  log: EventLog,
  commits: readonly CommitDraft[],
  partition = PARTITION,
): Promise<Extract<Appended, { kind: 'appended' }>> {
  const appended = await log.append(partition, block(commits));
  if (appended.kind !== 'appended') throw new Error(`The block was refused: ${appended.commits.join(', ')}.`);
  return appended;
}

/** Payloads and other bytes as text, to compare them whatever class they have. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

/** Names that break stores which build keys or commands from them. */
export const AWKWARD_NAMES: readonly string[] = [
  '{a}',
  '}a{',
  'a:b',
  ':',
  'a\0b',
  '\0',
  'a\r\nb',
  ' ',
  'a ',
  'a',
  'A',
  '*',
  'a?[b]',
  'a/b\\c',
  '"quoted"',
  "it's",
  '%s%00',
  '__proto__',
  'constructor',
  'é',
  'e\u0301',
  '\u00ff',
  '\ufffd',
  '\uffff',
  '😀',
  '👩‍👩‍👧',
  '\u202eabc',
  'x'.repeat(200),
  '😀'.repeat(100),
];
