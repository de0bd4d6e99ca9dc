// Tags that tell an event's history: read into the model, or refused where they stand.
import { describe, expect, it } from 'vitest';
import { readText } from '../../../support/domain-fixture.js';

/** An aggregate whose events stand from line 4. */
const withEvents = (events: string, declarations = '') => `export interface Thing extends Aggregate {
  state: Empty; commands: { Do: Empty }; events: {
${events}
  };
}
${declarations}`;

/** The tags of each event, and the problems. */
function tagsOf(events: string, declarations = '') {
  const { model, problems } = readText(withEvents(events, declarations));
  const read = (model.aggregates[0]?.events ?? []).map(({ name, version, retired, renamedFrom }) => [
    name,
    version,
    retired,
    renamedFrom,
  ]);
  return { read, problems };
}

describe('tags of events', () => {
  it('say version, retirement and the former name; without them an event is at version 1', () => {
    const { read, problems } = tagsOf(`/** @version 3 */
Made: Empty;
/** @retired */
Lost: Empty;
/** @renamedFrom Created */
Built: Empty;
Kept: Empty`);
    expect(problems).toEqual([]);
    expect(read).toEqual([
      ['Made', 3, false, null],
      ['Lost', 1, true, null],
      ['Built', 1, false, 'Created'],
      ['Kept', 1, false, null],
    ]);
  });

  it.each([
    ['version 0', '4:5 @version cannot be "0": it takes a whole number from 1 to 65535.'],
    ['version 65536', '4:5 @version cannot be "65536": it takes a whole number from 1 to 65535.'],
    ['version', '4:5 @version cannot be "": it takes a whole number from 1 to 65535.'],
    ['version two', '4:5 @version cannot be "two": it takes a whole number from 1 to 65535.'],
    ['retired in May', '4:5 @retired cannot be "in May": it takes no value.'],
    ['renamedFrom', '4:5 @renamedFrom cannot be "": it takes the name before, as it was written.'],
    ['renamedFrom Made', '4:5 @renamedFrom names Made itself. Write the name that it had before.'],
  ])('refuse @%s', (tag, problem) => {
    expect(tagsOf(`/** @${tag} */\nMade: Empty`).problems).toEqual([problem]);
  });

  it('stand once', () => {
    expect(tagsOf('/**\n * @version 2\n * @version 3\n */\nMade: Empty').problems).toEqual([
      '6:4 @version stands here twice. Keep one of them.',
    ]);
  });

  it.each(['version 2', 'retired', 'renamedFrom Make'])('refuse @%s on a command', (tag) => {
    const { problems } = readText(`export interface Thing extends Aggregate {
  state: Empty; events: { Made: Empty }; commands: {
/** @${tag} */
Do: Empty } }`);
    const home = tag.startsWith('renamed') ? 'an event, or a field of one' : 'an event';
    expect(problems).toEqual([`4:5 @${tag.split(' ')[0]} does not belong here, but on ${home}. Move or remove it.`]);
  });
});

describe('@renamedFrom on fields', () => {
  it('is read at any depth of an event', () => {
    const { model, problems } = readText(
      withEvents(
        'Made: {\n/** @renamedFrom amount */\ntotal: Int; parts: Part[] }',
        'export interface Part {\n/** @renamedFrom label */\nname: string }',
      ),
    );
    expect(problems).toEqual([]);
    expect(model.aggregates[0]?.events[0]?.payload.fields.map(({ renamedFrom }) => renamedFrom)).toEqual([
      'amount',
      null,
    ]);
    expect(model.types[0]?.type).toMatchObject({ fields: [{ name: 'name', renamedFrom: 'label' }] });
  });

  it('may stand on a field that commands and events share', () => {
    const { problems } = readText(`export interface Thing extends Aggregate {
  state: Empty; commands: { Make: Making }; events: { Made: Making } }
type Making = {
/** @renamedFrom amount */
total: Int }`);
    expect(problems).toEqual([]);
  });

  it('is refused where the former name is still there', () => {
    expect(tagsOf('Made: { a: Int;\n/** @renamedFrom a */\nb: Int }').problems).toEqual([
      '6:1 a is still declared, at domain/a.domain.ts:4: b cannot be its new name. Remove one of them, or @renamedFrom.',
    ]);
    expect(tagsOf('Created: Empty;\n/** @renamedFrom Created */\nMade: Empty').problems).toEqual([
      '6:1 Created is still declared, at domain/a.domain.ts:4: Made cannot be its new name. Remove one of them, or @renamedFrom.',
    ]);
  });

  it('is refused where one name becomes two', () => {
    expect(tagsOf('Made: {\n/** @renamedFrom x */\na: Int;\n/** @renamedFrom x */\nb: Int }').problems).toEqual([
      '8:1 a is renamed from x, too. Keep @renamedFrom on one of them.',
    ]);
  });

  it('is refused on what no event holds', () => {
    expect(
      tagsOf(
        'Made: Empty',
        'export interface Row extends Projection<Thing> {\n/** @key */\nid: string;\n/** @renamedFrom m */\nn: Int }',
      ).problems,
    ).toEqual(['11:1 @renamedFrom says something of stored events only, and n is in none. Remove the tag.']);
  });
});

describe('names of events', () => {
  it("are not those of another one's version", () => {
    expect(tagsOf('Made: Empty; MadeV1: Empty; MadeVery: Empty').problems).toEqual([
      '4:14 MadeV1 is what generated code calls a version of Made. Rename it.',
    ]);
  });
});

describe('names of fields', () => {
  it('are never whole numbers, which objects do not keep in their place', () => {
    expect(tagsOf("Made: { b: Int; '1': Int }").problems).toEqual([
      '4:17 "1" is no field name. Use letters, digits and "_", not starting with a digit.',
    ]);
  });
});
