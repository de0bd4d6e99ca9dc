// Law: every commit stands on the state that it was decided on, and every answer was true at some moment between asking and telling.
import fc from 'fast-check';
import { decide } from '../../aggregate/decide.js';
import { isStatefoldError } from '../../kernel/error.js';
import type { MachineState } from '../../statechart/stepper.js';
import { must } from '../broken.js';
import { circumstances } from '../circumstances.js';
import { decidedAgain, type Originated } from '../decided-again.js';
import { commandIdOf, type History, timesOf } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { onStage } from '../on-stage.js';
import { messageOf } from '../play.js';
import type { Stage } from '../stage.js';

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
      states.set(
        JSON.stringify([stream.type, stream.id]),
        decidedAgain(aggregate, { ...stream, originOf: originOf(history, times) }),
      );
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

/** The command that caused an event. */
function originOf(history: History, times: readonly number[]): Originated['originOf'] {
  return ({ metadata }) => {
    const index = Number((metadata.causationId ?? '').split('-')[1]) - 1;
    const sent = history[index];
    return sent === undefined ? undefined : { sent, time: times[index] ?? 0, name: commandIdOf(index) };
  };
}
