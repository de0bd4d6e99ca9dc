// Ways to break records, objects and discriminated unions.
import { type Break, type Breaking, here, inside, type Place, step } from './breaking.js';
import { expressionOf, memberFor, objectOf, recordOf } from './expression.js';
import { fieldOf, type Meaning, type ObjectMeaning } from './meaning.js';

class Instance {}

type Entries = Readonly<Record<string, unknown>>;

/** Breaks a record, its number of keys, or one of its values by `inner`. */
export function breakRecord(
  inner: Break,
  place: Place,
  { value: meaning, constraints }: Meaning & { kind: 'record' },
  record: Entries,
): readonly Breaking[] {
  const [first] = Object.entries(record);
  const sized = (size: number) =>
    Object.fromEntries(
      Array.from({ length: size }, (_, index) => Object.entries(record)[index] ?? [`more${index}`, first?.[1]]),
    );
  return [
    ...constraints.flatMap(({ tag, value }) => {
      if (tag === 'minProperties' && Number(value) > 0)
        return here(place, 'too few keys', sized(Number(value) - 1), { inJson: true });
      return tag === 'maxProperties' && first !== undefined
        ? here(place, 'too many keys', sized(Number(value) + 1), { inJson: true })
        : [];
    }),
    ...['__proto__', 'constructor', 'prototype'].flatMap((key) =>
      here(place, 'forbidden key', Object.fromEntries([...Object.entries(record).slice(1), [key, first?.[1] ?? 1]]), {
        inJson: true,
      }),
    ),
    ...breakEntries(inner, place, record, () => meaning, { print: recordOf }),
  ];
}

/** What is wrong with any object, and with what its entries hold. */
function breakEntries(
  inner: Break,
  place: Place,
  object: Entries,
  meaningAt: (key: string) => Meaning,
  { print, tag = null }: { readonly print: typeof objectOf; readonly tag?: string | null },
): readonly Breaking[] {
  const entries = Object.entries(object);
  const [first] = entries;
  const printWith = (key: string) => (expression: string) =>
    print(entries.map(([at, each]) => [at, at === key ? expression : expressionOf(meaningAt(at), each)]));
  return [
    ...here(place, 'instance of a class', Object.assign(new Instance(), object)),
    ...here(place, 'symbol key', { ...object, [Symbol('s')]: 1 }),
    ...here(place, 'hidden field', Object.defineProperty({ ...object }, 'hidden', { value: 1, enumerable: false })),
    ...(first === undefined
      ? []
      : here(
          place,
          'getter',
          Object.defineProperty({ ...object }, first[0], { get: () => first[1], enumerable: true }),
        )),
    ...entries.flatMap(([key, value]) => {
      const meaning = meaningAt(key);
      const whole = (other: unknown) => ({ ...object, [key]: other });
      const part = inside(place, key, { meaning, whole, print: printWith(key) });
      if (key !== tag) return inner(part, meaning, value);
      // Another tag makes the object one of another member: then all of it is wrong, but perhaps not in JSON.
      const { pointer } = place;
      const tagged = { ...part, pointer, admits: (other: unknown) => place.admits(whole(other)) };
      const broken = inner(tagged, meaning, value).map((breaking) => ({ ...breaking, inJson: false }));
      // The other boolean is another member's tag: where only a constraint of that member is broken, the compiler sees nothing wrong.
      return typeof value === 'boolean' ? broken.map((breaking) => ({ ...breaking, expression: null })) : broken;
    }),
  ];
}

/** Breaks an object, or one of its fields by `inner`; `tag` is the field that tells it from the other objects of a union. */
export function breakObject(
  inner: Break,
  place: Place,
  meaning: ObjectMeaning,
  object: Entries,
  tag: string | null = null,
): readonly Breaking[] {
  const meaningAt = (key: string) => fieldOf(meaning, key)?.meaning ?? ({ kind: 'null' } as const);
  const print = (entries: Entries) =>
    Object.entries(entries).map(([key, each]) => [key, expressionOf(meaningAt(key), each)] as const);
  const surplus = objectOf([...print(object), ['surplus', '1']]);
  return [
    ...here(place, 'unknown field', { ...object, surplus: 1 }, { at: '/surplus', expression: surplus, inJson: true }),
    ...meaning.fields.flatMap(({ name, optional }) => {
      const { [name]: taken, ...rest } = object;
      if (optional) {
        const expression = objectOf([...print(rest), [name, 'undefined']]);
        return here(place, 'undefined field', { ...rest, [name]: undefined }, { at: step(name), expression });
      }
      const inherited = Object.assign(Object.create({ [name]: taken }), rest);
      return [
        ...here(place, 'field missing', rest, {
          at: step(name),
          expression: objectOf(print(rest)),
          inJson: true,
        }),
        ...here(place, 'field inherited', inherited),
      ];
    }),
    ...(place.pointer === '' ? [] : circle(place, meaning, object)),
    ...breakEntries(inner, place, object, meaningAt, { print: objectOf, tag }),
  ];
}

/** An object that holds itself, where its type lets it. */
function circle(place: Place, { fields }: ObjectMeaning, object: Entries): readonly Breaking[] {
  return fields.flatMap(({ name, meaning }): readonly Breaking[] => {
    const item = meaning.kind === 'array' ? meaning.item : meaning;
    if (!holdsHolderOf(item, place.meaning)) return [];
    const value = () => {
      const endless: Record<string, unknown> = { ...object };
      endless[name] = item === meaning ? endless : [endless];
      return place.whole(endless);
    };
    return [{ what: 'circle', pointer: '', value, expression: null, inJson: false }];
  });
}

function holdsHolderOf(meaning: Meaning, whole: Meaning): boolean {
  if (meaning.kind === 'union') return meaning.members.some((member) => holdsHolderOf(member, whole));
  return meaning.kind === 'named' && whole.kind === 'named' && meaning.holder === whole.holder;
}

/** Breaks an object of a discriminated union. */
export function breakChoice(
  inner: Break,
  place: Place,
  { tag, objects }: Meaning & { kind: 'choice' },
  object: Entries,
): readonly Breaking[] {
  const member = memberFor(objects, object);
  const others = objects.filter((other) => other !== member);
  const printed = Object.entries(object).map(
    ([key, each]) => [key, expressionOf(fieldOf(member, key)?.meaning ?? { kind: 'null' }, each)] as const,
  );
  const retagged = printed.map(([key, each]) => [key, key === tag ? '"mauve"' : each] as const);
  const foreign = others.flatMap(({ fields }) => fields.filter(({ name }) => fieldOf(member, name) === undefined));
  return [
    ...here(
      place,
      'another discriminator',
      { ...object, [tag]: 'mauve' },
      { at: step(tag), expression: objectOf(retagged), inJson: true },
    ),
    ...others.flatMap((other) => {
      const meaning = fieldOf(other, tag)?.meaning;
      if (meaning?.kind !== 'literals') return [];
      // Not in JSON: there a date may pass for the text that the other member holds.
      return here(place, 'another discriminator', { ...object, [tag]: meaning.values[0] });
    }),
    ...foreign.flatMap(({ name }) =>
      here(place, 'field of another member', { ...object, [name]: 1 }, { at: step(name) }),
    ),
    ...breakObject(inner, place, member, object, tag),
  ];
}
