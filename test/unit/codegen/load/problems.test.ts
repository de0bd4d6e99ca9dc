// What codegen says of machines, folds and queries that it cannot use: each mistake with its place and a way out.
import { expect, it } from 'vitest';
import { generate } from '../../../../codegen/generate.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import { counterModel, locked } from '../emit/counter-model.js';
import { COUNTER_FILES, type Files, tempProject } from './temp-project.js';

const MACHINE = 'domain/counter.machine.ts';
const FOLDS = 'domain/counter.projections.ts';
const QUERIES = 'domain/counter.queries.ts';
const machine = COUNTER_FILES[MACHINE];
const folds = COUNTER_FILES[FOLDS];
const queries = COUNTER_FILES[QUERIES];

const QUITS = {
  'node_modules/quits/package.json':
    '{ "name": "quits", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  'node_modules/quits/index.js': 'process.exit(3);\n',
};

async function problemsOf(change: Files): Promise<string[]> {
  const root = tempProject({ ...COUNTER_FILES, ...change });
  const { problems } = await generate(locked(counterModel), { root, check: false });
  return problems.map(problemText);
}

it('has nothing to say of a sound domain', async () => {
  expect(await problemsOf({})).toEqual([]);
});

it('finds implementations through aliases, wrappers, local constants and export lists', async () => {
  const problems = await problemsOf({
    [MACHINE]: machine
      .replace('import { counter }', 'import { counter as c }')
      .replace('} = counter;', '} = c;\nconst base = c')
      .replace('export const counterMachine = counter.extend', '.extend')
      .replace(').createMachine({', ');\nconst made = (base.createMachine({')
      .replace(/\}\);\n$/, '}));\nexport { made as counterMachine };\n'),
    [FOLDS]: folds.replace('import { projection }', 'import { projection as p }').replace('= projection.', '= p.'),
  });
  expect(problems).toEqual([]);
});

const CHART = 'domain/counter.chart.ts';

/** The counter with its setup extended in a file of its own. `exported` and `imported` are the lines that lead from one to the other. */
const extendedElsewhere = (exported: string, imported: string): Files => ({
  [CHART]: `import { counter } from '../generated/counter.aggregate.js';
${exported}
`,
  [MACHINE]: machine
    .replace('import { next }', `${imported}\nimport { next }`)
    .replace(/counter\.extend\(.*\)\.createMachine/, 'chart.createMachine'),
});
const EXTENSION = `counter.extend({ guards: { small: counter.guard.Bump(({ command }) => command.data.by < 10) } })`;

it.each<[string, Files]>([
  ['an import', extendedElsewhere(`export const chart = ${EXTENSION};`, "import { chart } from './counter.chart.js';")],
  [
    'an import by another name, of a constant behind a constant',
    extendedElsewhere(
      `const base = counter;\nconst extended = ${EXTENSION.replace('counter', 'base')};\nexport { extended as it };`,
      "import { it as chart } from './counter.chart.js';",
    ),
  ],
  [
    'a file that passes it on',
    {
      ...extendedElsewhere(`export const chart = ${EXTENSION};`, "import { chart } from './charts/index.js';"),
      'domain/charts/index.ts': "export * from './more.js';\nexport const other = 5;\n",
      'domain/charts/more.ts': "export { chart } from '../counter.chart.js';\nexport * from './index.js';\n",
    },
  ],
  [
    'a file outside of the domain, which passes on what it imports',
    {
      ...extendedElsewhere(`export const chart = ${EXTENSION};`, "import { chart } from '../lib/chart.js';"),
      'lib/chart.ts': "import { chart } from '../domain/counter.chart.js';\nexport { chart };\n",
    },
  ],
])('finds a machine whose setup comes by %s', async (_, change) => {
  expect(await problemsOf(change)).toEqual([]);
});

it('points at what is implemented in another file', async () => {
  const elsewhere = extendedElsewhere(
    `export const chart = ${EXTENSION}\n  .extend({ actions: { greet: () => {} } });`,
    "import { chart } from './counter.chart.js';",
  );
  expect(await problemsOf(elsewhere)).toEqual([expect.stringMatching(/^domain\/counter\.chart\.ts:3:24 A function/)]);
});

