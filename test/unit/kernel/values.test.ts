import { expect, it } from 'vitest';
import { isStatefoldError, StatefoldError } from '../../../src/kernel/error.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { version } from '../../../src/kernel/version.js';

it('makes a version of a count only', () => {
  expect(version(0)).toBe(0);
  for (const wrong of [-1, 1.5, Number.NaN, 2 ** 53]) expect(() => version(wrong)).toThrow(RangeError);
});

it('tells its errors by code', () => {
  const cause = new Error('why');
  const error = new StatefoldError('CLOSED', 'The engine is closed.', { what: 'engine' }, { cause });
  expect(error).toMatchObject({ name: 'StatefoldError', code: 'CLOSED', details: { what: 'engine' }, cause });
  expect(isStatefoldError(error)).toBe(true);
  expect(isStatefoldError(error, 'CLOSED')).toBe(true);
  expect(isStatefoldError(error, 'TIMEOUT')).toBe(false);
  expect(isStatefoldError({ code: 'CLOSED' })).toBe(false);
});

it('writes an error as JSON with its message, and without stack and cause', () => {
  const cause = new Error('why');
  const error = new StatefoldError('CLOSED', 'The engine is closed.', { what: 'engine' }, { cause });
  expect(JSON.parse(JSON.stringify({ reason: error }))).toEqual({
    reason: { name: 'StatefoldError', code: 'CLOSED', message: 'The engine is closed.', details: { what: 'engine' } },
  });
});

it('runs what is due, and calls off what is not', async () => {
  const ran: string[] = [];
  const cancel = systemRuntime.after(5, () => ran.push('called off'));
  cancel();
  await new Promise<void>((resolve) => {
    systemRuntime.soon(() => ran.push('soon'));
    systemRuntime.after(20, () => {
      ran.push('later');
      resolve();
    });
  });
  expect(ran).toEqual(['soon', 'later']);
  expect(systemRuntime.freshId()).not.toBe(systemRuntime.freshId());
});
