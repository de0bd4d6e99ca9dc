// What settling a domain with its lock makes of both, and what it refuses.
import { describe, expect, it } from 'vitest';
import { descriptorsOf, eventVersions } from '../../../../codegen/lock/event-versions.js';
import { eventIn, settle } from './declared.js';

const PLACED = 'Placed: { total: Int; note?: string };';

describe('a compatible change', () => {
  it('locks new events, commands, queries and states, in one text for one domain', () => {
    const first = settle(PLACED);
    expect(first.said).toEqual([]);
    expect(first.text).toBe(`{
  "aggregates": {
    "Thing": {
      "events": {
        "Placed": {
          "number": ${eventIn(first, 'Placed').number},
          "versions": [
            {
              "readableFrom": 1,
              "revisions": [
                "${eventIn(first, 'Placed').versions[0]?.revisions[0]}"
              ],
              "schema": {
                "additionalProperties": false,
                "properties": {
                  "total": {
                    "type": "integer"
                  },
                  "note": {
                    "type": "string"
                  }
                },
                "required": [
                  "total"
                ],
                "type": "object"
              },
              "types": {},
              "version": 1
            }
          ]
        }
      },
      "state": "${first.lock.aggregates.Thing?.state}"
    }
  },
  "commands": {
    "Do": {
      "schema": {
        "additionalProperties": false,
        "properties": {},
        "required": [],
        "type": "object"
      },
      "types": {}
    }
  },
  "format": 1,
  "queries": {}
}
`);
    expect(first.changes.map(({ of, name, kind }) => `${of} ${name} ${kind}`)).toEqual([
      'state Thing added',
      'event Placed added',
      'command Do added',
    ]);
    expect(settle(PLACED, first)).toMatchObject({ text: first.text, problems: [], changes: [] });
  });

  it('keeps the text that was given, also with other line ends, when nothing changed', () => {
    const text = settle(PLACED).text.replaceAll('\n', '\r\n');
    expect(settle('Placed: { note?: string; total: Int };', text)).toMatchObject({ text, changes: [], problems: [] });
  });

  it('appends a revision, and says from which on older code can read', () => {
    const revisions = (settled: ReturnType<typeof settle>) => {
      expect(settled.said).toEqual([]);
      const { revisions, readableFrom } = eventIn(settled, 'Placed').versions[0] ?? {};
      return [revisions?.length, readableFrom];
    };
    const first = settle('Placed: { total: Int };');
    const optional = settle('Placed: { total: Int; note?: string };', first);
    expect(revisions(optional)).toEqual([2, 1]);
    const nullable = settle('Placed: { total: Int | null; note?: string };', optional);
    expect(revisions(nullable)).toEqual([3, 3]);
    const more = settle('Placed: { total: Int | null; note?: string; more?: Int };', nullable);
    expect(revisions(more)).toEqual([4, 3]);
    expect(new Set(eventIn(more, 'Placed').versions[0]?.revisions).size).toBe(4);
    expect(more.changes).toEqual([
      {
        of: 'event',
        aggregate: 'Thing',
        name: 'Placed',
        kind: 'grown',
        version: 1,
        fields: [{ kind: 'added', path: 'more', old: null, new: 'Int', breaking: false }],
      },
    ]);
  });

  it('tells changes of commands and states, and refuses none', () => {
    const text = settle(PLACED).text.replace('"properties": {},', '"properties": { "gone": { "type": "string" } },');
    const { changes, said } = settle(PLACED, text.replace(/"state": "\w+"/, '"state": "0123456789abcdef"'));
    expect(said).toEqual([]);
    expect(changes).toMatchObject([
      { of: 'state', name: 'Thing', kind: 'changed' },
      { of: 'command', name: 'Do', kind: 'changed', fields: [{ kind: 'removed', path: 'gone', breaking: true }] },
    ]);
  });
});

