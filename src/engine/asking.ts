// Answers "may I?" and "why not?" from an aggregate's warm state. Does nothing to it.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateState } from '../aggregate/aggregate-state.js';
import { type Decider, rejection } from '../aggregate/decide.js';
import { messageOf } from '../aggregate/request.js';
import type { CommandBus } from '../bus/command-bus.js';
import type { CommandInput } from '../bus/command-input.js';
import { type AuthorizeRules, authorize, commandRequest } from '../bus/hooks.js';
import { onOneLine } from '../kernel/aggregate-label.js';
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import { failureText } from '../kernel/failure-text.js';
import type { Message } from '../kernel/message.js';
import { stateName } from '../statechart/stepper.js';
import type { CanAnswer, Explanation } from './engine.js';

/** What asking needs of an engine. */
export interface AskingPorts {
  readonly bus: CommandBus;
  readonly actors: Actors;
  readonly deciders: ReadonlyMap<string, Decider>;
  readonly authorize: AuthorizeRules | undefined;
  /** Throws `CLOSED` once the engine is closed. */
  readonly assertOpen: () => void;
}

interface Question {
  readonly decider: Decider;
  readonly state: AggregateState;
  readonly command: Message;
}

/** Whether a command would be accepted; `DEFECT` when a guard throws. */
export async function can(ports: AskingPorts, input: CommandInput): Promise<CanAnswer> {
  try {
    const { decider, state, command } = await question(ports, input);
    const allowed = guarded(command, () => decider.stepper.can(state.machine, command));
    return allowed ? { allowed: true } : { allowed: false, reason: rejection(decider, state.machine, command) };
  } catch (error) {
    if (isStatefoldError(error, 'INVALID') || isStatefoldError(error, 'FORBIDDEN'))
      return { allowed: false, reason: error };
    throw error;
  }
}

/** Why a command would be accepted or not. Throws `INVALID` and `FORBIDDEN` as sending it would. */
export async function explain(ports: AskingPorts, input: CommandInput): Promise<Explanation> {
  const { decider, state, command } = await question(ports, input);
  return guarded(command, () => ({
    allowed: decider.stepper.can(state.machine, command),
    state: stateName(state.machine.value),
    version: state.version,
    considerations: decider.stepper.explain(state.machine, command),
  }));
}

async function question(
  { bus, actors, deciders, authorize: rules, assertOpen }: AskingPorts,
  input: CommandInput,
): Promise<Question> {
  assertOpen();
  const request = bus.check(input);
  await authorize(rules, commandRequest(request));
  const decider = deciders.get(request.aggregate);
  if (decider === undefined) throw new TypeError(`${request.aggregate} is no aggregate of this domain.`);
  const key = { type: request.aggregate, id: request.aggregateId };
  const state = await actors.of(key.type, key.id).warm();
  const command = messageOf(key, request, state.version);
  return { decider, state, command };
}

function guarded<T>(command: Message, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    const failure = failureText(`a guard of ${command.type}`, cause, 'Mend it.');
    const message = `${onOneLine(command.aggregateId)}@${command.version}: ${failure}`;
    throw new StatefoldError('DEFECT', message, { where: command.type, aggregateId: command.aggregateId }, { cause });
  }
}
