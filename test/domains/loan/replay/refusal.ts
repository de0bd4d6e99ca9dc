// Names why an application refused a command: by the command, where its own region stood, and the guard that said no.
import type { StatefoldError } from 'statefold';
import type { TimedCommand } from './commands.js';
import type { LogEntry } from './log-entry.js';

/** An entry of the log whose command was refused. */
export interface Refusal {
  readonly entry: LogEntry;
  /** Such as `CompleteWork while laidDown`: refusals of one kind have the same words. */
  readonly reason: string;
}

/** The reason of a refusal in a few words. */
export function reasonOf(command: TimedCommand, { details }: StatefoldError<'REJECTED'>): string {
  // Where nobody of its own kind listens, all who do say that they are not meant.
  const guards = details.guards.filter((name) => name !== 'concerns');
  const where = `${command.type} while ${stateOf(regionOf(command), details.state)}`;
  return guards.length === 0 ? where : `${where}, not ${guards.join(', ')}`;
}

function regionOf({ type, data }: TimedCommand): string {
  if ('kind' in data) return data.kind;
  return type.endsWith('Offer') ? 'offers' : 'application';
}

function stateOf(region: string, state: string): string {
  return new RegExp(`\\b${region}\\.(\\w+(?:\\.\\w+)*)`).exec(state)?.[1] ?? state;
}
