// Frozen samples against the lock: what is frozen, kept, moved, dropped, and refused.
import { describe, expect, it } from 'vitest';
import { freezeCorpus, settleCorpus } from '../../../../codegen/corpus/settle-corpus.js';
import type { Change } from '../../../../codegen/lock/change.js';
import type { LockedEvent, LockedVersion, SchemaLock } from '../../../../codegen/lock/schema-lock.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import { type CorpusFile, parseCorpus } from '../../../../src/codec/corpus-file.js';
import type { Schema } from '../../../../src/schema/schema.js';
import { samplesOf } from '../../../../src/testing/corpus/samples-of.js';
import { objectOf } from '../../../support/descriptors.js';

const TEXT: Schema = { type: 'string' };

function version(
  number: number,
  revisions: readonly string[],
  fields: Readonly<Record<string, Schema>>,
): LockedVersion {
  return { version: number, revisions, readableFrom: 1, schema: objectOf(fields), types: {} };
}

function lockOf(events: Readonly<Record<string, LockedEvent>>): SchemaLock {
  return { format: 1, aggregates: { Order: { state: '', events } }, commands: {}, queries: {} };
}

const PLACED: LockedEvent = { number: 7, versions: [version(1, ['aa'], { customer: TEXT })] };
const GROWN: LockedEvent = { number: 7, versions: [version(1, ['aa', 'ab'], { customer: TEXT, 'note?': TEXT })] };

/** The texts of a corpus after a run, from those before. */
function run(lock: SchemaLock, before: ReadonlyMap<string, string> = new Map(), changes: readonly Change[] = []) {
  const settled = settleCorpus(before, lock, changes);
  const { files, reasons } = freezeCorpus(settled, samplesOf);
  const texts = new Map(before);
  for (const name of settled.deleted) texts.delete(name);
  for (const { name, text } of files) texts.set(name, text);
  const problems = settled.problems.map(problemText);
  return { texts, problems, reasons, written: files.map(({ name }) => name), deleted: settled.deleted };
}

function fileOf(texts: ReadonlyMap<string, string>, name: string): CorpusFile {
  const file = parseCorpus(texts.get(name) ?? '');
  if ('wrong' in file) throw new Error(file.wrong);
  return file;
}

const first = run(lockOf({ Placed: PLACED })).texts;
const grown = run(lockOf({ Placed: GROWN }), first).texts;

describe('a corpus', () => {
  it('holds a few samples of every version, the same ones whenever they are made', () => {
    expect([...first.keys()]).toEqual(['Placed.v1.json']);
    const { event, number, revisions } = fileOf(first, 'Placed.v1.json');
    expect([event, number, revisions.map(({ revision }) => revision)]).toEqual(['Placed', 7, ['aa']]);
    expect(revisions[0]?.samples.length).toBeGreaterThanOrEqual(3);
    expect(run(lockOf({ Placed: PLACED })).texts).toEqual(first);
    expect(run(lockOf({ Placed: PLACED }), first)).toMatchObject({ problems: [], written: [], deleted: [] });
  });

  it('gets samples of a grown form behind those that it has', () => {
    const [before, after] = [fileOf(first, 'Placed.v1.json'), fileOf(grown, 'Placed.v1.json')];
    expect(after.revisions.slice(0, 1)).toEqual(before.revisions);
    const notes = after.revisions[1]?.samples.map(({ data }) => 'note' in Object(data));
    expect(new Set(notes)).toEqual(new Set([true, false]));
  });

  it('gets samples of the newest form only, where earlier ones were released before there was a corpus', () => {
    const { texts, problems } = run(lockOf({ Placed: GROWN }));
    expect(problems).toEqual([]);
    expect(fileOf(texts, 'Placed.v1.json').revisions.map(({ revision }) => revision)).toEqual(['ab']);
  });

  it('follows a renamed event', () => {
    const { texts, written, deleted } = run(lockOf({ Ordered: PLACED }), first);
    expect([written, deleted]).toEqual([['Ordered.v1.json'], ['Placed.v1.json']]);
    expect(fileOf(texts, 'Ordered.v1.json')).toEqual({ ...fileOf(first, 'Placed.v1.json'), event: 'Ordered' });
  });

  it('may be laid out by a formatter, and say what is impossible', () => {
    const file = fileOf(first, 'Placed.v1.json');
    const [revision] = file.revisions;
    const samples = revision?.samples.map((sample, index) =>
      index === 0 ? { ...sample, impossible: 'Never.' } : sample,
    );
    const texts = new Map([['Placed.v1.json', JSON.stringify({ ...file, revisions: [{ ...revision, samples }] })]]);
    expect(run(lockOf({ Placed: PLACED }), texts)).toMatchObject({ problems: [], written: [] });
    const after = run(lockOf({ Placed: GROWN }), texts);
    expect(fileOf(after.texts, 'Placed.v1.json').revisions[0]?.samples[0]?.impossible).toBe('Never.');
  });

  it('drops what is forgotten, and freezes it anew', () => {
    const forgotten: Change = {
      ...{ of: 'event', aggregate: 'Order', name: 'Placed', kind: 'forgotten', version: 1, fields: [] },
    };
    const other: LockedEvent = { number: 7, versions: [version(1, ['ba'], { total: { type: 'integer' } })] };
    expect(run(lockOf({}), first, [forgotten])).toMatchObject({ problems: [], deleted: ['Placed.v1.json'] });
    const { texts, problems } = run(lockOf({ Placed: other }), first, [forgotten]);
    expect(problems).toEqual([]);
    expect(fileOf(texts, 'Placed.v1.json').revisions.map(({ revision }) => revision)).toEqual(['ba']);
  });

  it('says which form cannot be sampled, and goes on', () => {
    const pattern: Schema = { type: 'string', pattern: '^[A-Z]{5}$', maxLength: 2 };
    const odd: LockedEvent = { number: 8, versions: [version(1, ['ca'], { code: pattern })] };
    const { reasons, written } = run(lockOf({ Odd: odd, Placed: PLACED }));
    expect(written).toEqual(['Placed.v1.json']);
    expect(reasons).toEqual([expect.stringMatching(/^Odd version 1 has no samples in domain\/corpus\/: .*code/)]);
  });
});

