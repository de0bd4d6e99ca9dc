// Law: a machine means the same to the engine as to XState.
import fc from 'fast-check';
import { isStatefoldError } from '../../kernel/error.js';
import { Broken } from '../broken.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Law } from '../law.js';
import { type PlayedStep, play } from '../play.js';
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
    for (const { aggregate, id } of lives) {
      const { definition, decider } = aggregate;
      const own = steps.filter(({ sent }) => sent.aggregate === definition.type && sent.id === id);
      try {
        assertAgreement(definition.machine, own.flatMap(messagesOf), () => decider.stepper);
      } catch (error) {
        // A step that is refused as a defect is for another law to find.
        if (isStatefoldError(error)) continue;
        throw new Broken(`${definition.type} ${id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  },
};

function messagesOf({ message, outcome }: PlayedStep) {
  return outcome.kind === 'broken' ? [] : [message, ...(outcome.kind === 'accepted' ? outcome.events : [])];
}
