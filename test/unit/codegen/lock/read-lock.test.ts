// What is believed of a lock's file: both sides of a merge, and nothing that was changed by hand.
import { describe, expect, it } from 'vitest';
import { settle } from './declared.js';

const BASE = 'Placed: { total: Int };';
const base = settle(BASE);

/** What git leaves of two texts that it cannot merge, in the style of diff3 or without the base. */
function conflicted(ours: string, theirs: string, style: 'merge' | 'diff3' = 'merge'): string {
  const [own, other] = [ours.split('\n'), theirs.split('\n')];
  let start = 0;
  while (own[start] === other[start]) start++;
  let end = 0;
  while (own.at(-1 - end) === other.at(-1 - end)) end++;
  const middle = (lines: string[]) => lines.slice(start, lines.length - end);
  const bases = style === 'diff3' ? ['||||||| 1234567', '  "what": "it was",'] : [];
  const conflict = ['<<<<<<< HEAD', ...middle(own), ...bases, '=======', ...middle(other), '>>>>>>> branch'];
  return [...own.slice(0, start), ...conflict, ...own.slice(own.length - end)].join('\n');
}

describe('two branches', () => {
  const ours = settle(`${BASE} Billed: { by: Date };`, base);
  const theirs = settle(`${BASE} Cancelled: Empty;`, base);
  const both = `${BASE} Billed: { by: Date }; Cancelled: Empty;`;

  it.each(['merge', 'diff3'] as const)('that add different events are read as both (%s)', (style) => {
    const text = conflicted(ours.text, theirs.text, style);
    expect(text).toContain('<<<<<<< HEAD');
    const merged = settle(both, text);
    expect(merged.said).toEqual([]);
    expect(merged.changes).toEqual([]);
    expect(merged.text).toBe(settle(both, ours).text);
    expect(merged.text).toBe(settle(both, theirs).text);
  });

  it('of which one went further with an event are read as that one', () => {
    const longer = settle(
      '/** @version 2 */ Placed: { total: string };',
      settle('Placed: { total: Int; note?: string };', base),
    );
    const merged = settle(
      '/** @version 2 */ Placed: { total: string }; Billed: { by: Date };',
      conflicted(ours.text, longer.text),
    );
    expect(merged.said).toEqual([]);
    expect(merged.lock.aggregates.Thing?.events.Placed).toEqual(longer.lock.aggregates.Thing?.events.Placed);
  });

  it('that changed one event each in its own way are refused', () => {
    const one = settle('Placed: { total: Int; one?: Int };', base);
    const other = settle('Placed: { total: Int; other?: Int };', base);
    const { said } = settle('Placed: { total: Int; one?: Int; other?: Int };', conflicted(one.text, other.text));
    expect(said).toEqual([
      'domain/schema.lock.json:5:9 Both branches changed Placed of Thing, each in its own way. Of the two, take lock and samples of the branch that was released, as it was before the merge (git restore --source=<commit> -- domain/schema.lock.json domain/corpus; of a merge that is committed, the branches are HEAD^1 and HEAD^2), and run statefold codegen: it locks what the other branch added anew.',
    ]);
  });

  it('that gave two events one number are refused, until one of them is forgotten', () => {
    // Their names have one hash.
    const [one, other] = ['Event230', 'Event90'];
    const [own, its] = [settle(`${BASE} ${one}: Empty;`, base), settle(`${BASE} ${other}: Empty;`, base)];
    const events = `${BASE} ${one}: Empty; ${other}: Empty;`;
    const text = conflicted(own.text, its.text);
    expect(settle(events, text).said).toEqual([
      expect.stringMatching(
        new RegExp(
          `^domain/schema.lock.json:\\d+:9 ${other} and ${one} were locked on two branches, and both have the number \\d+. Give another one to the one that was never released: statefold codegen --forget ${other} \\(or ${one}\\)\\.$`,
        ),
      ),
    ]);
    const settled = settle(events, text, { forget: [other] });
    expect(settled.said).toEqual([]);
    expect(settled.text).toBe(settle(events, own).text);
    const numbers = Object.values(settled.lock.aggregates.Thing?.events ?? {}).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(3);
  });
});

