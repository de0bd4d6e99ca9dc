// Decides stored commits again, each on the state that it stands on: whatever was decided on another state shows.
import { decide } from '../aggregate/decide.js';
import type { Message } from '../kernel/message.js';
import type { MachineState } from '../statechart/stepper.js';
import { must, mustEqual } from './broken.js';
import type { AggregateUnderTest } from './domain-under-test.js';
import type { Sent } from './history.js';
import { messageOf, nextState } from './play.js';

/** The command that an event came from. */
export interface Origin {
  readonly sent: Pick<Sent, 'command' | 'data' | 'id'>;
  /** When it was given: ms since 1970. */
  readonly time: number;
  /** For messages. */
  readonly name: string;
}

/** What is stored of one aggregate, and where it comes from. */
export interface Originated {
  readonly id: string;
  readonly events: readonly Message[];
  /** `undefined` for what nobody sent. */
  readonly originOf: (event: Message) => Origin | undefined;
}

/** The state at every version. Throws `Broken` at the first commit that its command would not have decided on the state before it. */
export function decidedAgain(
  { decider }: AggregateUnderTest,
  { id, events, originOf }: Originated,
): readonly MachineState[] {
  const { type } = decider;
  const states: MachineState[] = [decider.stepper.initial()];
  for (let at = 0; at < events.length; ) {
    const first = events[at] as Message;
    const commandId = commandOf(first);
    const commit = events
      .slice(at)
      .filter((event, offset) => commandOf(event) === commandId && event.version === at + offset + 1);
    const origin = originOf(first);
    must(origin !== undefined, () => `${type} ${id}: ${commandId} is stored, and nobody sent it.`);
    const { sent, time, name } = origin;
    const message = messageOf({ ...sent, id }, { id: commandId, version: at, time });
    const decision = decide(decider, states.at(-1) as MachineState, message);
    const expected = decision.kind === 'accepted' ? decision.events.map(essence) : 'a refusal';
    const what = `${type} ${id}: ${name} was not decided on the state that its commit stands on.`;
    mustEqual(what, commit.map(essence), expected);
    for (const event of commit) states.push(nextState(decider.stepper, states.at(-1) as MachineState, event));
    at += commit.length;
  }
  return states;
}

function essence({ type, data, time }: Message): object {
  return { type, data, time };
}

function commandOf({ id }: Message): string {
  return id.slice(0, id.lastIndexOf('#'));
}
