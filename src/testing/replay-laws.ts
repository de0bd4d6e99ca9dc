// Runs a failure of the laws again, and shows it step by step. Finds it by seed and path as the laws did; prints nothing itself.
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import { prepareLaws } from './check-laws.js';
import { domainUnderTest } from './domain-under-test.js';
import type { LawOptions } from './law-options.js';
import { circumstancesText, section } from './print-failure.js';
import { resultsText } from './report.js';
import { stepByStep } from './step-by-step.js';

/** What came of a replay. */
export interface Replay {
  readonly holds: boolean;
  /** All of it, to be printed. */
  readonly text: string;
}

/** Runs laws again, up to the first that does not hold: that failure is shown with states and rows beside each step. */
export async function replayLaws<T extends DomainTypes>(app: AppDefinition<T>, options: LawOptions): Promise<Replay> {
  const { seed, checks } = prepareLaws(app, options);
  const held: string[] = [];
  for (const { law, run } of checks) {
    const result = await run();
    const { failure } = result;
    if (failure === null) {
      held.push(resultsText([result]));
      continue;
    }
    const domain = domainUnderTest(app as unknown as AppDefinition, options.arbitraries);
    const sections = [
      `DOES NOT HOLD: ${law.name}: ${law.says}.`,
      `seed ${seed}, path ${failure.path}`,
      '',
      ...stepByStep(domain, failure.case.history),
      // The laws of engines: what is beside the steps is what machines and folds make of them, one after the other.
      ...section('with', circumstancesText(failure.case)),
      ...section('then', failure.details.split('\n')),
    ];
    return { holds: false, text: `${sections.join('\n')}\n` };
  }
  return { holds: true, text: `seed ${seed}\n${held.join('\n')}\n` };
}
