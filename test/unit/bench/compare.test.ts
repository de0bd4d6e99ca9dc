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

it('takes turns, ours first, each once before it counts, with a pair more than it counts', async () => {
  const turns: string[] = [];
  const ones = Array.from({ length: 8 }, () => 1);
  await compare(figureOf(sideOf('A', ones, turns), sideOf('B', ones, turns)), QUIET);
  expect(turns.join('')).toBe('AABBAABBAABBAABB');
});

it('divides each pair by itself, and leaves out what only warms up', async () => {
  const ours = sideOf('A', [1000, 500, 7, 40, 7, 90, 7, 10]);
  const figure = figureOf(ours, sideOf('B', [1, 1, 7, 10, 7, 30, 7, 2]));
  expect(await compare(figure, QUIET)).toEqual({ ours: 40, baseline: 10, ratio: 4, min: 3, max: 5 });
});

it('makes ready before each turn, and tells how many are done', async () => {
  const seen: string[] = [];
  await compare(figureOf(sideOf('A', [1, 1, 1, 1, 1, 1]), sideOf('B', [1, 1, 1, 1, 1, 1])), {
    ...QUIET,
    pairs: 2,
    beforeTurn: () => seen.push('ready'),
    onTurn: (done, total) => seen.push(`${done}/${total}`),
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6].flatMap((done) => ['ready', `${done}/6`]));
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a turn that answers %s', async (answer) => {
  const figure = figureOf(sideOf('A', [1, answer]), sideOf('B', [1, 1]));
  await expect(compare(figure, QUIET)).rejects.toThrow('group.name: a turn answered');
});

it('takes the middle, or the mean of the two middle ones', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
});
