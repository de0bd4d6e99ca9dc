// The messages that one application gets, in order: each command of its log, and the events that it leads to. Stores nothing.
import type { Message } from 'statefold';
import { commandOf } from './commands.js';
import type { LogEntry } from './log-entry.js';

/** What deciding takes: any stepper of the application's machine. */
export interface Deciding<State> {
  initial(): State;
  can(state: State, command: Message): boolean;
  step(
    state: State,
    message: Message,
  ):
    | { readonly kind: 'stepped'; readonly next: State; readonly emitted: readonly Pick<Message, 'type' | 'data'>[] }
    | { readonly kind: 'unhandled' };
}

/** One message of an application's life. */
export interface Lived {
  readonly kind: 'command' | 'event';
  readonly message: Message;
  readonly entry: LogEntry;
}

/**
 * The life of one application, from all entries of its case: every command, a refused one too, followed by its events. `deciding`
 * says what a command leads to, as an engine would; whoever steps another machine through the messages sees what an engine's
 * machine sees. Ids and versions are those of an engine that names a command `<case>/<number>`.
 */
export function* messagesOf<State>(deciding: Deciding<State>, entries: readonly LogEntry[]): Generator<Lived> {
  let state = deciding.initial();
  let version = 0;
  for (const [index, entry] of entries.entries()) {
    const given = commandOf(entry);
    const command: Message = { ...given, id: `${entry.case}/${index}`, version, metadata: {} };
    yield { kind: 'command', message: command, entry };
    if (!deciding.can(state, command)) continue;
    const decided = deciding.step(state, command);
    if (decided.kind === 'unhandled') continue;
    for (const [number, emitted] of decided.emitted.entries()) {
      version += 1;
      const event: Message = { ...command, ...emitted, id: `${command.id}#${number + 1}`, version };
      yield { kind: 'event', message: event, entry };
      const applied = deciding.step(state, event);
      if (applied.kind === 'unhandled') {
        throw new Error(`${entry.case}@${version}: no state applies ${event.type}. Add it to the machine.`);
      }
      state = applied.next;
    }
  }
}