it('looks for what is exported in a circle no longer than once', async () => {
  const circle = {
    ...extendedElsewhere("export { chart } from './round.js';", "import { chart } from './counter.chart.js';"),
    'domain/round.ts': "export { chart } from './counter.chart.js';\nexport * from './round.js';\n",
  };
  expect(await problemsOf(circle)).toContainEqual(expect.stringContaining('Counter has no machine.'));
});

it.each<[string, Files, string]>([
  [
    'a machine that is not exported',
    { [MACHINE]: machine.replace('export const', 'const') },
    'domain/counter.machine.ts:4:7 counterMachine is not exported. Write: export const counterMachine = …',
  ],
  [
    'a second machine of an aggregate',
    { [MACHINE]: `${machine}export const again = counter.createMachine({ context: { count: 0 } });\n` },
    'domain/counter.machine.ts:18:14 Counter is implemented twice: counterMachine in domain/counter.machine.ts:4 is the first. Delete one.',
  ],
  [
    'a machine in a file of another kind',
    { [MACHINE]: null, 'domain/counter.ts': machine },
    'domain/counter.ts:4:14 counterMachine stands in a file whose name does not end in .machine.ts. Rename the file, or move it.',
  ],
  [
    'folds of a projection that is not declared',
    { [FOLDS]: `${folds}export const other = projection.Other({ creates: {} });\n` },
    'domain/counter.projections.ts:8:14 Other is no projection of the domain: there are Tally. Rename this, or declare Other.',
  ],
  [
    'code for a query that needs none',
    { [QUERIES]: `${queries}export const getTally = query.GetTally(() => null);\n` },
    'domain/counter.queries.ts:7:14 GetTally is no hand-written query of the domain: there are GetGrandTotal. Delete this, or declare the query with a result that is neither Row | null nor Page<Row>.',
  ],
  [
    'an event that no state applies',
    { [MACHINE]: machine.replace("WasReset: 'low',", '') },
    'domain/counter.domain.ts:13:1 WasReset is applied by no state in domain/counter.machine.ts. Add it to the "on" of one, or delete the event.',
  ],
  [
    'a fold of a misspelt event',
    { [FOLDS]: folds.replace('WasReset:', 'WasRest:') },
    'domain/counter.projections.ts:6:14 WasRest is no event of Counter. Did you mean WasReset?',
  ],
  [
    'a fold of what resembles no event',
    { [FOLDS]: folds.replace('creates: {', 'creates: { Nudged: () => null,') },
    'domain/counter.projections.ts:3:14 Nudged is no event of Counter. Declare it in Counter, or remove it.',
  ],
  [
    'a fold of a command',
    { [FOLDS]: folds.replace('updates: {', 'updates: { Reset: () => null,') },
    'domain/counter.projections.ts:6:14 Reset is a command of Counter, and only events are folded. Fold the event that it leads to.',
  ],
  [
    'a fold that comes from a list that nobody can follow, at the nearest place',
    { [FOLDS]: folds.replace('updates: {', "updates: { ...Object.fromEntries([['WasRest', () => null]]),") },
    'domain/counter.projections.ts:6:3 In "updates": WasRest is no event of Counter. Did you mean WasReset?',
  ],
  [
    'folds in a group that is none',
    { [FOLDS]: folds.replace('updates:', 'update:') },
    'domain/counter.projections.ts:2:33 tally cannot be loaded: projection.Tally has folds under "update" (did you mean updates?). Put them under creates or updates.',
  ],
  [
    'folds that create nothing',
    {
      [FOLDS]:
        "import { projection } from '../generated/projections.js';\nexport const tally = projection.Tally({} as never);\n",
    },
    'domain/counter.projections.ts:2:33 tally cannot be loaded: projection.Tally has no "creates". Say what creates a row.',
  ],
  [
    'an import of the wired domain',
    { 'domain/count.ts': `import { app } from '../generated/app.js';\n${COUNTER_FILES['domain/count.ts']}` },
    'domain/count.ts:1:21 Domain files may import generated/counter.aggregate.ts, generated/projections.ts, generated/queries.ts; generated/app.ts is not one of them. Import what is declared, or a helper.',
  ],
  [
    'an import that a renamed aggregate left behind',
    { 'domain/old.ts': "import { order } from '../generated/order.aggregate.js';\nexport { order };\n" },
    'domain/old.ts:1:23 Domain files may import generated/counter.aggregate.ts, generated/projections.ts, generated/queries.ts; generated/order.aggregate.ts is not one of them. Import what is declared, or a helper.',
  ],
])('points at %s', async (_, change, problem) => {
  expect(await problemsOf(change)).toEqual([problem]);
});

