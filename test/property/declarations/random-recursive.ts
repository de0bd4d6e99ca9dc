// Makes random meanings that hold themselves, each with a way to end. Says nothing of how they are written.
import type { FieldMeaning, Holder, Meaning, ObjectMeaning } from './meaning.js';
import type { Random } from './random.js';
import { randomFields } from './random-fields.js';
import { randomScalar } from './random-scalar.js';

/** A recursive type; `leaf` makes what it carries besides itself. */
export function randomRecursive(random: Random, leaf: () => Meaning): Meaning {
  if (random.chance(0.2)) return twins(leaf);
  const holder: Holder = { meaning: { kind: 'null' }, recursive: true };
  const self: Meaning = { kind: 'named', holder };
  holder.meaning = random.pick([tree, chain, viaTuple, viaRecord, mutual, list, list, expression, expression])(
    random,
    self,
    leaf,
  );
  return self;
}

function twins(leaf: () => Meaning): Meaning {
  const treeOf = (twin?: Holder): Holder => {
    const holder: Holder = { meaning: { kind: 'null' }, recursive: true, ...(twin === undefined ? {} : { twin }) };
    const fields = [field('value', leaf()), field('children', many({ kind: 'named', holder }))];
    holder.meaning = { kind: 'object', fields };
    return holder;
  };
  const first = treeOf();
  const items = [first, treeOf(first)].map((holder): Meaning => ({ kind: 'named', holder }));
  return { kind: 'tuple', items, required: 2 };
}

type Shape = (random: Random, self: Meaning, leaf: () => Meaning) => Meaning;

const field = (name: string, meaning: Meaning, optional = false): FieldMeaning => ({ name, meaning, optional });
const many = (item: Meaning): Meaning => ({ kind: 'array', item, constraints: [] });
const orNull = (meaning: Meaning): Meaning => ({ kind: 'union', members: [meaning, { kind: 'null' }] });
const object = (random: Random, ...fields: FieldMeaning[]): ObjectMeaning => ({
  kind: 'object',
  fields: random.shuffled(fields),
});

const tree: Shape = (random, self, leaf) => {
  const more = random.pick<readonly FieldMeaning['meaning'][]>([
    [],
    [{ kind: 'array', item: self, constraints: [{ tag: 'maxItems', value: 2 }] }],
  ]);
  const extra = more.map((meaning) => field('few', meaning));
  return object(random, field('value', leaf()), field('children', many(self)), ...extra);
};

const chain: Shape = (random, self, leaf) => {
  const next = random.chance(0.5) ? field('next', self, true) : field('next', orNull(self));
  return object(random, next, ...randomFields(random, 1, leaf, ['next']));
};

const viaTuple: Shape = (random, self, leaf) =>
  object(random, field('pair', { kind: 'tuple', items: [leaf(), self], required: 1 }));

const viaRecord: Shape = (random, self) =>
  object(random, field('by', { kind: 'record', value: self, constraints: [] }), field('of', randomScalar(random)));

const mutual: Shape = (random, self, leaf) => {
  const other: Holder = { meaning: { kind: 'null' }, recursive: true };
  other.meaning = object(random, field('back', orNull(self)), field('with', leaf()));
  return object(random, field('there', { kind: 'named', holder: other }, random.chance(0.5)));
};

const list: Shape = (random, self) => ({
  kind: 'union',
  members: random.shuffled<Meaning>([
    randomScalar(random, 'textual'),
    random.pick<Meaning>([{ kind: 'null' }, { kind: 'boolean' }, randomScalar(random, 'numeric')]),
    many(self),
  ]),
});

const expression: Shape = (random, self, leaf) => ({
  kind: 'choice',
  tag: 'op',
  objects: [
    object(random, field('op', { kind: 'literals', values: ['value'] }), field('is', leaf())),
    object(
      random,
      field('op', { kind: 'literals', values: ['add', 'sub'] }),
      field('left', self),
      field('right', self),
    ),
    object(random, field('op', { kind: 'literals', values: ['sum'] }), field('of', many(self))),
  ],
});