describe('an incompatible change', () => {
  it('is refused at the field, with what was stored and what to do', () => {
    const first = settle('Placed: { total: Int; lines: Line[]; note: string };', null, {
      declarations: 'export interface Line { sku: string; amount: Int }',
    });
    const next = settle('Placed: {\nnow: Date;\ntotal: string;\nlines: Line[] };', first, {
      declarations: 'export interface Line {\nsku: string;\n/** @minimum 1 */ amount: Int }',
    });
    expect(next.said).toEqual([
      ':4:1 Placed.note (string) is gone, and version 1 of Placed is stored with it. Tag Placed with @version 2 and write an upcaster from version 1; if it only has a new name, tag the field with that name @renamedFrom note, and no upcaster is needed. If version 1 was never released, run statefold codegen --forget Placed.',
      ':5:1 Placed.now (Date) is new and required, and version 1 of Placed is stored without it. Make it optional (now?: Date), or tag Placed with @version 2 and write an upcaster from version 1 (or tag the field @renamedFrom, if it only has a new name). If version 1 was never released, run statefold codegen --forget Placed.',
      ':6:1 Placed.total was Int in version 1, and is string: what is stored may not be that. Tag Placed with @version 2 and write an upcaster from version 1. If version 1 was never released, run statefold codegen --forget Placed.',
      ':13:1 Placed.lines[].amount was Int in version 1, and is Int @minimum 1: what is stored may not be that. Tag Placed with @version 2 and write an upcaster from version 1. If version 1 was never released, run statefold codegen --forget Placed.',
    ]);
    expect(next.text).toBe(first.text);
    expect(next.lock.aggregates).toEqual(first.lock.aggregates);
  });

  it('says in the singular steps what a renamed field and a required one need', () => {
    const first = settle('Placed: { total: Int; note?: string };');
    expect(settle('Placed: { /** @renamedFrom total */ sum: Int; note: string };', first).said).toEqual([
      expect.stringContaining('Placed.sum was called total in version 1. Tag Placed with @version 2. If version 1'),
      expect.stringContaining(
        'Placed.note (string) was optional in version 1, and is required: it may be missing in what is stored. Make it optional again, or tag',
      ),
    ]);
  });

  it('is a new version, which needs an upcaster', () => {
    const first = settle('Placed: { total: Int; old: string };');
    const second = settle('/** @version 2 */ Placed: { fresh: Date; total: string };', first);
    expect(second.said).toEqual([]);
    expect(eventVersions(second.lock)).toMatchObject([
      { key: 'PlacedV1', isToday: false, step: 'upcaster', descriptor: { version: 1 } },
      { key: 'Placed', isToday: true, step: 'none', descriptor: { version: 2, readableFrom: 1 } },
    ]);
    expect(eventIn(second, 'Placed').versions[0]).toEqual(eventIn(first, 'Placed').versions[0]);
    expect(Object.keys(descriptorsOf(second.lock)[1]?.schema.properties ?? {})).toEqual(['total', 'fresh']);
    expect(second.changes).toMatchObject([
      { kind: 'versioned', version: 2, fields: [{ path: 'total' }, { path: 'old' }, { path: 'fresh' }] },
    ]);
    expect(settle('/** @version 2 */ Placed: { total: string; fresh: Date };', second).changes).toEqual([]);
  });

  it('that only renames fields, at any depth, is a version whose bytes the next one reads', () => {
    const first = settle('Placed: { total: Int; line: Line };', null, {
      declarations: 'export interface Line { a: Int; b: Int }',
    });
    const second = settle(
      '/** @version 2 */ Placed: { line: Line; /** @renamedFrom total */ sum: Int; more?: Int };',
      first,
      {
        declarations: 'export interface Line { b: Int; /** @renamedFrom a */ c: Int }',
      },
    );
    expect(second.said).toEqual([]);
    expect(eventVersions(second.lock).map(({ step }) => step)).toEqual(['renames', 'none']);
    expect(second.changes[0]?.fields).toMatchObject([
      { kind: 'renamed', path: 'sum', old: 'total' },
      { kind: 'renamed', path: 'line.c', old: 'a' },
      { kind: 'added', path: 'more' },
    ]);
    expect(Object.keys(descriptorsOf(second.lock)[1]?.schema.properties ?? {})).toEqual(['sum', 'line', 'more']);
    // The tags may stay, or go.
    const third = settle('/** @version 2 */ Placed: { line: Line; sum: Int; more?: Int };', second, {
      declarations: 'export interface Line { b: Int; c: Int }',
    });
    expect(third).toMatchObject({ problems: [], changes: [] });
  });

  it('with a rename among it needs an upcaster', () => {
    const first = settle('Placed: { total: Int; old: string };');
    const second = settle('/** @version 2 */ Placed: { /** @renamedFrom total */ sum: Int; old: Int };', first);
    expect(second.said).toEqual([]);
    expect(eventVersions(second.lock)[0]?.step).toBe('upcaster');
  });
});

