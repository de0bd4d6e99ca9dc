// Checks that every state is reached, every command accepted somewhere, and every event applied somewhere. Knows no files.
import { type Chart, type ChartState, statesOf } from '../load/chart.js';
import { heardNames, meantBy } from './check-names.js';
import type { Finding, Messages } from './finding.js';
import { waysThrough } from './ways.js';

/** Findings about states that are never reached, and about handlers that are never asked. */
export function checkReach(chart: Chart, messages: Messages): Finding[] {
  const ways = waysThrough(chart.root, messages);
  const unreached = (parent: ChartState): Finding[] =>
    parent.states.flatMap((state) => {
      if (ways.has(state.path)) return unreached(state);
      return state.type === 'history' ? [] : [neverReached(state)];
    });
  const ended = chart.root.states
    .filter(({ type }) => type === 'final' && chart.root.type === 'compound')
    .flatMap(({ path, transitions }) =>
      transitions.map((transition) => ({
        part: { kind: 'transition' as const, path, transition },
        message: `The machine has ended in ${path}, a final state, and hears nothing any more. Remove this, or "type: 'final'".`,
      })),
    );
  return [...unreached(chart.root), ...ended];
}

function neverReached(state: ChartState): Finding {
  const handlers = statesOf(state).flatMap(({ transitions }) => transitions).length;
  const dead = handlers === 0 ? '' : ` ${handlers === 1 ? 'Its handler is' : `Its ${handlers} handlers are`} dead.`;
  const message = `State ${state.path} is never reached: no event leads there.${dead} Lead an event there, or delete the state.`;
  return { part: { kind: 'state', path: state.path }, message };
}

/** The commands that no state accepts, and the events that no state applies. Those that a misspelt name means are left out. */
export function unheard(chart: Chart, messages: Messages): readonly string[] {
  const { commands, events } = messages;
  const transitions = statesOf(chart.root).flatMap((state) => state.transitions);
  const heard = new Set<string>();
  for (const { message, kind, actions, targets } of transitions) {
    if (kind !== 'message') continue;
    // A command's transition that does nothing only forbids it.
    if (!commands.has(message) || actions.length + targets.length > 0) heard.add(message);
  }
  const names = [...commands, ...events];
  const written = heardNames(chart);
  const meant = new Set(
    [...written].filter((name) => !names.includes(name)).map((name) => meantBy(name, messages, written)),
  );
  return names.filter((name) => !heard.has(name) && !meant.has(name));
}
