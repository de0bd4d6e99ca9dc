// Law: every commit stands on the state that it was decided on, and every answer was true at some moment between asking and telling.
import fc from 'fast-check';
import { decide } from '../../aggregate/decide.js';
import { isStatefoldError } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import type { MachineState } from '../../statechart/stepper.js';
import { must, mustEqual } from '../broken.js';
import { circumstances } from '../circumstances.js';
import type { AggregateUnderTest } from '../domain-under-test.js';
import { commandIdOf, type History, timesOf } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { onStage } from '../on-stage.js';
import { messageOf, nextState } from '../play.js';
import type { Stage, Streamed } from '../stage.js';

/** Of several engines that send to the same aggregates at once. */
export const answersAreTrue: Law = {
  name: 'answers are true',
  says: 'every commit was decided on the state that it stands on, and every refusal was true between asking and telling',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({
      history: historiesOf(domain, { commands, isRush: true }),
      circumstances: circumstances({ pause: 1, crash: 1, 'append reply lost': 1 }, commands),
    }),
  check: (context, tried) => onStage(context, tried, (stage) => holds(context, tried, stage)),
};

async function holds({ domain }: LawContext, { history }: Case, stage: Stage): Promise<void> {
  const told = await stage.play(history);
  const times = timesOf(history);
  const states = new Map<string, readonly MachineState[]>();
  for (const stream of await stage.streams(history)) {
    const aggregate = domain.aggregates.get(stream.type);
    if (aggregate !== undefined)
      states.set(JSON.stringify([stream.type, stream.id]), decidedAgain(aggregate, history, stream, times));
  }
  for (const { index, before, after, answer } of told) {
    const sent = history[index];
    if (sent === undefined || !('error' in answer) || !isStatefoldError(answer.error, 'REJECTED')) continue;
    const aggregate = domain.aggregates.get(sent.aggregate);
    const seen = (states.get(JSON.stringify([sent.aggregate, sent.id])) ?? []).slice(before, after + 1);
    const isTrue = seen.some((state, offset) => {
      const message = messageOf(sent, { id: commandIdOf(index), version: before + offset, time: times[index] ?? 0 });
      return aggregate !== undefined && decide(aggregate.decider, state, message).kind === 'rejected';
    });
    must(
      isTrue,
      () =>
        `${commandIdOf(index)} was refused, and no state between asking and telling refuses it: ${answer.error.message}`,
    );
  }
}

/** Decides every stored commit again on the state that it stands on; answers with the state at every version. */
function decidedAgain(
  { decider }: AggregateUnderTest,
  history: History,
  { type, id, events }: Streamed,
  times: readonly number[],
): readonly MachineState[] {
  const states: MachineState[] = [decider.stepper.initial()];
  for (let at = 0; at < events.length; ) {
    const commandId = commandOf(events[at] as Message);
    const commit = events
      .slice(at)
      .filter((event, offset) => commandOf(event) === commandId && event.version === at + offset + 1);
    const index = indexOf(events[at] as Message);
    const sent = history[index];
    must(sent !== undefined, () => `${type} ${id}: ${commandId} is stored, and nobody sent it.`);
    const state = states.at(-1) as MachineState;
    if (sent !== undefined) {
      const message = messageOf(sent, { id: commandId, version: at, time: times[index] ?? 0 });
      const decision = decide(decider, state, message);
      const expected = decision.kind === 'accepted' ? decision.events.map(essence) : 'a refusal';
      const actual = commit.map(essence);
      mustEqual(
        `${type} ${id}: ${commandIdOf(index)} was not decided on the state that its commit stands on.`,
        actual,
        expected,
      );
    }
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

function indexOf({ metadata }: Message): number {
  return Number((metadata.causationId ?? '').split('-')[1]) - 1;
}
