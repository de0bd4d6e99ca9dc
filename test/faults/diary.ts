// A domain whose rows tell on whoever folds or decides wrongly: each keeps the id of every event that it has seen.
import type { Aggregate, Int } from '../../src/domain.js';
import { type AppDefinition, CONTRACT } from '../../src/engine/app-definition.js';
import type { Engine } from '../../src/engine/engine.js';
import type { EngineOptions } from '../../src/engine/engine-options.js';
import { startEngine } from '../../src/engine/start-engine.js';
import type { Receipt } from '../../src/kernel/place.js';
import type { SchemaTable } from '../../src/schema/schema.js';
import { aggregateSetup } from '../../src/statechart/aggregate-setup.js';
import { codecsOf } from '../support/app-codecs.js';
import { objectOf } from '../support/descriptors.js';

/** A diary: pages are written one behind the other, and it is closed once. */
interface Diary extends Aggregate {
  state: { pages: Int; last: string };
  commands: { Write: { writer: string; text: string }; Close: object };
  events: { Written: { number: Int; after: string; writer: string; text: string }; Closed: object };
}

/** The row of a diary. What folds or decides twice, or leaves out, does not fit it any more. */
export interface DiaryRow {
  readonly diaryId: string;
  readonly writer: string;
  /** Ids of all its events, in the order in which they were folded. */
  readonly seen: readonly string[];
  readonly pages: number;
  /** Events that were decided on another history than the one they stand on. */
  readonly misplaced: number;
  readonly letters: number;
  readonly isClosed: boolean;
}

const COMMANDS = ['Write', 'Close'];
const EVENTS = ['Written', 'Closed'];
const { decide, evolve, ...chart } = aggregateSetup<Diary>({ commands: COMMANDS, events: EVENTS });

const machine = chart.createMachine({
  id: 'diary',
  context: { pages: 0, last: '' },
  initial: 'open',
  states: {
    open: {
      on: {
        Write: {
          actions: decide.Write(({ state, command }) => ({
            type: 'Written',
            data: { number: state.pages + 1, after: state.last, ...command.data },
          })),
        },
        Written: { actions: evolve.Written(({ event }) => ({ pages: event.data.number, last: event.id })) },
        Close: { actions: decide.Close(() => ({ type: 'Closed', data: {} })) },
        Closed: 'closed',
      },
    },
    closed: { type: 'final' },
  },
});

const [text, count] = [{ type: 'string' }, { type: 'integer' }] as const;
const schemas: SchemaTable = {
  Write: objectOf({ writer: { ...text, maxLength: 100 }, text: { ...text, maxLength: 100_000 } }),
  Close: objectOf({}),
  Written: objectOf({ number: count, after: text, writer: text, text }),
  Closed: objectOf({}),
  DiaryRows: objectOf({
    diaryId: text,
    writer: text,
    seen: { type: 'array', items: text },
    pages: count,
    misplaced: count,
    letters: count,
    isClosed: { type: 'boolean' },
  }),
  Writers: objectOf({ writer: text, diaries: count, pages: count, letters: count }),
  GetDiary: objectOf({ diaryId: text }),
};

type Written = Diary['events']['Written'];

/** The rows' tables: the projection and its rollup. */
export const TABLES = ['DiaryRows', 'Writers'] as const;

interface DiaryTypes {
  readonly aggregates: { readonly diary: Diary };
  readonly queries: { readonly GetDiary: object };
  readonly rows: { readonly DiaryRows: DiaryRow; readonly Writers: object };
  readonly commandBus: {
    write(id: string, data: Diary['commands']['Write'], options?: object): Promise<Receipt>;
    close(id: string, data?: object, options?: object): Promise<Receipt>;
  };
  readonly queryBus: {
    getDiary(
      query: { readonly diaryId: string },
      options?: { readonly after?: Receipt; readonly timeout?: number },
    ): Promise<{ readonly value: DiaryRow | null; readonly stale: boolean }>;
  };
}

/** The domain. */
export const diaryApp: AppDefinition<DiaryTypes> = {
  contract: CONTRACT,
  schemas,
  aggregates: [{ type: 'Diary', machine, fingerprint: 'diary', commands: COMMANDS, events: EVENTS, id: null }],
  projections: [
    {
      name: 'DiaryRows',
      aggregate: 'Diary',
      key: 'diaryId',
      slaMs: null,
      fingerprint: 'rows',
      folds: {
        creates: {
          Written: ({ event }) => {
            const { writer, number, after, text: words } = event.data as Written;
            const misplaced = number === 1 && after === '' ? 0 : 1;
            const own = { diaryId: event.aggregateId, writer, letters: words.length };
            return { ...own, seen: [event.id], pages: 1, misplaced, isClosed: false };
          },
        },
        updates: {
          Written: ({ row, event }) => {
            const before = row as unknown as DiaryRow;
            const { writer, number, after, text: words } = event.data as Written;
            const fits = number === before.pages + 1 && after === before.seen.at(-1);
            return {
              ...before,
              writer,
              seen: [...before.seen, event.id],
              pages: before.pages + 1,
              misplaced: before.misplaced + (fits ? 0 : 1),
              letters: before.letters + words.length,
            };
          },
          Closed: ({ row, event }) => {
            const before = row as unknown as DiaryRow;
            return { ...before, seen: [...before.seen, event.id], isClosed: true };
          },
        },
      },
    },
  ],
  rollups: [
    {
      name: 'Writers',
      source: 'DiaryRows',
      key: 'writer',
      keyField: 'writer',
      unnest: null,
      where: {},
      fields: {
        diaries: { kind: 'count' },
        pages: { kind: 'sum', path: 'pages' },
        letters: { kind: 'sum', path: 'letters' },
      },
      fingerprint: 'writers',
    },
  ],
  queries: [
    {
      kind: 'row',
      name: 'GetDiary',
      source: 'DiaryRows',
      filters: [{ field: 'diaryId', parameter: 'diaryId', operator: '=', optional: false }],
    },
  ],
  codecs: codecsOf('Diary', schemas, EVENTS),
};

/** An engine of the domain. */
export type DiaryEngine = Engine<DiaryTypes>;

/** Starts an engine of the domain. */
export function startDiaries(options: EngineOptions<DiaryTypes>): Promise<DiaryEngine> {
  return startEngine(diaryApp, options);
}
