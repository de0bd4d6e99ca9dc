// Mistakes that the laws must find, each within 2,000 runs and as a history of at most 6 commands: without these, their holding would prove nothing.
import { expect, it } from 'vitest';
import { encodeValue } from '../../../src/codec/packer.js';
import { decodeValue } from '../../../src/codec/unpacker.js';
import type { AppDefinition } from '../../../src/engine/app-definition.js';
import type { Message } from '../../../src/kernel/message.js';
import type { Head } from '../../../src/log/event-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { checkLaws } from '../../../src/testing/check-laws.js';
import { fromHistory } from '../../../src/testing/from-history/from-history.js';
import type { LawName } from '../../../src/testing/law-options.js';
import { LAWS } from '../../../src/testing/laws/all.js';
import type { OpenStore } from '../../../src/testing/stage.js';
import { turns } from '../../../src/testing/wire.js';
import { ended } from '../../support/exported-lines.js';
import { plantedStore } from '../../support/planted-store.js';
import { runsOf } from '../../support/seed.js';
import { skippingReader } from '../../support/skipping-reader.js';
import { tagBlind } from '../../support/tag-blind.js';
import { half, keptNow } from './clock.js';
import { dataOf, FOLDS, tallyApp } from './tally.js';

const RUNS = 2000;
const LONGEST = 6;

// Not by chance in a normal run: how soon a mistake is found differs from seed to seed, and a gate must not.
const seed = process.env.SOAK === '1' ? runsOf('planted mistakes', RUNS, RUNS).seed : 42;

/** One mistake, and the law that speaks of it. */
interface Planted {
  readonly app?: AppDefinition;
  readonly store?: OpenStore;
  readonly law: LawName;
}

const MISTAKES: Readonly<Record<string, Planted>> = {
  'a checkpoint is written before its rows': {
    law: 'rebuilt = live',
    store: plantedStore(() => ({
      tables: (tables) => ({
        apply: async (step) => {
          const moved = await tables.apply({ ...step, rows: [], indexes: [] });
          if (moved.kind === 'conflict') return moved;
          await turns(2);
          const rows = await tables.apply({ ...step, expects: step.next, next: step.next });
          return rows.kind === 'conflict' ? moved : rows;
        },
      }),
    })),
  },
  'a commit is chained on a version without its tag': {
    law: 'answers are true',
    store: plantedStore(() => {
      const seen = new Map<string, Head>();
      return { log: (log) => tagBlind(log, seen) };
    }),
  },
  'a refusal is answered from a stale state': {
    law: 'answers are true',
    store: plantedStore(() => ({ log: () => ({ shared: false }) })),
  },
  'a reader skips what it does not find': {
    law: 'rebuilt = live',
    store: plantedStore(() => ({ log: skippingReader })),
  },
  'a machine reads the clock through an import': {
    law: 'folds and machines are pure',
    app: tallyApp({ amountOf: (amount) => amount + half() }),
  },
  'a machine reads a clock that was kept': {
    law: 'folds and machines are pure',
    app: tallyApp({ amountOf: (amount) => amount + (keptNow() % 1000) }),
  },
  'a fold mutates its row': {
    law: 'folds and machines are pure',
    app: tallyApp({
      folds: {
        ...FOLDS,
        updates: {
          ...FOLDS.updates,
          Resumed: ({ row }) => Object.assign(row as object, { status: 'open' }) as typeof row,
        },
      },
    }),
  },
  'a snapshot misses a field': {
    law: 'snapshot + tail = replay',
    store: plantedStore(() => ({
      snapshots: (snapshots) => ({
        save: (aggregate, fingerprint, snapshot) => {
          const state = decodeValue(snapshot.bytes) as { readonly context: object };
          const bytes = encodeValue({ ...state, context: { ...state.context, last: 0 } });
          return snapshots.save(aggregate, fingerprint, { ...snapshot, bytes });
        },
      }),
    })),
  },
  'a retried command is not recognised': {
    law: 'a retried command acts once',
    store: plantedStore(() => ({ log: () => ({ find: async () => [] }) })),
  },
  'an event is applied in no state': {
    law: 'events apply',
    app: tallyApp({ addsWhilePaused: true }),
  },
  'a codec reads two fields as each other': {
    law: 'stored = meant',
    app: tallyApp({
      codecOf: (sound) => ({
        ...sound,
        read: (from, fields) => swapped(sound.descriptor.event, sound.read(from, fields)),
      }),
    }),
  },
  'a codec writes and reads two fields in each other’s place': {
    law: 'stored = meant',
    app: tallyApp({
      codecOf: (sound) => ({
        ...sound,
        write: (to, data) => sound.write(to, swapped(sound.descriptor.event, data)),
        read: (from, fields) => swapped(sound.descriptor.event, sound.read(from, fields)),
      }),
    }),
  },
  'an upcaster makes what is no event of today': {
    law: 'stored = meant',
    app: tallyApp({ upcast: ({ event }) => ({ ...(event.data as object), total: dataOf(event).amount / 2 }) }),
  },
  'an index is not updated when a row goes': {
    law: 'rebuilt = live',
    store: plantedStore(() => ({
      tables: (tables) => ({
        apply: (step) => {
          const gone = new Set(
            step.rows.flatMap(({ rows }) => [...rows].flatMap(([key, row]) => (row === null ? [key] : []))),
          );
          const indexes = step.indexes.map((index) => ({
            ...index,
            remove: index.remove.filter(({ key }) => !gone.has(key)),
          }));
          return tables.apply({ ...step, indexes });
        },
      }),
    })),
  },
  'a rollup is not updated when a row goes': {
    law: 'rollups are group-bys',
    store: plantedStore(() => ({
      tables: (tables) => ({
        apply: (step) => {
          const isGone = step.rows.some(
            ({ table, rows }) => table.table === 'TallyRow' && [...rows.values()].includes(null),
          );
          return tables.apply(
            isGone ? { ...step, rows: step.rows.filter(({ table }) => table.table === 'TallyRow') } : step,
          );
        },
      }),
    })),
  },
  'a query pages wrongly': {
    law: 'queries agree',
    store: plantedStore(() => ({
      tables: (tables) => ({
        entries: (index, partition, range) =>
          tables.entries(index, partition, { ...range, offset: range.offset > 0 ? range.offset + 1 : 0 }),
        slice: ({ range, ...request }) =>
          tables.slice({ ...request, range: { ...range, offset: range.offset > 0 ? range.offset + 1 : 0 } }),
      }),
    })),
  },
};

