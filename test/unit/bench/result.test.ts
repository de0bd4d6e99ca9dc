import { expect, it } from 'vitest';
import { type Figure, isSelected } from '../../bench/figure.js';
import { jsonOf, linesOf, resultOf } from '../../bench/result.js';

const turn = () => () => 1;
const speed: Figure = {
  name: 'group.speed',
  measures: 'this ÷ that',
  unit: 'things/s',
  goal: 10,
  ours: turn,
  baseline: turn,
};
const cost: Figure = { ...speed, name: 'group.cost', goal: 2, lowerIsBetter: true };
const comparison = { ours: 123_456.7, baseline: 10_000, ratio: 12.3456, min: 9.5, max: 1400.4 };

it('meets a goal from above, and where lower is better from below', () => {
  expect(resultOf(speed, comparison).met).toBe(true);
  expect(resultOf({ ...speed, goal: 12.4 }, comparison).met).toBe(false);
  expect(resultOf(cost, comparison).met).toBe(false);
  expect(resultOf({ ...cost, goal: 12.4 }, comparison).met).toBe(true);
});

it('prints median, minimum, maximum, goal, and what is measured', () => {
  expect(linesOf(speed, resultOf(speed, comparison))).toEqual([
    'group.speed          12.3  (9.5 to 1400)  at least 10: met',
    '  this ÷ that',
    '  ours 123,457 things/s, baseline 10,000 things/s',
  ]);
  expect(linesOf(cost, resultOf(cost, comparison))[0]).toContain('at most 2: not met');
});

it('gives all results as one line of JSON, by name', () => {
  const line = jsonOf(new Map([[speed.name, resultOf(speed, comparison)]]));
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    'group.speed': {
      ours: 123_457,
      baseline: 10_000,
      unit: 'things/s',
      ratio: 12.3,
      min: 9.5,
      max: 1400,
      goal: 10,
      met: true,
    },
  });
});

it.each([
  [undefined, true],
  ['group', true],
  ['group.speed', true],
  ['gro', false],
  ['group.spe', false],
  ['speed', false],
])('selects by %s: %s', (only, selected) => {
  expect(isSelected(speed, only)).toBe(selected);
});
