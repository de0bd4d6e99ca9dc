import { expect, it } from 'vitest';
import { compare, median } from '../../bench/compare.js';
import type { Figure, Side } from '../../bench/figure.js';

const QUIET = { effort: { quick: true }, pairs: 3, beforeTurn: () => {}, onTurn: () => {} };

/** A side that answers these numbers, one a turn, and notes its turns. */
function sideOf(name: string, answers: readonly number[], turns: string[] = []): Side {
  return () => {
    let turn = 0;
    return () => {
      turns.push(name);
      return answers[turn++] ?? Number.NaN;
    };
  };
}

function figureOf(ours: Side, baseline: Side): Figure {
  return { name: 'group.name', measures: 'this ÷ that', unit: 'things/s', goal: 2, ours, baseline };
}

it('takes turns, ours first, with three pairs more than it counts', async () => {
  const turns: string[] = [];
  const ones = [1, 1, 1, 1, 1, 1];
  await compare(figureOf(sideOf('A', ones, turns), sideOf('B', ones, turns)), QUIET);
  expect(turns.join('')).toBe('ABABABABABAB');
});

it('divides each pair by itself, and leaves the first three out', async () => {
  const figure = figureOf(sideOf('A', [1000, 500, 200, 40, 90, 10]), sideOf('B', [1, 1, 1, 10, 30, 2]));
  expect(await compare(figure, QUIET)).toEqual({ ours: 40, baseline: 10, ratio: 4, min: 3, max: 5 });
});

it('makes ready before each turn, and tells how many are done', async () => {
  const seen: string[] = [];
  await compare(figureOf(sideOf('A', [1, 1, 1, 1]), sideOf('B', [1, 1, 1, 1])), {
    ...QUIET,
    pairs: 1,
    beforeTurn: () => seen.push('ready'),
    onTurn: (done, total) => seen.push(`${done}/${total}`),
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8].flatMap((done) => ['ready', `${done}/8`]));
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a turn that answers %s', async (answer) => {
  const figure = figureOf(sideOf('A', [answer]), sideOf('B', [1]));
  await expect(compare(figure, QUIET)).rejects.toThrow('group.name: a turn answered');
});

it('takes the middle, or the mean of the two middle ones', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
});