/** The data of an `Added` with amount and total changed over. */
function swapped(event: string, data: unknown): unknown {
  if (event !== 'Added') return data;
  const { amount, total } = data as ReturnType<typeof dataOf>;
  return { amount: total, total: amount };
}

it.each(Object.entries(MISTAKES))(`finds that %s (seed ${seed})`, { timeout: 120_000 }, async (_, planted) => {
  const { app = tallyApp(), store = memoryStore, law } = planted;
  const share = LAWS.find(({ name }) => name === law)?.share ?? 1;
  const report = await checkLaws(app, {
    only: [law],
    stores: [store],
    runs: Math.floor(RUNS / share),
    seed,
    timeLimit: 100_000,
  });
  const [result] = report.laws;
  process.stdout.write(
    `found in run ${result?.failure?.runs}: ${result?.failure?.case.history.length} commands, ${result?.failure?.message.slice(0, 100)}\n`,
  );
  expect(result?.failure, 'the mistake must be found').not.toBeNull();
  expect(result?.failure?.case.history.length).toBeLessThanOrEqual(LONGEST);
});

it(`finds nothing where nothing is planted (seed ${seed})`, { timeout: 120_000 }, async () => {
  const report = await checkLaws(tallyApp(), { runs: 50, seed, coverage: 'all transitions' });
  expect(report.text.replaceAll(/^holds.*\n/gm, '')).not.toContain('DOES NOT HOLD');
  expect(report.holds).toBe(true);
});

it(`finds nothing in an upcaster that makes events of today, and says that it ran (seed ${seed})`, async () => {
  const app = tallyApp({ upcast: ({ event }) => ({ ...(event.data as object), total: dataOf(event).amount }) });
  const report = await checkLaws(app, { only: ['stored = meant'], runs: 5, seed });
  expect(report.holds).toBe(true);
  expect(report.coverage.find(({ kind }) => kind === 'upcaster')).toEqual({
    kind: 'upcaster',
    reached: 1,
    total: 1,
    missed: [],
  });
});

it('finds in an exported log the one event of which an upcaster makes none of today', async () => {
  const before = tallyApp({ upcast: () => [] }).codecs.find(({ upcast }) => upcast !== undefined)?.descriptor;
  const commits = [2, 4, 5, 6].map((amount, index) => ({
    ...{ kind: 'commit', aggregate: 'Tally', aggregateId: `tally-${index % 2}`, version: 1 + Math.floor(index / 2) },
    ...{ tag: `000000000000000${index}`, digest: '0123456789abcdef', commandId: `c${index}`, metadata: {} },
    ...{ time: '2024-05-01T00:00:00.000Z', events: [{ type: 'Added', number: 1, schemaVersion: 1, data: { amount } }] },
  }));
  const head = { kind: 'log', format: 1, partitions: 1 };
  const described = { kind: 'descriptor', fingerprint: before?.revisions[0], descriptor: before };
  const log = ended([head, described, ...commits].map((line) => JSON.stringify(line)));
  const total = (share: number) => ({
    upcast: ({ event }: { event: Message }) => ({ ...(event.data as object), total: dataOf(event).amount / share }),
  });
  expect((await fromHistory(tallyApp(total(1)), log)).text).toBe('holds: 4 events in 4 commits of 2 aggregates\n');
  const { failure } = await fromHistory(tallyApp(total(2)), log);
  expect(failure).toMatchObject({ law: 'stored = meant', commits: 1 });
  expect(failure?.text).toContain('Added { amount: 5 }');
});
