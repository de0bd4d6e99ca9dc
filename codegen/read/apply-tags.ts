// Applies the constraint tags of a doc comment to the type below it. Reads no type itself.
import type { Constraints, TypeModel } from '../model.js';
import { carriersOf, carries, parseConstraint, WRITTEN_KIND } from './constraint-values.js';
import type { DocComment, DocTag } from './doc-comment.js';
import { narrow } from './narrow.js';
import type { ReadContext } from './read-context.js';
import { CONSTRAINT_TAGS, type ConstraintTag } from './tag-names.js';
import { UNREADABLE } from './unreadable.js';

type Mutable = { -readonly [K in ConstraintTag]?: Constraints[K] };

/** A type narrowed by a comment's constraint tags. In a union each tag goes to the members that carry it. */
export function applyTags(context: ReadContext, doc: DocComment | null, type: TypeModel): TypeModel {
  const tags = (doc?.tags ?? []).filter((tag) => isConstraint(tag.name));
  if (tags.length === 0 || type === UNREADABLE) return type;
  const single = withoutRepeats(context, tags);
  const members = type.kind === 'union' ? type.members : [type];
  for (const tag of single) {
    if (members.some((member) => carries(member.kind, tag.name as ConstraintTag))) continue;
    context.problems.add(tag.at, cannotCarry(tag.name as ConstraintTag, type));
  }
  const narrowed = members.map((member) => narrowedBy(context, member, single));
  return type.kind === 'union' ? { ...type, members: narrowed } : (narrowed[0] ?? type);
}

function narrowedBy(context: ReadContext, type: TypeModel, tags: readonly DocTag[]): TypeModel {
  const own: Mutable = {};
  const places = new Map<ConstraintTag, DocTag>();
  if (!('constraints' in type)) return type;
  for (const tag of tags) {
    const name = tag.name as ConstraintTag;
    if (!carries(type.kind, name)) continue;
    const parsed = parseTag(tag, (value) =>
      carries(type.kind, name) ? parseConstraint(name, value, type.kind) : null,
    );
    if (parsed === null) continue;
    if ('refused' in parsed) {
      context.problems.add(tag.at, parsed.refused);
      continue;
    }
    Object.assign(own, { [name]: parsed.value });
    places.set(name, tag);
  }
  const [first] = places.keys();
  if (first === undefined || !carries(type.kind, first)) return type;
  const { constraints, refused } = narrow(type.kind, type.constraints, own);
  for (const [name, message] of refused) {
    const tag = places.get(name);
    if (tag !== undefined) context.problems.add(tag.at, message);
  }
  return { ...type, constraints };
}

/** Parses a tag's value after making sure that the value ends on the tag's own line. */
export function parseTag<T>(tag: DocTag, parse: (value: string) => T): T | { readonly refused: string } {
  if (tag.more === '') return parse(tag.value);
  return {
    refused: `@${tag.name} goes on after its line: "${tag.more.split('\n')[0]}" would not be read. Keep the value on one line, and text above the tags.`,
  };
}

function withoutRepeats(context: ReadContext, tags: readonly DocTag[]): readonly DocTag[] {
  return tags.filter((tag, index) => {
    const repeated = tags.findIndex(({ name }) => name === tag.name) < index;
    if (repeated) context.problems.add(tag.at, `@${tag.name} stands here twice. Keep one of them.`);
    return !repeated;
  });
}

function cannotCarry(tag: ConstraintTag, type: TypeModel): string {
  const what = carries(type.kind, tag) ? '' : describe(type);
  const element = type.kind === 'array' ? ' For its elements, tag a type alias and write an array of that.' : '';
  return `@${tag} does not fit ${what}: it belongs to ${carriersOf(tag)}.${element}`;
}

function describe(type: TypeModel): string {
  switch (type.kind) {
    case 'reference':
      return type.name;
    case 'union':
      return 'any part of this union';
    case 'literal':
      return 'a literal';
    case 'object':
      return 'an object';
    case 'tuple':
      return 'a tuple';
    case 'boolean':
    case 'null':
      return type.kind;
    default:
      return WRITTEN_KIND[type.kind];
  }
}

function isConstraint(name: string): name is ConstraintTag {
  return (CONSTRAINT_TAGS as readonly string[]).includes(name);
}
