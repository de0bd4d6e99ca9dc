import { describe, expect, it } from 'vitest';
import { WakeUps } from '../../../src/store/wake-ups.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('WakeUps', () => {
  it('calls a listener once for several rings', async () => {
    const wakeUps = new WakeUps<string>();
    let calls = 0;
    wakeUps.on('a', () => calls++);
    wakeUps.ring('a');
    wakeUps.ring('a');
    expect(calls).toBe(0);
    await turn();
    expect(calls).toBe(1);
  });

  it('calls after whoever waits for a promise that was settled with the ring', async () => {
    const wakeUps = new WakeUps<string>();
    const order: string[] = [];
    wakeUps.on('a', () => order.push('listener'));
    const act = async (): Promise<void> => wakeUps.ring('a');
    await act().then(() => order.push('caller'));
    await turn();
    expect(order).toEqual(['caller', 'listener']);
  });

  it('calls again for a ring inside a call', async () => {
    const wakeUps = new WakeUps<string>();
    let calls = 0;
    wakeUps.on('a', () => {
      if (++calls === 1) wakeUps.ring('a');
    });
    wakeUps.ring('a');
    await turn();
    await turn();
    expect(calls).toBe(2);
  });

  it('calls nobody who stopped between the ring and the call', async () => {
    const wakeUps = new WakeUps<string>();
    let calls = 0;
    const stop = wakeUps.on('a', () => calls++);
    wakeUps.ring('a');
    stop();
    await turn();
    expect(calls).toBe(0);
  });

  it('keeps later listeners of a topic that everybody had left', async () => {
    const wakeUps = new WakeUps<string>();
    const stop = wakeUps.on('a', () => {});
    stop();
    let calls = 0;
    wakeUps.on('a', () => calls++);
    stop();
    wakeUps.ring('a');
    await turn();
    expect(calls).toBe(1);
  });

  it('takes two listeners that are one function for two', async () => {
    const wakeUps = new WakeUps<string>();
    let calls = 0;
    const wake = (): void => {
      calls++;
    };
    const stop = wakeUps.on('a', wake);
    wakeUps.on('a', wake);
    stop();
    wakeUps.ring('a');
    await turn();
    expect(calls).toBe(1);
  });
});
