// Law: a snapshot and the events since lead where all events lead, wherever the snapshot was taken.
import fc from 'fast-check';
import type { StateView } from '../../aggregate/state-view.js';
import { encodeValue } from '../../codec/packer.js';
import { decodeValue } from '../../codec/unpacker.js';
import type { Message } from '../../kernel/message.js';
import type { MachineState, Stepper } from '../../statechart/stepper.js';
import { mustEqual } from '../broken.js';
import { circumstances } from '../circumstances.js';
import { handleOf } from '../engine-looks.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { onStage } from '../on-stage.js';
import { type Life, nextState, play } from '../play.js';
import type { Stage } from '../stage.js';

/** At every point of a history, and through the store's own snapshots. */
export const snapshotAndTail: Law = {
  name: 'snapshot + tail = replay',
  says: 'a snapshot, taken at any point, and the events since give the state that all events give',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({
      history: historiesOf(domain, { commands }),
      circumstances: circumstances({ crash: 3, pause: 2 }, commands).map((made) => ({ ...made, isForgetful: true })),
    }),
  check: async (context, tried) => {
    for (const life of play(context.domain, tried.history).lives) atEveryPoint(life);
    await onStage(context, tried, (stage) => throughTheStore(context, tried, stage));
  },
};

function atEveryPoint({ aggregate, id, events, states }: Life): void {
  const { stepper, type } = aggregate.decider;
  const whole = view(states.at(-1) as MachineState);
  for (const [taken, state] of states.entries()) {
    const restored = stepper.restore(decodeValue(encodeValue(stepper.save(state))));
    const after = fold(stepper, restored, events.slice(taken));
    mustEqual(`${type} ${id}: a snapshot taken after event ${taken} leads elsewhere.`, view(after), whole);
  }
}

/** Forgetful engines keep a snapshot after each commit, and load from it. */
async function throughTheStore({ domain }: LawContext, tried: Case, stage: Stage): Promise<void> {
  await stage.play(tried.history);
  // What was loaded last was kept last: another engine knows nothing but what the store holds.
  const fresh = await stage.fresh();
  for (const { type, id, events } of await stage.streams(tried.history)) {
    const aggregate = domain.aggregates.get(type);
    if (aggregate === undefined) continue;
    const { stepper } = aggregate.decider;
    const replayed = fold(stepper, stepper.initial(), events);
    const expected = { value: replayed.value, state: replayed.context, version: events.length };
    const mustBeThat = (how: string, { value, state, version }: StateView) =>
      mustEqual(
        `${type} ${id}: ${how} is not what its ${events.length} events give.`,
        { value, state, version },
        expected,
      );
    mustBeThat('what was loaded from a snapshot', await handleOf(fresh, type, id).state());
    mustBeThat(
      'the state as of its last version',
      await handleOf(fresh, type, id).stateAsOf({ version: events.length }),
    );
    for (const engine of stage.engines())
      mustBeThat('what an engine kept warm', await handleOf(engine, type, id).state());
  }
}

function fold(stepper: Stepper, from: MachineState, events: readonly Message[]): MachineState {
  return events.reduce((state, event) => nextState(stepper, state, event), from);
}

function view({ value, context, status }: MachineState): object {
  return { value, context, status };
}
