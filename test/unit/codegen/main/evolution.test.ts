// How a user changes an event that is locked, step by step, on real folders: what is refused, what is asked for, what is generated.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCodegen } from '../../../../codegen/main.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import { compilerLines } from '../../../support/compiler.js';
import { type Files, tempProject, writeProject } from '../load/temp-project.js';

const LOCK = 'domain/schema.lock.json';
const slow = { timeout: 60_000 };

/** A domain whose events are given; `Placed` and `Shipped` are decided, applied and folded. */
const domain = (placed: string, shipped = 'Shipped: { carrier: string };') => ({
  'domain/trade.domain.ts': `import type { Aggregate, Branded, Empty, Int, Projection } from 'statefold/domain';
export type TradeId = Branded<string, 'TradeId'>;
export type Customer = Branded<string, 'Customer'>;
export interface Trade extends Aggregate<TradeId> {
  state: Empty;
  commands: { Place: { customer: Customer }; Ship: Empty };
  events: {
${placed}
${shipped}
  };
}
export interface TradeRow extends Projection<Trade> {
  /** @key */
  tradeId: TradeId;
  customer: Customer;
}
`,
});

/** The machine: what it emits on `Place` and on `Ship`, the latter `null` where nothing is shipped any more. */
const machine = (placed: string, shipped: string | null = `{ carrier: 'post' }`) => ({
  'domain/trade.machine.ts': `import { trade } from '../generated/trade.aggregate.js';
const { decide, evolve } = trade;
export const tradeMachine = trade.createMachine({
  context: {},
  on: {
    Place: { actions: decide.Place(({ command }) => ({ type: 'Placed', data: { customer: command.data.customer, ${placed} } })) },
    Placed: { actions: evolve.Placed(() => ({})) },
    Ship: { actions: decide.Ship(() => (${shipped === null ? '[]' : `{ type: 'Shipped', data: ${shipped} }`})) },
${shipped === null ? '' : '    Shipped: { actions: evolve.Shipped(() => ({})) },'}
  },
});
`,
});

const FOLDS = {
  'domain/trade.projections.ts': `import { projection } from '../generated/projections.js';
export const tradeRow = projection.TradeRow({
  creates: { Placed: ({ event }) => ({ tradeId: event.aggregateId, customer: event.data.customer }) },
});
`,
};

const upcasters = (...lines: string[]) => ({
  'domain/trade.upcasters.ts': ["import { upcast } from '../generated/upcasters.js';", ...lines, ''].join('\n'),
});

const FIRST = { ...domain('Placed: { customer: Customer; amount: string };'), ...machine(`amount: '1'`), ...FOLDS };
const RETYPED = { ...domain('Placed: { customer: Customer; amount: Int };'), ...machine('amount: 1') };
const VERSIONED = {
  ...domain('/** @version 2 */\nPlaced: { customer: Customer; amount: Int };'),
  ...machine('amount: 1'),
};
const PLACED_V1 =
  'export const placedV1 = upcast.PlacedV1(({ event }) => ({ ...event.data, amount: Number(event.data.amount) }));';

/** One project, changed and generated again and again. */
class Story {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async begin(files: Files = FIRST): Promise<Story> {
    const story = new Story(tempProject(files));
    expect(await story.run()).toEqual([]);
    return story;
  }

  /** Changes files and generates: the problems. */
  async run(files: Files = {}, more: { check?: boolean; forget?: readonly string[] } = {}): Promise<string[]> {
    writeProject(this.root, files);
    const { problems } = await runCodegen({ root: this.root, check: false, ...more });
    return problems.map(problemText);
  }

