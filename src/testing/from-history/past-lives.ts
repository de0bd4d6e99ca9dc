// The aggregates of an exported log as they are today, and the laws that concern each of them alone. Starts no engine.

import type { EventCodecs } from '../../codec/event-codecs.js';
import type { ExportedCommit } from '../../engine/export-lines.js';
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import type { Partition, Position } from '../../kernel/place.js';
import { RecordedEvents } from '../../log/recorded-events.js';
import { freeze } from '../../schema/freeze.js';
import { stateName } from '../../statechart/stepper.js';
import { Broken, must, mustEqual } from '../broken.js';
import { aggregateOf } from '../domain-under-test.js';
import type { LawContext } from '../law.js';
import { rowsFit, statesFit } from '../laws/events-apply.js';
import { invariantsHold } from '../laws/invariants.js';
import { agree } from '../laws/machines-agree.js';
import type { Life } from '../play.js';
import { mustKeep } from '../round-trip.js';
import { concernedRegions } from './concerned-regions.js';

/** The laws of single aggregates, in the order in which they are checked. */
export type PastLaw = 'stored = meant' | 'events apply' | 'machines agree' | 'invariants';

/** What the laws of single aggregates take. */
export interface PastContext extends LawContext {
  readonly codecs: EventCodecs;
}

/** Leads one aggregate through its commits. Throws `Broken` where a law does not hold; `isAt` hears which one is looked at. */
export function checkLife(
  context: PastContext,
  commits: readonly ExportedCommit[],
  isAt: (law: PastLaw) => void,
): Life {
  isAt('stored = meant');
  const events = eventsOf(context, commits);
  isAt('events apply');
  const life = lived(context, commits, events);
  statesFit(context, life);
  rowsFit(context, [life]);
  isAt('machines agree');
  agree(life, events);
  isAt('invariants');
  invariantsHold(context, [life]);
  return life;
}

/** The events of today that commits stand for, each decoded as it was stored. */
function eventsOf({ domain, codecs }: PastContext, commits: readonly ExportedCommit[]): readonly Message[] {
  const recorded = new RecordedEvents(codecs, (event, data) => domain.validators.violations(event, data));
  let version = 0;
  return commits.flatMap(({ aggregate, events, payload }) => {
    version += events.length;
    const place = { partition: 0 as Partition, position: version as Position };
    const messages = understood(() => recorded.of({ aggregate, version, place, payload }));
    for (const { descriptor, data } of events) {
      const codec = codecs.reading(descriptor.number, descriptor.version);
      if (codec.upcast === undefined) mustKeep(codec, data);
    }
    for (const { type, data } of messages) {
      const [violation] = domain.validators.violations(type, data);
      const where = () => `${type} is not valid today: ${violation?.pointer || 'it'} ${violation?.message}.`;
      must(violation === undefined, where);
    }
    const isUnchanged =
      messages.length === events.length && events.every(({ descriptor }) => isToday(codecs, descriptor));
    if (isUnchanged) {
      const stored = events.map(({ data }) => data);
      const read = messages.map(({ data }) => data);
      mustEqual('An event is read as other data than was exported.', read, stored);
    }
    return messages;
  });
}

function isToday(
  codecs: EventCodecs,
  { number, version }: { readonly number: number; readonly version: number },
): boolean {
  return codecs.reading(number, version).upcast === undefined;
}

function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isStatefoldError(error)) throw new Broken(error.message);
    throw error;
  }
}

function lived({ domain }: PastContext, commits: readonly ExportedCommit[], events: readonly Message[]): Life {
  const { type, id } = commits[0]?.aggregate ?? { type: '', id: '' };
  const aggregate = aggregateOf(domain, type);
  const { stepper } = aggregate.decider;
  let state = stepper.initial();
  freeze(state.context);
  const states = [state];
  for (const event of events) {
    const at = () => {
      const where = concernedRegions(aggregate.definition.machine, state.value, event.type);
      return `${type} ${id}@${event.version}: ${event.type} in state ${stateName(where)}`;
    };
    const stepped = attempt(() => stepper.step(state, event), at);
    if (stepped.kind !== 'stepped') throw new Broken(`${at()} is applied by nothing. Add it to the machine's "on".`);
    state = stepped.next;
    states.push(state);
  }
  return { aggregate, id, events, states };
}

function attempt<T>(step: () => T, at: () => string): T {
  try {
    return step();
  } catch (error) {
    throw new Broken(`${at()} cannot be applied: ${wordsOf(error)}`);
  }
}
