// Law: an event comes back from its bytes as it was meant, and what older releases stored is still understood.
import fc from 'fast-check';
import { EventCodecs } from '../../codec/event-codecs.js';
import type { AppDefinition } from '../../engine/app-definition.js';
import { must } from '../broken.js';
import { checkCorpus, checkOlderVersions } from '../corpus/check-corpus.js';
import type { DomainUnderTest } from '../domain-under-test.js';
import { historiesOf } from '../history-arbitrary.js';
import type { EventCase, Law } from '../law.js';
import { play } from '../play.js';
import { mustKeep } from '../round-trip.js';
import { hasUpcaster, upcasterName } from '../upcasters.js';

/** Events of histories and of their types, and the samples of every version that was ever released. */
export const storedEqualsMeant: Law = {
  name: 'stored = meant',
  says: 'every event is read as it was written, its bytes are those that its descriptor says, and every older version is understood',
  needsStore: false,
  share: 3,
  cases: (domain, commands) => fc.record({ history: historiesOf(domain, { commands }), events: eventsOf(domain) }),
  check: async ({ domain, onUpcast }, { history, events = [] }) => {
    const { wrong, upcasted } = await pastOf(domain.app);
    for (const name of upcasted) onUpcast?.(name);
    must(wrong === null, () => `What was stored before is no longer understood.\n${wrong}`);
    const codecs = codecsOf(domain.app);
    const lived = play(domain, history).lives.flatMap((life) => life.events);
    for (const { type, data } of lived) mustKeep(codecs.writing(type), data);
    for (const { event, data } of events) mustKeep(codecs.writing(event), data);
  },
};

const MOST_EVENTS = 4;

/** Data that the types of events allow, whether or not any command leads to it. */
function eventsOf({ app, commands }: DomainUnderTest): fc.Arbitrary<readonly EventCase[]> {
  const names = app.aggregates.flatMap(({ events }) => events).filter((event) => Object.hasOwn(app.schemas, event));
  if (names.length === 0) return fc.constant([]);
  const one = fc.oneof(...names.map((event) => commands.anyOf(event).map((data) => ({ event, data }))));
  return fc.array(one, { maxLength: MOST_EVENTS });
}

const known = new WeakMap<AppDefinition, EventCodecs>();

function codecsOf(app: AppDefinition): EventCodecs {
  const codecs = known.get(app) ?? new EventCodecs(app.codecs);
  known.set(app, codecs);
  return codecs;
}

/** What came of the versions that were released, and which upcasters that took. */
interface Past {
  readonly wrong: string | null;
  readonly upcasted: ReadonlySet<string>;
}

/** Looked at once: no case changes it. */
const pasts = new WeakMap<AppDefinition, Promise<Past>>();

function pastOf(app: AppDefinition): Promise<Past> {
  const past = pasts.get(app) ?? lookBack(app);
  pasts.set(app, past);
  return past;
}

async function lookBack(app: AppDefinition): Promise<Past> {
  const upcasted = new Set<string>();
  const codecs = app.codecs.map((codec) => {
    if (!hasUpcaster(codec)) return codec;
    const upcast: typeof codec.upcast = (input) => {
      upcasted.add(upcasterName(codec));
      return codec.upcast(input);
    };
    return { ...codec, upcast };
  });
  const watched = { ...app, codecs };
  // Who wrote the code by hand has no folder of samples: some are made.
  const report = app.sources === undefined ? checkOlderVersions(watched) : await checkCorpus(watched);
  return { wrong: report.holds ? null : report.text, upcasted };
}