  /** What the user's compiler says of the user's files. */
  typeErrors(): string[] {
    return compilerLines(this.root).filter((line) => /^(domain|generated)\//.test(line));
  }

  text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The versions of an event in the lock. */
  versions(event: string): number[] {
    const { aggregates } = JSON.parse(this.text(LOCK));
    return aggregates.Trade.events[event].versions.map(({ version }: { version: number }) => version);
  }

  /** The entries of `codecs` in the generated app. */
  codecs(): string[] {
    const [, list = ''] = /\n {2}codecs: \[\n(.*?)\n {2}\],/s.exec(this.text('generated/app.ts')) ?? [];
    return list.split('\n').map((line) => line.trim().replace(/,$/, ''));
  }

  fingerprints(): string[] {
    return [...this.text('generated/handlers.ts').matchAll(/fingerprint: '(\w+)'/g)].map(
      ([, fingerprint = '']) => fingerprint,
    );
  }
}

it('locks what is generated, asks for no upcaster, and minds no ends of lines', slow, async () => {
  const story = await Story.begin();
  expect(story.versions('Placed')).toEqual([1]);
  expect(story.has('generated/upcasters.ts')).toBe(false);
  expect(story.codecs()).toEqual(['codecs.Placed', 'codecs.Shipped']);
  expect(await runCodegen({ root: story.root, check: true })).toMatchObject({ problems: [], stale: [], changes: [] });
  writeProject(story.root, { [LOCK]: story.text(LOCK).replaceAll('\n', '\r\n') });
  expect(await runCodegen({ root: story.root, check: true })).toMatchObject({ problems: [], stale: [], changes: [] });
});

it('refuses a change of a type, says where and what next, and touches nothing', slow, async () => {
  const story = await Story.begin();
  const before = [story.text(LOCK), story.text('generated/app.ts'), story.text('generated/validators.ts')];
  const problems = await story.run(RETYPED);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^domain\/trade\.domain\.ts:8:\d+ /);
  for (const part of ['amount', 'string', '@version 2', 'upcaster', 'statefold codegen --forget Placed']) {
    expect(problems[0]).toContain(part);
  }
  expect([story.text(LOCK), story.text('generated/app.ts'), story.text('generated/validators.ts')]).toEqual(before);
});

it('asks for the upcaster of a version, and generates once it is there', slow, async () => {
  const story = await Story.begin();
  const [before, fingerprints] = [story.text(LOCK), story.fingerprints()];

  expect(await story.run(VERSIONED)).toEqual([
    "domain/trade.domain.ts:9:1 PlacedV1 has no upcaster. Write in domain/trade.upcasters.ts: export const placedV1 = upcast.PlacedV1(({ event }) => ({ ...event.data, … })); (import { upcast } from '../generated/upcasters.js').",
  ]);
  expect(story.text('generated/upcasters.ts')).toContain(
    "export interface PlacedV1 {\n  customer: Trade['events']['Placed']['customer'];\n  amount: string;\n}",
  );
  expect(story.text(LOCK)).toBe(before);

  expect(await story.run(upcasters(PLACED_V1))).toEqual([]);
  expect(story.versions('Placed')).toEqual([1, 2]);
  expect(story.codecs()).toEqual(['{ ...codecs.PlacedV1, upcast: placedV1 }', 'codecs.Placed', 'codecs.Shipped']);
  expect(story.typeErrors()).toEqual([]);
  expect(story.fingerprints()).toHaveLength(2);
  const versioned = story.fingerprints();
  expect(versioned.filter((fingerprint) => fingerprints.includes(fingerprint))).toEqual([]);
  expect(await runCodegen({ root: story.root, check: true })).toMatchObject({ problems: [], stale: [], changes: [] });

  // What an upcaster says is part of what the machine and the folds of its aggregate see.
  expect(await story.run(upcasters(PLACED_V1.replace('Number(', '100 * Number(')))).toEqual([]);
  expect(story.fingerprints().filter((fingerprint) => versioned.includes(fingerprint))).toEqual([]);
});

it('says what is wrong with upcasters as it does of folds', slow, async () => {
  const story = await Story.begin();
  const at = 'domain/trade.upcasters.ts';
  const impure = PLACED_V1.replace('Number(event.data.amount)', 'Date.now()');
  expect(await story.run({ ...VERSIONED, ...upcasters(impure) })).toEqual([
    `${at}:2:82 Date.now is not allowed in machines, folds and upcasters. Take the time from command.time or event.time.`,
  ]);
  expect(await story.run(upcasters(PLACED_V1, PLACED_V1.replace('const placedV1', 'const again')))).toEqual([
    `${at}:3:14 PlacedV1 is implemented twice: placedV1 in ${at}:2 is the first. Delete one.`,
  ]);
  expect(await story.run(upcasters(PLACED_V1.replace('export ', '')))).toEqual([
    `${at}:2:7 placedV1 is not exported. Write: export const placedV1 = …`,
  ]);
  expect(await story.run(upcasters(PLACED_V1, 'export const shippedV1 = upcast.ShippedV1(() => []);'))).toEqual([
    `${at}:3:14 ShippedV1 is no older version that needs an upcaster: there are PlacedV1. Delete this.`,
  ]);
  expect(await story.run(upcasters(PLACED_V1, "throw new Error('Not today.');"))).toEqual([
    `${at}:3:7 placedV1 cannot be loaded: Not today.`,
  ]);
  expect(await story.run(upcasters(`${PLACED_V1} const = 1;`))).toEqual([
    expect.stringMatching(/^domain\/trade\.upcasters\.ts:2:\d+ .*\(TS\d+\)$/),
  ]);
  expect(story.versions('Placed')).toEqual([1]);
});