describe('a version', () => {
  const second = '/** @version 2 */ Placed: { total: string };';

  it.each([
    [
      'of a new event is 1',
      '/** @version 2 */ Other: { total: Int };',
      null,
      'Other is not in the lock yet, so it is at version 1, not 2. Remove @version; or, if it was locked before, put domain/schema.lock.json back (git checkout -- domain/schema.lock.json).',
    ],
    [
      'without a reason is refused',
      '/** @version 2 */ Placed: { total: Int; more?: Int };',
      'Placed: { total: Int };',
      'Placed is tagged @version 2, and all that is stored as version 1 still reads as it is declared. Set @version back to 1.',
    ],
    [
      'cannot be skipped',
      '/** @version 3 */ Placed: { total: string };',
      'Placed: { total: Int };',
      'Placed is tagged @version 3, and the newest in the lock is 1. The next is @version 2.',
    ],
  ])('%s', (_, events, before, message) => {
    expect(settle(events, before === null ? null : settle(before)).said).toEqual([expect.stringContaining(message)]);
  });

  it('cannot be lowered', () => {
    const settled = settle(second, settle('Placed: { total: Int };'));
    expect(settle('Placed: { total: string };', settled).said).toEqual([
      ':4:1 Placed is at version 1, and version 2 is locked: events of it may be stored. Tag it @version 2. If version 2 was never released, run statefold codegen --forget Placed.',
    ]);
  });

  it('that was never released is forgotten, and locked anew', () => {
    const first = settle('Placed: { total: Int };');
    const settled = settle(second, first);
    const other = '/** @version 2 */ Placed: { total: Date };';
    expect(settle(other, settled).said).toHaveLength(1);
    const anew = settle(other, settled, { forget: ['Placed'] });
    expect(anew.said).toEqual([]);
    expect(anew.text).toBe(settle(other, first).text);
    expect(anew.changes).toMatchObject([
      { kind: 'forgotten', name: 'Placed', version: 2 },
      { kind: 'versioned', version: 2 },
    ]);
    expect(settle('Placed: { total: Date };', first, { forget: ['Placed'] }).text).toBe(
      settle('Placed: { total: Date };').text,
    );
  });

  it('is forgotten down to the one that is declared', () => {
    const first = settle('Placed: { total: Int };');
    const third = settle('/** @version 3 */ Placed: { total: Date };', settle(second, first));
    expect(settle('Placed: { total: Int };', third).said).toEqual([
      ':4:1 Placed is at version 1, and version 3 is locked: events of it may be stored. Tag it @version 3. If versions 2 to 3 were never released, run statefold codegen --forget Placed.',
    ]);
    const anew = settle('Placed: { total: Int };', third, { forget: ['Placed'] });
    expect(anew).toMatchObject({ said: [], text: first.text });
    expect(anew.changes.map(({ kind, version }) => [kind, version])).toEqual([
      ['forgotten', 2],
      ['forgotten', 3],
    ]);
  });

  it('is forgotten together with the one before, where the event is named twice', () => {
    const settled = settle(second, settle('Placed: { total: Int };'));
    const other = 'Placed: { total: Date };';
    expect(settle(other, settled, { forget: ['Placed'] }).said).toEqual([
      expect.stringMatching(/If version 1 was never released either, run statefold codegen --forget Placed Placed\.$/),
    ]);
    expect(settle(other, settled, { forget: ['Placed', 'Placed'] })).toMatchObject({
      said: [],
      text: settle(other).text,
    });
  });

  it('is forgotten of a known event only', () => {
    expect(settle(PLACED, settle(PLACED), { forget: ['Plaecd'] }).said).toEqual([
      'domain/schema.lock.json:1:1 Plaecd is not in the lock, so there is nothing to forget. Did you mean Placed?',
    ]);
    expect(settle(PLACED, settle(PLACED), { forget: ['Shipped'] }).said).toEqual([
      'domain/schema.lock.json:1:1 Shipped is not in the lock, so there is nothing to forget. Name an event that is: Placed.',
    ]);
  });

  it.each([null, '', '{}\n'])('is not forgotten of a lock that holds none: %j', (text) => {
    const nothing = { ...settle(PLACED), text: text as string };
    expect(settle(PLACED, nothing, { forget: ['Placed'] }).said).toEqual([
      'domain/schema.lock.json:1:1 Placed is not in the lock, which holds no events: there is nothing to forget. Run statefold codegen without --forget.',
    ]);
    expect(settle(PLACED, nothing)).toMatchObject({ said: [], text: settle(PLACED).text });
  });
});

