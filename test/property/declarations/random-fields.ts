// Makes the fields of random objects. The meanings in them come from whoever asks.
import type { FieldMeaning, Meaning } from './meaning.js';
import type { Random } from './random.js';

/** Names of fields; the last two are on every object already. */
const FIELDS = [
  'a',
  'b',
  'id',
  'type',
  'class',
  'readonly',
  'ünï',
  '$x',
  '_y',
  'then',
  'quoted',
  'toString',
  'valueOf',
];
const INHERITED = new Set(['toString', 'valueOf']);

/** Fields with names of their own, besides those in `taken`. */
export function randomFields(
  random: Random,
  count: number,
  meaning: () => Meaning,
  taken: readonly string[] = [],
): readonly FieldMeaning[] {
  const inherited = random.chance(0.08);
  const free = FIELDS.filter((name) => !taken.includes(name) && (inherited || !INHERITED.has(name)));
  const names = random.shuffled(free).slice(0, count);
  return names.map((name) => ({
    name,
    optional: random.chance(0.3),
    meaning: meaning(),
  }));
}
