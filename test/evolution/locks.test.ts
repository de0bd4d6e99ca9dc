// The lock and the corpus of each release grow out of those of the release before; what would break them is refused at its place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCorpus } from 'statefold/testing';
import { describe, expect, it } from 'vitest';
import { freezeCorpus, settleCorpus } from '../../codegen/corpus/settle-corpus.js';
import { settleLock } from '../../codegen/lock/settle-lock.js';
import { lockText } from '../../codegen/lock-file.js';
import { runCodegen } from '../../codegen/main.js';
import { problemText } from '../../codegen/read/problem-list.js';
import { readDomain } from '../../codegen/read/read-domain.js';
import { samplesOf } from '../../src/testing/corpus/samples-of.js';
import { type Files, tempProject } from '../unit/codegen/load/temp-project.js';
import { app as v1 } from './v1/generated/app.js';
import { app as v2 } from './v2/generated/app.js';
import { app as v3 } from './v3/generated/app.js';
import { app as v4 } from './v4/generated/app.js';
import { app as v5 } from './v5/generated/app.js';

const LOCK = 'domain/schema.lock.json';

const rootOf = (release: string) => fileURLToPath(new URL(`./${release}`, import.meta.url));
const textOf = (release: string, path: string) => readFileSync(join(rootOf(release), path), 'utf8');

/** The files of a folder of a release, by name. */
function filesIn(release: string, folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(rootOf(release), folder), { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map(({ name }) => [name, textOf(release, `${folder}/${name}`)]));
}

const steps = [
  { release: 'v1', before: null },
  { release: 'v2', before: 'v1' },
  { release: 'v3', before: 'v2' },
  { release: 'v4', before: 'v3' },
  { release: 'v5', before: 'v4' },
];

describe.each(steps)('release $release', ({ release, before }) => {
  it('is locked and frozen as codegen does it after the release before', () => {
    const { model } = readDomain({ root: rootOf(release) });
    const settled = settleLock(model, before === null ? null : lockText(rootOf(before)), []);
    expect(settled.problems).toEqual([]);
    expect(settled.text).toBe(lockText(rootOf(release)));

    const frozen = before === null ? new Map<string, string>() : filesIn(before, 'domain/corpus');
    const corpus = settleCorpus(frozen, settled.lock, settled.changes);
    expect(corpus).toMatchObject({ problems: [], deleted: [], rewritten: [], lacking: [] });
    const grown = freezeCorpus(corpus, samplesOf).files.map(({ name, text }) => [name, text] as const);
    expect(grown.length).toBeGreaterThan(0);
    expect(new Map([...frozen, ...grown])).toEqual(filesIn(release, 'domain/corpus'));
  });

  it('is generated', async () => {
    expect(await runCodegen({ root: rootOf(release), check: true })).toMatchObject({
      problems: [],
      stale: [],
      orphaned: [],
      changes: [],
    });
  });
});

it.each([v1, v2, v3, v4, v5].map((app, index) => ({ app: app as typeof v1, release: `v${index + 1}` })))(
  'reads, applies and folds all that was released until $release',
  async ({ app, release }) => {
    const report = await checkCorpus(app);
    expect(report.text).toMatch(/^\d+ stored events of \d+ versions: all are read, applied and folded\n$/);
    expect(report.versions).toBe(filesIn(release, 'domain/corpus').size);
  },
);

/** A release with the lock of the one before, and some change: what codegen says. */
async function refusals(release: string, before: string, edit: (files: Record<string, string>) => Files) {
  const files = Object.fromEntries([...filesIn(release, 'domain')].map(([name, text]) => [`domain/${name}`, text]));
  const root = tempProject({ ...edit(files), [LOCK]: textOf(before, LOCK) });
  const { problems } = await runCodegen({ root, check: false });
  expect(readFileSync(join(root, LOCK), 'utf8')).toBe(textOf(before, LOCK));
  return problems.map(problemText);
}

/** The place of what stands first on the line that begins with a text, as problems name it. */
function placeOf(domain: string, text: string): string {
  const lines = domain.split('\n');
  const line = lines.findIndex((one) => one.startsWith(text));
  return `domain/order.domain.ts:${line + 1}:${text.search(/\S/) + 1}`;
}

const DOMAIN = 'domain/order.domain.ts';

function without(text: string, ...parts: readonly string[]): string {
  return parts.reduce((left, part) => {
    expect(left).toContain(part);
    return left.replace(part, '');
  }, text);
}

it('refuses the renamed field without @version, at the field', async () => {
  const domain = without(textOf('v3', DOMAIN), '    /** @version 2 */\n');
  const said = await refusals('v3', 'v2', (files) => ({ ...files, [DOMAIN]: domain }));
  expect(said).toEqual([
    `${placeOf(domain, '      customerId: ')} OrderPlaced.customerId was called customer in version 1. Tag OrderPlaced with @version 2. If version 1 was never released, run statefold codegen --forget OrderPlaced.`,
  ]);
});

it('refuses the split event deleted in place of @retired, at its aggregate', async () => {
  const domain = without(
    textOf('v4', DOMAIN),
    '    /** @retired */\n',
    '    AddressChanged: { shipTo: string; billTo?: string };\n',
  );
  const said = await refusals('v4', 'v3', (files) => ({ ...files, [DOMAIN]: domain }));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^domain\/order\.domain\.ts:\d+:\d+ AddressChanged is gone from Order, and it is locked/);
});

it('refuses the retyped amounts without @version, each at its field', async () => {
  const domain = without(textOf('v5', DOMAIN), '    /** @version 2 */\n').replace('@version 3', '@version 2');
  const said = await refusals('v5', 'v4', (files) => ({ ...files, [DOMAIN]: domain }));
  expect(said.map((one) => one.replace(/, and is .*$/, ''))).toEqual([
    `${placeOf(domain, '      total: Cents')} OrderPlaced.total was number @maximum 1000000 @minimum 0 in version 2`,
    expect.stringMatching(/^domain\/order\.domain\.ts:\d+:\d+ OrderPaid\.amount was number .* in version 1$/),
  ]);
});

it('refuses a new version without its upcaster, at the event', async () => {
  const upcasters = 'domain/order.upcasters.ts';
  const left = without(
    textOf('v5', upcasters),
    'export const orderPaidV1 = upcast.OrderPaidV1(({ event: { data } }) => ({ amount: cents(data.amount) }));\n',
  );
  const said = await refusals('v5', 'v4', (files) => ({ ...files, [upcasters]: left }));
  expect(said).toEqual([
    `${placeOf(textOf('v5', DOMAIN), '    OrderPaid: {')} OrderPaidV1 has no upcaster. Write in ${upcasters}: export const orderPaidV1 = upcast.OrderPaidV1(({ event }) => ({ ...event.data, … })); (import { upcast } from '../generated/upcasters.js').`,
  ]);
});