it('makes the upcaster of a renamed field itself', slow, async () => {
  const story = await Story.begin();
  const renamed = {
    ...domain(
      'Placed: { customer: Customer; amount: string };',
      '/** @version 2 */\nShipped: {\n/** @renamedFrom carrier */\nby: string };',
    ),
    ...machine(`amount: '1'`, `{ by: 'post' }`),
  };
  const before = story.fingerprints();
  expect(await story.run(renamed)).toEqual([]);
  expect(story.codecs()).toEqual([
    'codecs.Placed',
    '{ ...codecs.ShippedV1, read: codecs.Shipped.read, upcast: sameData }',
    'codecs.Shipped',
  ]);
  expect(story.fingerprints().filter((fingerprint) => before.includes(fingerprint))).toEqual([]);
});

it('renames what an upcaster made of an older version', slow, async () => {
  const story = await Story.begin();
  expect(await story.run({ ...VERSIONED, ...upcasters(PLACED_V1) })).toEqual([]);
  const third = {
    ...domain('/** @version 3 */\nPlaced: { customer: Customer;\n/** @renamedFrom amount */\ntotal: Int };'),
    ...machine('total: 1'),
  };
  expect(await story.run(third)).toEqual([]);
  expect(story.codecs()).toEqual([
    '{ ...codecs.PlacedV1, upcast: placedV1 }',
    '{ ...codecs.PlacedV2, upcast: renamed(codecs.PlacedV2, codecs.Placed) }',
    'codecs.Placed',
    'codecs.Shipped',
  ]);
  expect(story.typeErrors()).toEqual([]);
});

it('refuses a rename from what was not there', slow, async () => {
  const story = await Story.begin();
  const renamed = domain('/** @version 2 */\nPlaced: { customer: Customer;\n/** @renamedFrom sum */\ntotal: string };');
  const problems = await story.run({ ...renamed, ...machine(`total: '1'`) });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('sum');
  expect(problems[0]).toMatch(/^domain\/trade\.domain\.ts:/);
});

it('keeps a renamed event its past', slow, async () => {
  const story = await Story.begin();
  const { aggregates } = JSON.parse(story.text(LOCK));
  const files = domain(
    'Placed: { customer: Customer; amount: string };',
    '/** @renamedFrom Shipped */\nSent: { carrier: string };',
  );
  const sent = {
    'domain/trade.machine.ts': machine(`amount: '1'`)['domain/trade.machine.ts'].replaceAll('Shipped', 'Sent'),
  };
  expect(await story.run({ ...files, ...sent })).toEqual([]);
  const today = JSON.parse(story.text(LOCK)).aggregates.Trade.events;
  expect(Object.keys(today).sort()).toEqual(['Placed', 'Sent']);
  expect(today.Sent.number).toBe(aggregates.Trade.events.Shipped.number);
  expect(story.codecs()).toEqual(['codecs.Placed', 'codecs.Sent']);
});

it('retires an event: stored and read, never emitted, applied or folded', slow, async () => {
  const story = await Story.begin();
  const retired = domain(
    'Placed: { customer: Customer; amount: string };',
    '/** @retired */\nShipped: { carrier: string };',
  );
  expect(await story.run({ ...retired, ...machine(`amount: '1'`, null) })).toEqual([
    "domain/trade.domain.ts:10:1 ShippedV1 has no upcaster. Write in domain/trade.upcasters.ts: export const shippedV1 = upcast.ShippedV1(() => []); (import { upcast } from '../generated/upcasters.js').",
  ]);
  expect(await story.run(upcasters('export const shippedV1 = upcast.ShippedV1(() => []);'))).toEqual([]);
  expect(story.codecs()).toEqual(['codecs.Placed', '{ ...codecs.ShippedV1, upcast: shippedV1 }']);
  expect(story.typeErrors()).toEqual([]);
  for (const file of ['handlers.ts', 'arbitraries.ts', 'validators.ts', 'domain.md']) {
    expect(story.text(`generated/${file}`)).not.toContain('Shipped');
  }

  // The machine knows it no more.
  const bare = machine(`amount: '1'`, null)['domain/trade.machine.ts'].replace('\n\n', '\n    Shipped: {},\n');
  expect(await story.run({ 'domain/trade.machine.ts': bare })).toEqual([
    'domain/trade.machine.ts:9:5 Shipped is retired: nothing emits it, and its upcaster makes other events of what is stored. Delete its handler.',
  ]);
  expect(await story.run(machine(`amount: '1'`))).toEqual([
    'domain/trade.machine.ts:8:49 Shipped is retired, and emitted no more. Decide another event.',
    'domain/trade.machine.ts:9:32 Shipped is retired: nothing emits it, and its upcaster makes other events of what is stored. Delete its handler.',
  ]);
  expect(story.typeErrors()).toEqual(expect.arrayContaining([expect.stringContaining('domain/trade.machine.ts')]));
});

