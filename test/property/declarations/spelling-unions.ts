// Writes unions and discriminated unions. Their members are written elsewhere.
import type { Meaning, ObjectMeaning } from './meaning.js';
import { spellObject } from './spelling-objects.js';
import type { Writer } from './writer.js';
import { holdsItself, plainly, type Scope, type Spelling, type Written } from './written.js';

/** Writes objects that a literal field tells apart. */
export function spellChoice(spelling: Spelling, objects: readonly ObjectMeaning[], scope: Scope): Written {
  const { writer } = spelling;
  writer.met('discriminated union');
  const members = writer.random
    .shuffled(objects)
    .map((object) => spellObject(spelling, object, { ...scope, bare: false }));
  return plainly(grouped(writer, members, scope), { compound: true, settles: true });
}

/** Writes a union of types of different forms. */
export function spellUnion(spelling: Spelling, members: readonly Meaning[], scope: Scope): Written {
  const { writer } = spelling;
  const { random } = writer;
  writer.met('union');
  if (members.some(({ kind }) => kind === 'null')) writer.met('union with null');
  const settles = members.some((member) => OF_OBJECTS.has(member.kind) || holdsItself(member));
  const others = members.filter(({ kind }) => kind !== 'null');
  const [only] = others;
  if (others.length === 1 && members.length === 2 && only !== undefined && !scope.recursive && random.chance(0.5)) {
    writer.met('generic alias of a union');
    const { text } = spelling.inline(only, scope);
    return plainly(`${writer.shared('maybe', (name) => `type ${name}<Value> = Value | null;`)}<${text}>`, { settles });
  }
  // A tag may stand on the whole union where one member alone can carry it.
  const float = !settles && members.filter(({ kind }) => BOUNDED.has(kind)).length < 2 && random.chance(0.8);
  const written = random
    .shuffled(members)
    .map((member) => (float ? spelling.spell(member, scope) : spelling.inline(member, scope)));
  const tags = written.flatMap((each) => each.tags);
  if (tags.length > 0) writer.met('tag on a union');
  const texts = written.map(({ text, compound }) => (compound && text.startsWith('readonly') ? `(${text})` : text));
  const text = tags.length > 0 ? texts.join(' | ') : grouped(writer, texts, scope);
  return { text, compound: true, tags, settles };
}

const OF_OBJECTS: ReadonlySet<Meaning['kind']> = new Set(['object', 'choice', 'named', 'record']);
const BOUNDED: ReadonlySet<Meaning['kind']> = new Set(['number', 'whole', 'bigint', 'date']);

/** A union, some of whose members may be in a union of their own. */
function grouped(writer: Writer, texts: readonly string[], scope: Scope): string {
  const [first, second, ...rest] = texts;
  if (scope.recursive || rest.length === 0 || !writer.random.chance(0.6)) return texts.join(' | ');
  writer.met('union within a union');
  const group = writer.random.chance(0.7)
    ? writer.declare((name) => `type ${name} =\n  | ${first}\n  | ${second};`)
    : `(${first} | ${second})`;
  return [group, ...rest].join(' | ');
}
