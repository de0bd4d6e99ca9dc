// The numbers that events get: logs hold them, so none may ever come out otherwise.
import { expect, it } from 'vitest';
import { numberFor } from '../../../../codegen/lock/event-number.js';
import { eventIn, settle } from './declared.js';

it('is a hash of the name, never 0, and the same in every release', () => {
  expect(numberFor('OrderPlaced', new Set())).toBe(28_175);
  // The hash of this name is 0.
  expect(numberFor('E14080', new Set())).toBe(1);
});

it('is the next that is free, from 65535 on to 1', () => {
  expect(numberFor('OrderPlaced', new Set([28_175, 28_176]))).toBe(28_177);
  const upper = new Set(Array.from({ length: 65_535 - 28_175 + 1 }, (_, index) => 28_175 + index));
  expect(numberFor('OrderPlaced', upper)).toBe(1);
  expect(() => numberFor('OrderPlaced', new Set(Array.from({ length: 65_535 }, (_, index) => index + 1)))).toThrow(
    'All 65535 numbers of events are taken.',
  );
});

it('does not depend on where events stand that are new at once', () => {
  const [one, other] = [settle('Event90: Empty; Event230: Empty;'), settle('Event230: Empty; Event90: Empty;')];
  expect(eventIn(one, 'Event230').number).toBe(64_647);
  expect(eventIn(one, 'Event90').number).toBe(64_648);
  expect(one.text).toBe(other.text);
});
