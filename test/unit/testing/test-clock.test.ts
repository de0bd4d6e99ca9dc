import { describe, expect, it } from 'vitest';
import { TestClock } from '../../../src/testing/test-clock.js';
import { turns } from '../../../src/testing/wire.js';

describe('a test clock', () => {
  it('jumps to what is due next while nothing else happens, in order', async () => {
    const clock = new TestClock();
    const start = clock.now();
    const fired: number[] = [];
    await new Promise<void>((done) => {
      clock.after(60_000, () => {
        fired.push(clock.now() - start);
        done();
      });
      clock.after(1000, () => fired.push(clock.now() - start));
      clock.after(2000, () => fired.push(-1))();
    });
    expect(fired).toEqual([1000, 60_000]);
  });

  it('stands still while something is going on', async () => {
    const clock = new TestClock();
    const start = clock.now();
    clock.after(1, () => {});
    for (let times = 0; times < 300; times++) {
      clock.touch();
      await turns(1);
    }
    expect(clock.now()).toBe(start);
    clock.stop();
  });

  it('says when somebody waits for what never comes', async () => {
    const clock = new TestClock();
    await new Promise<void>((hangs) => clock.watch(hangs));
    clock.stop();
  });
});
