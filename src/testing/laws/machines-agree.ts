// Law: a machine means the same to the engine as to XState.
import fc from 'fast-check';
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import { Broken } from '../broken.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Law } from '../law.js';
import { type Life, type PlayedStep, play } from '../play.js';
import { assertAgreement } from '../xstate-agreement.js';

/** Value, context, status, tags, output, emitted events, `can` and `explain`, at every step. */
export const machinesAgree: Law = {
  name: 'machines agree',
  says: 'the compiled machine and XState give the same snapshots for the same messages',
  needsStore: false,
  share: 3,
  cases: (domain, commands) => fc.record({ history: historiesOf(domain, { commands }) }),
  check: ({ domain }, { history }) => {
    const { steps, lives } = play(domain, history);
    for (const life of lives) {
      const { definition } = life.aggregate;
      const own = steps.filter(({ sent }) => sent.aggregate === definition.type && sent.id === life.id);
      agree(life, own.flatMap(messagesOf));
    }
  },
};

/** Throws where a machine and XState part over the messages to one aggregate. */
export function agree({ aggregate, id }: Pick<Life, 'aggregate' | 'id'>, messages: readonly Message[]): void {
  const { definition, decider } = aggregate;
  try {
    assertAgreement(definition.machine, messages, () => decider.stepper);
  } catch (error) {
    // A step that is refused as a defect is for another law to find.
    if (isStatefoldError(error)) return;
    throw new Broken(`${definition.type} ${id}: ${wordsOf(error)}`);
  }
}

function messagesOf({ message, outcome }: PlayedStep) {
  return outcome.kind === 'broken' ? [] : [message, ...(outcome.kind === 'accepted' ? outcome.events : [])];
}