describe('a corpus with both sides of a merge', () => {
  const event = (...revisions: string[]): LockedEvent => ({
    number: 7,
    versions: [version(1, revisions, { customer: TEXT, 'note?': TEXT })],
  });
  const textOf = (...revisions: string[]): string => {
    const texts = revisions.reduce<ReadonlyMap<string, string>>(
      (before, _, index) => run(lockOf({ Placed: event(...revisions.slice(0, index + 1)) }), before).texts,
      new Map(),
    );
    return texts.get('Placed.v1.json') ?? '';
  };
  const conflicted = (ours: string, theirs: string) =>
    new Map([['Placed.v1.json', `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> branch\n`]]);
  const merged = (lock: LockedEvent, ours: string, theirs: string) => {
    const { texts, problems, written } = run(lockOf({ Placed: lock }), conflicted(ours, theirs));
    expect([problems, written]).toEqual([[], ['Placed.v1.json']]);
    return texts.get('Placed.v1.json');
  };

  it('keeps the samples of the forms that the lock holds, whichever side they are of', () => {
    const [ours, theirs] = [textOf('aa', 'ab'), textOf('aa', 'ac')];
    expect(merged(event('aa', 'ab'), ours, theirs)).toBe(ours);
    expect(merged(event('aa', 'ac'), ours, theirs)).toBe(theirs);
    expect(merged(event('aa', 'ac', 'ad'), ours, theirs)).toBe(textOf('aa', 'ac', 'ad'));
    expect(merged(event('aa', 'ab'), textOf('aa'), ours)).toBe(ours);
    expect(merged(event('ba'), textOf('aa'), textOf('ba'))).toBe(textOf('ba'));
  });

  it('keeps no form that the lock has given up, and freezes its newest', () => {
    expect(merged(event('aa', 'ad'), textOf('aa', 'ab'), textOf('aa', 'ac'))).toBe(textOf('aa', 'ad'));
    expect(merged(event('ca'), textOf('aa'), textOf('ba'))).toBe(textOf('ca'));
  });

  it('keeps what was said of a sample on either side', () => {
    const said = textOf('aa').replace('{"bytes"', '{"impossible":"Never.","bytes"');
    expect(merged(event('aa', 'ab'), textOf('aa', 'ab'), said)).toContain('"impossible":"Never."');
  });

  it('is refused where one of them was edited, or the lock has lost the version', () => {
    const edited = textOf('aa').replace(/"customer":"[^"]*"/, '"customer":"me"');
    expect(run(lockOf({ Placed: event('aa') }), conflicted(textOf('aa'), edited)).problems).toEqual([
      'domain/corpus/Placed.v1.json:1:1 holds both sides of a merge, of which one was edited: the samples of revision aa are not those that were frozen. Take the side that the lock has (git checkout --ours, or --theirs, -- domain/corpus/Placed.v1.json), and run statefold codegen.',
    ]);
    expect(run(lockOf({}), conflicted(textOf('aa'), textOf('ba'))).problems).toEqual([
      expect.stringMatching(/^domain\/corpus\/Placed\.v1\.json:1:1 .*the lock has lost it: /),
    ]);
  });
});