it.each<[string, Files, string]>([
  [
    'a target that is no state',
    { [MACHINE]: machine.replace("target: 'high'", "target: 'hihg'") },
    "domain/counter.machine.ts:10:25 counterMachine cannot be loaded: Invalid transition definition for state node '(machine).low': Child state 'hihg' does not exist on '(machine)'",
  ],
  [
    'a module that throws',
    { 'domain/count.ts': `${COUNTER_FILES['domain/count.ts']}throw new Error('no luck');\n` },
    'domain/count.ts:2:7 counterMachine cannot be loaded: no luck',
  ],
  [
    'a name that is not exported',
    { 'domain/count.ts': 'export const nxt = (count: number, by: number): number => count + by;\n' },
    "domain/counter.machine.ts:2:1 counterMachine cannot be loaded: The requested module './count.js' does not provide an export named 'next'",
  ],
  [
    'a machine that is no TypeScript',
    { [MACHINE]: machine.replace('counterMachine = counter', 'counterMachine = = counter') },
    'domain/counter.machine.ts:4:31 Expression expected. (TS1109)',
  ],
  [
    'text that is no TypeScript',
    { 'domain/count.ts': `${COUNTER_FILES['domain/count.ts']}export const = 3;\n` },
    'domain/count.ts:2:14 Variable declaration expected. (TS1134)',
  ],
  [
    'a helper that does not exist',
    { [MACHINE]: machine.replace('decide.Reset', 'decide.Rest') },
    'domain/counter.machine.ts:13:32 counterMachine cannot be loaded: decide.Rest is not a function',
  ],
  [
    'folds that are broken',
    { [FOLDS]: folds.replace('updates: {', 'updates: { ...nope(),') },
    'domain/counter.projections.ts:6:12 tally cannot be loaded: nope is not defined',
  ],
  [
    'an initial state that is none',
    { [MACHINE]: machine.replace("initial: 'low'", "initial: 'lwo'") },
    'domain/counter.machine.ts:6:12 counterMachine cannot be loaded: Initial state node "lwo" not found on parent state node #(machine)',
  ],
])('turns %s into a problem', async (_, change, problem) => {
  expect(await problemsOf(change)).toEqual([problem]);
});

it('names the module that ends the process', async () => {
  const problems = await problemsOf({ [FOLDS]: `${folds}process.exit(3);\n` });
  expect(problems).toContain(
    'domain/counter.projections.ts:8:1 process is not allowed in machines, folds and upcasters. Fetch it before the command, and put it into the command.',
  );
  const unseen = await problemsOf({ [FOLDS]: `import 'quits';\n${folds}`, ...QUITS });
  expect(unseen).toEqual([
    'domain/counter.projections.ts:3:14 tally cannot be loaded: it ended the process with exit code 3.',
  ]);
});

it('tells of a broken module once, whoever imports it', async () => {
  const problems = await problemsOf({
    'domain/count.ts': `${COUNTER_FILES['domain/count.ts']}throw new Error('no luck');\n`,
    [FOLDS]: `import './count.js';\n${folds}`,
  });
  expect(problems).toEqual(['domain/count.ts:2:7 counterMachine cannot be loaded (nor can 1 more): no luck']);
});
