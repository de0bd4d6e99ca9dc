// Ways to break arrays and tuples.
import { type Break, type Breaking, here, inside, type Place } from './breaking.js';
import { expressionOf, listOf } from './expression.js';
import type { Meaning } from './meaning.js';

class List extends Array {}

function breakItems(
  inner: Break,
  place: Place,
  items: readonly unknown[],
  meaningAt: (index: number) => Meaning,
): readonly Breaking[] {
  const holed = [...items];
  holed.length = items.length + 1;
  return [
    ...here(place, 'hole', holed),
    ...here(place, 'property on an array', Object.assign([...items], { extra: 1 })),
    ...here(place, 'subclass of Array', List.from(items)),
    ...items.flatMap((item, index) => {
      const meaning = meaningAt(index);
      const whole = (value: unknown) => items.with(index, value);
      const print = (expression: string) =>
        listOf(items.map((each, at) => (at === index ? expression : expressionOf(meaningAt(at), each))));
      return inner(inside(place, index, { meaning, whole, print }), meaning, item);
    }),
  ];
}

/** Breaks an array, its number of items, or one of them by `inner`. */
export function breakArray(
  inner: Break,
  place: Place,
  { item, constraints }: Meaning & { kind: 'array' },
  items: readonly unknown[],
): readonly Breaking[] {
  const [first] = items;
  return [
    ...constraints.flatMap(({ tag, value }) => {
      if (tag === 'minItems') return here(place, 'too few items', items.slice(0, Number(value) - 1), { inJson: true });
      if (tag === 'maxItems' && items.length > 0) {
        const filler = Array.from({ length: Number(value) + 1 }, (_, index) => items[index] ?? first);
        return here(place, 'too many items', filler, { inJson: true });
      }
      if (tag !== 'uniqueItems' || items.length === 0) return [];
      return here(place, 'item twice', [...items, structuredClone(first)], { inJson: true });
    }),
    ...breakItems(inner, place, items, () => item),
  ];
}

/** Breaks a tuple, or one of its items by `inner`. */
export function breakTuple(
  inner: Break,
  place: Place,
  { items: meanings, required }: Meaning & { kind: 'tuple' },
  items: readonly unknown[],
): readonly Breaking[] {
  const printed = items.map((item, index) => expressionOf(meanings[index] as Meaning, item));
  const full = meanings.length === items.length;
  return [
    ...(required > 0
      ? here(place, 'tuple too short', items.slice(0, required - 1), {
          expression: listOf(printed.slice(0, required - 1)),
          inJson: true,
        })
      : []),
    ...(full
      ? here(place, 'tuple too long', [...items, 'more'], { expression: listOf([...printed, '"more"']), inJson: true })
      : []),
    ...breakItems(inner, place, items, (index) => meanings[index] as Meaning),
  ];
}