describe('a corpus is refused', () => {
  const refused = (lock: SchemaLock, texts: ReadonlyMap<string, string>) => {
    const { problems, deleted } = run(lock, texts);
    expect(deleted).toEqual([]);
    return problems;
  };
  const edited = (from: string | RegExp, to: string) =>
    new Map([['Placed.v1.json', (grown.get('Placed.v1.json') ?? '').replace(from, to)]]);
  const putBack = 'Frozen samples never change: put the file back (git checkout -- domain/corpus/Placed.v1.json).';

  it.each([
    { what: 'data', texts: edited(/"customer":"[^"]*"/, '"customer":"me"'), revision: 'aa' },
    { what: 'bytes', texts: edited(/"bytes":"[^"]*"/, '"bytes":"kA=="'), revision: 'aa' },
    { what: 'a sample that was cut out', texts: edited(/\n {8}\{.*\},/, ''), revision: 'aa' },
    {
      what: 'a revision that was cut out',
      texts: edited(/ {4}\{\n {6}"revision": "aa"[\s\S]*?\n {4}\},\n/, ''),
      revision: 'ab',
    },
    { what: 'another version', texts: edited('"version": 1', '"version": 2'), revision: 'aa' },
  ])('with an edit of $what', ({ texts, revision }) => {
    expect(refused(lockOf({ Placed: GROWN }), texts)).toEqual([
      `domain/corpus/Placed.v1.json:1:1 was edited: the samples of revision ${revision} are not those that were frozen. ${putBack}`,
    ]);
  });

  it('with the samples of its last revision cut off', () => {
    const texts = edited(/,\n {4}\{\n {6}"revision": "ab"[\s\S]*?\n {4}\}/, '');
    expect(refused(lockOf({ Placed: GROWN }), texts)).toEqual([
      expect.stringMatching(
        /^domain\/corpus\/Placed\.v1\.json:1:1 was cut: its last samples are not those of the digest [0-9a-f]{16} in its first lines\. .*put the file back/,
      ),
    ]);
  });

  it('where it cannot be read', () => {
    const [problem = ''] = refused(lockOf({ Placed: PLACED }), new Map([['Placed.v1.json', '{ "event"']]));
    expect(problem).toMatch(/^domain\/corpus\/Placed\.v1\.json:1:1 cannot be read: .*put the file back/);
    expect(refused(lockOf({ Placed: PLACED }), new Map([['Placed.v1.json', '{}']]))).toHaveLength(1);
  });

  it('where the lock has lost the version', () => {
    expect(refused(lockOf({}), first)).toEqual([
      'domain/corpus/Placed.v1.json:1:1 holds samples of version 1 of Placed, and the lock has lost it: put domain/schema.lock.json back (git checkout -- domain/schema.lock.json). If branches were merged, take lock and samples of the branch that was released, as it was before the merge (git restore --source=<commit> -- domain/schema.lock.json domain/corpus; of a merge that is committed, the branches are HEAD^1 and HEAD^2), and run statefold codegen: it locks what the other branch added anew. If it was never released, delete this file.',
    ]);
  });

  it('where the lock has lost a form', () => {
    expect(refused(lockOf({ Placed: PLACED }), grown)).toEqual([
      expect.stringMatching(
        /^domain\/corpus\/Placed\.v1\.json:\d+:1 holds samples of version 1 of Placed as revision ab, /,
      ),
    ]);
  });

  it('where two files hold one version', () => {
    const both = new Map([...first, ['Ordered.v1.json', first.get('Placed.v1.json') ?? '']]);
    expect(refused(lockOf({ Placed: PLACED }), both)).toEqual([
      'domain/corpus/Placed.v1.json:1:1 version 1 of Placed has samples in Ordered.v1.json, too. Delete one of the files.',
    ]);
  });
});
