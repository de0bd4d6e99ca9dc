// A project in a temporary folder, with this package and XState installed by link. Deleted after the test.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../../../..', import.meta.url));

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
    customConditions: ['@statefold/source'],
  },
  include: ['domain', 'generated'],
};

/** Files by path; a value of `null` leaves the file out. */
export type Files = Readonly<Record<string, string | null>>;

/** Makes a project of files by path, and returns its root, whose path has a space in it. */
export function tempProject(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'statefold test-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(PACKAGE, join(root, 'node_modules', 'statefold'), 'junction');
  symlinkSync(join(PACKAGE, 'node_modules', 'xstate'), join(root, 'node_modules', 'xstate'), 'junction');
  writeProject(root, { 'package.json': '{ "type": "module" }', 'tsconfig.json': JSON.stringify(TSCONFIG), ...files });
  return root;
}

/** Writes files into a project; `null` deletes one. */
export function writeProject(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (text === null) rmSync(target, { force: true });
    else writeFileSync(target, text);
  }
}

/** The implementations of the counter of `counter-model.ts`. */
export const COUNTER_FILES = {
  'domain/counter.domain.ts': `import type { Aggregate, Branded, Count, Empty, Int, Page, Projection, Query, Rollup, Sum } from 'statefold/domain';
export type CounterId = Branded<string, 'CounterId'>;
export interface BumpNote { by: Int; at: Date }
export interface Counter extends Aggregate<CounterId> {
  state: { count: Int };
  commands: { Bump: { by: Int }; Reset: Empty };
  events: { Bumped: { by: Int; note?: string }; WasReset: Empty };
}
export interface Tally extends Projection<Counter> {
  /** @key */
  counterId: CounterId;
  status: 'low' | 'high';
  count: Int;
  bumps: BumpNote[];
}
export interface ByStatus extends Rollup<Tally, { key: 'status' }> { counters: Count; total: Sum<Tally, 'count'> }
export interface GetTally extends Query<Tally | null> { counterId: CounterId }
export interface GetTallies extends Query<Page<Tally>> { status?: Tally['status'] }
/** @reads Tally, ByStatus */
export interface GetGrandTotal extends Query<Int> {}
`,
  'domain/counter.machine.ts': `import { counter } from '../generated/counter.aggregate.js';
import { next } from './count.js';
const { decide, evolve, guard } = counter;
export const counterMachine = counter.extend({ guards: { small: guard.Bump(({ command }) => command.data.by < 10) } }).createMachine({
  context: { count: 0 },
  initial: 'low',
  states: {
    low: { on: {
      Bump: { guard: 'small', actions: decide.Bump(({ command }) => ({ type: 'Bumped', data: command.data })) },
      Bumped: { target: 'high', actions: evolve.Bumped(({ state, event }) => ({ count: next(state.count, event.data.by) })) },
    } },
    high: { on: {
      Reset: { actions: decide.Reset(() => ({ type: 'WasReset', data: {} })) },
      WasReset: 'low',
    } },
  },
});
`,
  'domain/count.ts': `export const next = (count: number, by: number): number => count + by;\n`,
  'domain/counter.projections.ts': `import { projection } from '../generated/projections.js';
export const tally = projection.Tally({
  creates: {
    Bumped: ({ row, event }) => ({ counterId: event.aggregateId, status: 'high', count: (row?.count ?? 0) + event.data.by, bumps: [] }),
  },
  updates: { WasReset: ({ row }) => ({ ...row, status: 'low', count: 0 }) },
});
`,
  'domain/counter.queries.ts': `import { query } from '../generated/queries.js';
export const grandTotal = query.GetGrandTotal(async ({ rows }) => {
  let total = 0;
  for await (const { count } of rows.Tally.all()) total += count;
  return total;
});
`,
} as const;