describe('an event', () => {
  it('that is gone is refused, until it is forgotten', () => {
    const both = settle(`${PLACED} Lost: Empty;`);
    const gone = settle(PLACED, both);
    expect(gone.said).toEqual([
      ':2:18 Lost is gone from Thing, and it is locked: events of it may be stored. Declare it as it was, tagged @retired, and write an upcaster from its last version. If it has another name now, tag that event @renamedFrom Lost. If it was never released, run statefold codegen --forget Lost.',
    ]);
    expect(gone.lock).toEqual(both.lock);
    expect(settle(PLACED, both, { forget: ['Lost'] })).toMatchObject({ said: [], text: settle(PLACED).text });
  });

  it('that is gone is forgotten with all its versions', () => {
    const both = settle(`${PLACED} /** @version 2 */ Lost: { by: string };`, settle(`${PLACED} Lost: { by: Int };`));
    expect(settle(PLACED, both).said).toEqual([
      expect.stringMatching(/If none of its 2 versions was ever released, run statefold codegen --forget Lost\.$/),
    ]);
    const without = settle(PLACED, both, { forget: ['Lost'] });
    expect(without).toMatchObject({ said: [], text: settle(PLACED).text });
    expect(without.changes).toMatchObject([
      { kind: 'forgotten', name: 'Lost', version: 1 },
      { kind: 'forgotten', name: 'Lost', version: 2 },
    ]);
  });

  it('that is retired keeps its versions, and its last one needs an upcaster', () => {
    const first = settle(`${PLACED} Lost: Empty;`);
    const retired = settle(`${PLACED} /** @retired */ Lost: Empty;`, first);
    expect(retired.said).toEqual([]);
    expect(retired.changes).toMatchObject([{ kind: 'retired', name: 'Lost' }]);
    expect(eventVersions(retired.lock)[0]).toMatchObject({
      key: 'LostV1',
      isToday: false,
      isRetired: true,
      step: 'upcaster',
    });
    expect(settle(`${PLACED} Lost: Empty;`, retired)).toMatchObject({
      changes: [{ kind: 'restored' }],
      text: first.text,
    });
  });

  it('that is renamed keeps its number and versions, and has a new revision', () => {
    const first = settle(PLACED);
    const renamed = settle('/** @renamedFrom Placed */ Ordered: { total: Int; note?: string };', first);
    expect(renamed.said).toEqual([]);
    const [before, after] = [eventIn(first, 'Placed'), eventIn(renamed, 'Ordered')];
    expect(after.number).toBe(before.number);
    expect(after.versions[0]?.revisions).toEqual([...(before.versions[0]?.revisions ?? []), expect.any(String)]);
    expect(after.versions[0]).toMatchObject({ version: 1, readableFrom: 1 });
    expect(renamed.changes).toMatchObject([{ kind: 'renamed', name: 'Ordered', from: 'Placed' }]);
    expect(settle('/** @renamedFrom Placed */ Ordered: { total: Int; note?: string };', renamed).changes).toEqual([]);
  });

  it('cannot be renamed from what is not locked', () => {
    expect(
      settle('/** @renamedFrom Palced */ Ordered: Empty;', settle('Other: Empty;'), { forget: ['Other'] }).said,
    ).toEqual([
      ':6:1 Ordered is tagged @renamedFrom Palced, and Thing has no event of that name in the lock. Correct the name, or remove the tag.',
    ]);
  });

  it('has no field that was renamed from what is not there', () => {
    const first = settle(PLACED);
    const { said } = settle('Placed: { total: Int; note?: string; /** @renamedFrom notes */ remark?: string };', first);
    expect(said).toEqual([
      ':6:1 Placed.remark is tagged @renamedFrom notes, and no such field of version 1 is gone. Correct the name, or remove the tag.',
    ]);
  });
});