describe('a lock that was changed by hand', () => {
  const third = settle(
    '/** @version 3 */ Placed: { total: Date };',
    settle('/** @version 2 */ Placed: { total: string };', settle('Placed: { total: Int; note?: string };', base)),
  );
  const events = '/** @version 3 */ Placed: { total: Date };';
  const edited = (edit: (placed: Edited) => void): string => {
    const lock = JSON.parse(third.text);
    edit(lock.aggregates.Thing.events.Placed);
    return JSON.stringify(lock, null, 2);
  };
  interface Edited {
    number: number;
    versions: {
      schema: { properties: object; required: string[] };
      revisions: string[];
      readableFrom: number;
      version: number;
    }[];
  }
  const forged = (version: number) => [
    `domain/schema.lock.json:5:9 The lock was changed by hand, or two branches that each changed Placed were merged: version ${version} of it does not match its fingerprint. Events are stored as it said before. If it was edited, take it from git again (git checkout -- domain/schema.lock.json); if branches were merged, take lock and samples of the branch that was released, as it was before the merge (git restore --source=<commit> -- domain/schema.lock.json domain/corpus; of a merge that is committed, the branches are HEAD^1 and HEAD^2), and run statefold codegen: it locks what the other branch added anew.`,
  ];

  it('is believed as it is, and in another layout', () => {
    expect(settle(events, third).changes).toEqual([]);
    expect(settle(events, JSON.stringify(JSON.parse(third.text)))).toMatchObject({ said: [], text: third.text });
  });

  it('is refused where a form, an order, a number or a revision differs', () => {
    expect(settle(events, third.text.replace('"string"', '"number"')).said).toEqual(forged(1));
    const reordered = ({ versions: [version] }: Edited) => {
      if (version === undefined) return;
      version.schema.properties = Object.fromEntries(Object.entries(version.schema.properties).reverse());
    };
    const edits: ((placed: Edited) => void)[] = [
      reordered,
      (placed) => placed.number++,
      ({ versions }) => versions[0]?.revisions.shift(),
      ({ versions }) => versions[0]?.revisions.pop(),
    ];
    for (const edit of edits) expect(settle(events, edited(edit)).said, String(edit)).toEqual(forged(1));
  });

  it('is refused where a version is missing in the middle, also when the others are counted anew', () => {
    expect(
      settle(
        events,
        edited(({ versions }) => versions.splice(1, 1)),
      ).said,
    ).toEqual([
      expect.stringContaining(
        'The lock was changed by hand, or by a merge: aggregates/Thing/events/Placed is not as codegen writes it.',
      ),
    ]);
    const recounted = edited(({ versions }) => {
      versions.splice(1, 1);
      for (const [index, version] of versions.entries()) version.version = index + 1;
    });
    expect(settle('/** @version 2 */ Placed: { total: Date };', recounted).said).toEqual(forged(2));
  });

  it('is refused where a version was put in the place of another that was true elsewhere', () => {
    const other = settle(
      '/** @version 2 */ Placed: { total: number[] };',
      settle('Placed: { total: Int; note?: string };', base),
    );
    const foreign = JSON.parse(other.text).aggregates.Thing.events.Placed.versions[1];
    const text = edited(({ versions }) => {
      versions[1] = foreign;
    });
    expect(settle(events, text).said).toEqual(forged(3));
  });

  it.each([
    ['{ "format": 1,', 'The lock cannot be read: '],
    ['[]', 'The lock holds no object.'],
    ['{ "format": 2 }', 'The lock is in format 2, and this release of Statefold reads format 1. Update Statefold.'],
    [
      '{ "format": 1, "commands": {}, "queries": {} }',
      'The lock was changed by hand, or by a merge: aggregates is not as codegen writes it.',
    ],
    [
      '{ "format": 1, "aggregates": {}, "commands": { "Do": { "schema": { "properties": { "a": { "$ref": "#/$defs/B" } }, "required": [] }, "types": {} } }, "queries": {} }',
      'The lock was changed by hand, or by a merge: commands/Do is not',
    ],
  ])('is refused where it is none: %s', (text, message) => {
    const { problems, changes } = settle(BASE, text);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(message)]);
    expect(changes).toEqual([]);
  });
});
