// Keeps commands in step with a state that has changed under them: who paid the old total pays the new one.
import { isDeepStrictEqual } from 'node:util';
import type { DomainUnderTest } from './domain-under-test.js';
import { commandIdOf, type History, type Sent, timesOf } from './history.js';
import { isNested } from './nested.js';
import { PurePlay } from './play.js';

/**
 * A history that was changed in its command `index`, with the later ones changed too where they held a value of the state that
 * is another now. `null` where none did.
 */
export function followed(domain: DomainUnderTest, before: History, after: History, index: number): History | null {
  const [old, now] = [new PurePlay(domain), new PurePlay(domain)];
  const times = timesOf(after);
  let isChanged = false;
  const history = after.map((sent, place): Sent => {
    const given = before[place] as Sent;
    const follows = place > index && sent.aggregate === given.aggregate && sent.id === given.id;
    const data = follows ? inStep(sent.data, stateOf(old, given), stateOf(now, sent)) : sent.data;
    const isOther =
      !isDeepStrictEqual(data, sent.data) && domain.validators.violations(sent.command, data).length === 0;
    if (isOther) isChanged = true;
    const next = isOther ? { ...sent, data } : sent;
    const at = { id: commandIdOf(place), time: times[place] ?? 0 };
    old.send(given, at);
    now.send(next, at);
    return next;
  });
  return isChanged ? history : null;
}

function stateOf(play: PurePlay, { aggregate, id }: Sent): unknown {
  return play.stateOf(aggregate, id).context;
}

/** The value with each of its scalars that the old state holds as the new state has it at the same place. */
function inStep(value: unknown, old: unknown, now: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => inStep(item, old, now));
  if (isNested(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inStep(item, old, now)]));
  }
  return counterpart(value, old, now) ?? value;
}

/** What stands in `now` where `value` stands in `old`, if that is another. */
function counterpart(value: unknown, old: unknown, now: unknown): unknown {
  if (typeof old !== 'object' || old === null || old instanceof Date) {
    return isDeepStrictEqual(value, old) && typeof now === typeof old && !isDeepStrictEqual(now, old) ? now : undefined;
  }
  if (typeof now !== 'object' || now === null) return undefined;
  for (const [key, item] of Object.entries(old)) {
    const found = counterpart(value, item, (now as Readonly<Record<string, unknown>>)[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
