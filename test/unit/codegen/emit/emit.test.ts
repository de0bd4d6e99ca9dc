// What each emitter prints for a small domain, to the letter. Update with `vitest -u` and read the difference.
import { expect, it } from 'vitest';
import { emitHelpers, emitRest, REST_PATHS } from '../../../../codegen/emit/emit.js';
import { isGenerated } from '../../../../codegen/emit/generated-file.js';
import type { Chart, ChartState, ChartTransition } from '../../../../codegen/load/chart.js';
import type { Implementations } from '../../../../codegen/model.js';
import { counterModel, emptyModel, locked, place } from './counter-model.js';

const implementation = (file: string, exportName: string) => ({
  file,
  exportName,
  at: place(1, file),
  fingerprint: 'feedbeef00000000',
});

const implementations: Implementations = {
  machines: { Counter: implementation('domain/counter.machine.ts', 'counterMachine') },
  projections: { Tally: implementation('domain/counter.projections.ts', 'tally') },
  queries: { GetGrandTotal: implementation('domain/reports/counter.queries.ts', 'grandTotal') },
  upcasters: {},
};

const state = (path: string, more: Partial<ChartState> = {}): ChartState => ({
  path,
  type: 'atomic',
  initial: [],
  transitions: [],
  entry: [],
  exit: [],
  states: [],
  forbidden: [],
  ...more,
});

const transition = (more: Partial<ChartTransition>): ChartTransition => ({
  kind: 'message',
  message: '',
  index: 0,
  targets: [],
  guard: '',
  guards: [],
  actions: [],
  ...more,
});

const root = state('', {
  type: 'compound',
  initial: ['low'],
  states: [
    state('low', {
      transitions: [
        transition({ message: 'Bump', guard: 'small', actions: [{ name: '', kind: 'decide', message: 'Bump' }] }),
        transition({ message: 'Bumped', targets: ['high'] }),
      ],
    }),
    state('high', {
      type: 'compound',
      initial: ['high.end'],
      states: [state('high.end', { type: 'final' })],
      transitions: [
        transition({ kind: 'done', targets: ['both'], guard: 'small' }),
        transition({ message: 'done', targets: ['low'] }),
      ],
    }),
    state('both', {
      type: 'parallel',
      initial: ['both.a', 'both.b'],
      states: [state('both.a', { type: 'final' }), state('both.b', { type: 'final' })],
      transitions: [transition({ kind: 'done', targets: ['low'] }), transition({ kind: 'always', targets: ['high'] })],
    }),
  ],
});

const chart: Chart = { root, guards: [], unasked: [], actions: {}, complaints: [] };

const { lock } = locked(counterModel);
const from = { lock, implementations, charts: { Counter: chart }, digest: 'feedbeef00000000' };

const emitted = [...emitHelpers(counterModel, lock, '.js'), ...emitRest(counterModel, from, '.js')];

it.each(emitted)('prints $path to the letter', async ({ path, text }) => {
  await expect(text).toMatchFileSnapshot(`./golden/${path}.txt`);
});

it('marks every file as generated', () => {
  expect(emitted.filter(({ text }) => !isGenerated(text))).toEqual([]);
});

it('lists the paths of what stands on implementations', () => {
  const rest = emitRest(counterModel, { ...from, charts: {} }, '.js');
  expect(rest.map(({ path }) => path)).toEqual(REST_PATHS);
});

it('ends relative specifiers in .ts where the project wants it', () => {
  const [aggregate] = emitHelpers(counterModel, lock, '.ts');
  expect(aggregate?.text).toContain("from '../domain/counter.domain.ts';");
  expect(aggregate?.text).toContain("from 'statefold/contract';");
});

it('prints the same whatever else the domain holds', () => {
  const [alone] = emitHelpers({ ...emptyModel, aggregates: counterModel.aggregates }, lock, '.js');
  expect(alone).toEqual(emitHelpers(counterModel, lock, '.js')[0]);
});

it('makes no helpers for what the domain does not have', () => {
  expect(emitHelpers(emptyModel, locked(emptyModel).lock, '.js')).toEqual([]);
});
