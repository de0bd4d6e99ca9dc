// A small domain in several releases: notes that are written and sorted, and letters that are nothing but sent.
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import type { EventCodec } from '../../src/codec/event-codec.js';
import { schemaCodec } from '../../src/codec/schema-codec.js';
import type { Aggregate, Empty } from '../../src/domain.js';
import { type AppDefinition, CONTRACT } from '../../src/engine/app-definition.js';
import type { Engine } from '../../src/engine/engine.js';
import type { EngineOptions } from '../../src/engine/engine-options.js';
import { startEngine } from '../../src/engine/start-engine.js';
import type { Receipt } from '../../src/kernel/place.js';
import type { Row } from '../../src/projection/definition.js';
import type { SchemaTable } from '../../src/schema/schema.js';
import { aggregateSetup } from '../../src/statechart/aggregate-setup.js';
import { descriptorOf, grown, objectOf } from './descriptors.js';

interface Note extends Aggregate {
  state: { text: string; kind: string };
  commands: { Write: { text: string; mood?: string }; Sort: { kind: string }; File: Empty };
  events: { Written: { text: string; mood?: string }; Sorted: { kind: string }; Filed: Empty };
}
interface Letter extends Aggregate {
  state: { sent: number };
  commands: { Send: { copies?: number } };
  events: { Sent: Empty };
}

const note = aggregateSetup<Note>({ commands: ['Write', 'Sort', 'File'], events: ['Written', 'Sorted', 'Filed'] });
const noteMachine = note.createMachine({
  context: { text: '', kind: '' },
  on: {
    Write: { actions: note.decide.Write(({ command }) => ({ type: 'Written', data: command.data })) },
    Written: { actions: note.evolve.Written(({ event }) => ({ text: event.data.text })) },
    Sort: { actions: note.decide.Sort(({ command }) => ({ type: 'Sorted', data: command.data })) },
    Sorted: { actions: note.evolve.Sorted(({ event }) => ({ kind: event.data.kind })) },
    File: { actions: note.decide.File(() => ({ type: 'Filed', data: {} })) },
    Filed: { actions: note.evolve.Filed(() => ({ kind: 'filed' })) },
  },
});
const letter = aggregateSetup<Letter>({ commands: ['Send'], events: ['Sent'] });
const letterMachine = letter.createMachine({
  context: { sent: 0 },
  on: {
    Send: {
      actions: letter.decide.Send(({ command }) =>
        Array.from({ length: command.data.copies ?? 1 }, () => ({ type: 'Sent', data: {} })),
      ),
    },
    Sent: { actions: letter.evolve.Sent(({ state }) => ({ sent: state.sent + 1 })) },
  },
});

const text = { type: 'string' } as const;
const kinds = (...names: readonly string[]) => objectOf({ kind: { enum: names } });

/** Forms of `Written`: the first, one with a trailing optional field, and one that was grown otherwise. */
export const written = descriptorOf('Written', objectOf({ text }), { aggregate: 'Note' });
export const writtenWithMood = grown(written, objectOf({ text, 'mood?': text }));
export const writtenWithAuthor = grown(written, objectOf({ text, 'author?': text }));

/** Forms of `Sorted`: of two kinds, and of three. */
export const sorted = descriptorOf('Sorted', kinds('work', 'play'), { aggregate: 'Note' });
export const sortedWider = grown(sorted, kinds('work', 'play', 'rest'), { breaking: true });

/** An event that only a later release knows. */
export const filed = descriptorOf('Filed', objectOf({}), { aggregate: 'Note' });

const sent = descriptorOf('Sent', objectOf({}), { aggregate: 'Letter' });

/** What one release knows of its events; what it says nothing of is as in the first. */
export interface Release {
  readonly written?: EventDescriptor;
  readonly sorted?: EventDescriptor;
  /** Whether it knows `Filed`. */
  readonly filed?: boolean;
  /** Events that it does not emit any more. */
  readonly retired?: readonly string[];
  /** Codecs of older versions, with upcasters. */
  readonly older?: readonly EventCodec[];
}

interface NoteTypes {
  readonly aggregates: { readonly note: Note; readonly letter: Letter };
  readonly queries: Record<never, never>;
  readonly rows: { readonly Notes: object; readonly Letters: object };
  readonly commandBus: {
    write(id: string, data: Note['commands']['Write'], options?: object): Promise<Receipt>;
    sort(id: string, data: Note['commands']['Sort'], options?: object): Promise<Receipt>;
    file(id: string, data?: object, options?: object): Promise<Receipt>;
    send(id: string, data?: { copies?: number }, options?: object): Promise<Receipt>;
  };
  readonly queryBus: object;
}

/** The domain as one release has it. */
function notesApp(release: Release = {}): AppDefinition<NoteTypes> {
  const forms = [release.written ?? written, release.sorted ?? sorted, ...(release.filed ? [filed] : []), sent];
  const known = forms.filter(({ event }) => !release.retired?.includes(event));
  const schemas: SchemaTable = {
    Write: objectOf({ text, 'mood?': text }),
    Sort: objectOf({ kind: text }),
    File: objectOf({}),
    Send: objectOf({ 'copies?': { type: 'integer' } }),
    Notes: objectOf({ noteId: text, text, kind: text }),
    Letters: objectOf({ letterId: text, sent: { type: 'integer' } }),
    ...Object.fromEntries(known.map(({ event, schema }) => [event, schema])),
  };
  const base = { slaMs: null, key: 'noteId', aggregate: 'Note' };
  return {
    contract: CONTRACT,
    schemas,
    aggregates: [
      {
        type: 'Note',
        machine: noteMachine,
        fingerprint: 'note',
        commands: ['Write', 'Sort', 'File'],
        events: ['Written', 'Sorted', 'Filed'],
        id: null,
      },
      { type: 'Letter', machine: letterMachine, fingerprint: 'letter', commands: ['Send'], events: ['Sent'], id: null },
    ],
    projections: [
      {
        ...base,
        name: 'Notes',
        fingerprint: 'notes',
        folds: {
          creates: {
            Written: ({ event }) => ({
              noteId: event.aggregateId,
              text: (event.data as { text: string }).text,
              kind: '',
            }),
          },
          updates: {
            Written: ({ row, event }) => ({ ...row, text: (event.data as { text: string }).text }),
            Sorted: ({ row, event }) => ({ ...row, kind: (event.data as { kind: string }).kind }),
          },
        },
      },
      {
        ...base,
        name: 'Letters',
        key: 'letterId',
        aggregate: 'Letter',
        fingerprint: 'letters',
        folds: {
          creates: { Sent: ({ event }) => ({ letterId: event.aggregateId, sent: 1 }) },
          updates: { Sent: ({ row }) => ({ ...row, sent: ((row as Row).sent as number) + 1 }) },
        },
      },
    ],
    rollups: [],
    queries: [],
    codecs: [...known.map(schemaCodec), ...(release.older ?? [])],
  };
}

/** An engine of one release. */
export type NotesEngine = Engine<NoteTypes>;

/** Starts an engine of one release; it folds nothing unless it is told to. */
export function startNotes(
  release: Release,
  options: Pick<EngineOptions<NoteTypes>, 'store'> & Partial<EngineOptions<NoteTypes>>,
): Promise<NotesEngine> {
  return startEngine(notesApp(release), { fold: false, ...options });
}