it('refuses a fold of an event that is retired', slow, async () => {
  const story = await Story.begin();
  const retired = domain(
    'Placed: { customer: Customer; amount: string };',
    '/** @retired */\nShipped: { carrier: string };',
  );
  const folds = FOLDS['domain/trade.projections.ts'].replace(
    '});',
    `  updates: {
    Shipped: ({ row }) => row,
  },
});`,
  );
  const files = { ...retired, ...machine(`amount: '1'`, null), 'domain/trade.projections.ts': folds };
  const upcaster = upcasters('export const shippedV1 = upcast.ShippedV1(() => []);');
  expect(await story.run({ ...files, ...upcaster })).toEqual([
    'domain/trade.projections.ts:5:5 Shipped is retired: nothing emits it, and its upcaster makes other events of what is stored. Delete its handler.',
  ]);
  expect(await story.run(FOLDS)).toEqual([]);
});

it('says what a handwritten upcaster must rename, and keeps the brand of it', slow, async () => {
  const story = await Story.begin();
  const files = {
    ...domain('/** @version 2 */\nPlaced: {\n/** @renamedFrom customer */\nbuyer: Customer; amount: Int };'),
    ...machine('amount: 1'),
    'domain/trade.projections.ts': FOLDS['domain/trade.projections.ts'].replace('data.customer', 'data.buyer'),
  };
  files['domain/trade.machine.ts'] = files['domain/trade.machine.ts'].replace('customer:', 'buyer:');
  const [problem] = await story.run(files);
  expect(problem).toContain('More than names has changed, so it carries over what is renamed, too: customer to buyer.');
  // Without it, the compiler refuses.
  expect(await story.run(upcasters(PLACED_V1))).toEqual([]);
  expect(story.typeErrors()).toEqual([expect.stringMatching(/^domain\/trade\.upcasters\.ts\(2,.*buyer/)]);
  const renaming = `export const placedV1 = upcast.PlacedV1(({ event: { data } }) => ({ buyer: data.customer, amount: Number(data.amount) }));`;
  expect(await story.run(upcasters(renaming))).toEqual([]);
  expect(story.typeErrors()).toEqual([]);
});

it('refuses the removal of an event, and forgets one that was never released', slow, async () => {
  const story = await Story.begin();
  const without = { ...domain('Placed: { customer: Customer; amount: string };', ''), ...machine(`amount: '1'`, null) };
  const [problem, ...others] = await story.run(without);
  expect(others).toEqual([]);
  for (const part of ['Shipped', '@retired', 'statefold codegen --forget Shipped']) expect(problem).toContain(part);
  expect(await story.run({}, { forget: ['Shipped'] })).toEqual([]);
  expect(story.codecs()).toEqual(['codecs.Placed']);
});

it('forgets an event that is gone with all its versions and their samples', slow, async () => {
  const story = await Story.begin();
  const versioned = domain(
    'Placed: { customer: Customer; amount: string };',
    '/** @version 2 */\nShipped: { carrier: Int };',
  );
  const shippedV1 = upcasters('export const shippedV1 = upcast.ShippedV1(() => ({ carrier: 0 }));');
  expect(await story.run({ ...versioned, ...shippedV1 })).toEqual([]);
  const samples = ['domain/corpus/Shipped.v1.json', 'domain/corpus/Shipped.v2.json'];
  expect(samples.map((path) => story.has(path))).toEqual([true, true]);
  const without = { ...domain('Placed: { customer: Customer; amount: string };', ''), ...machine(`amount: '1'`, null) };
  const gone = { ...without, 'domain/trade.upcasters.ts': null };
  expect(await story.run(gone, { forget: ['Shipped'] })).toEqual([]);
  expect(samples.map((path) => story.has(path))).toEqual([false, false]);
  expect(story.codecs()).toEqual(['codecs.Placed']);
});

it('finds an unlocked change with --check, and what it is', slow, async () => {
  const story = await Story.begin();
  const before = story.text(LOCK);
  writeProject(story.root, domain('Placed: { customer: Customer; amount: string; note?: string };'));
  const { problems, stale, changes } = await runCodegen({ root: story.root, check: true });
  expect(problems).toEqual([]);
  expect(stale).toContain(LOCK);
  expect(changes).toMatchObject([{ of: 'event', name: 'Placed', kind: 'grown' }]);
  expect(story.text(LOCK)).toBe(before);
  expect(await story.run()).toEqual([]);
  expect(story.versions('Placed')).toEqual([1]);
});
