import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/store/gate.js';

describe('Gate', () => {
  it('says what to do when a closed connection is used', () => {
    const gate = new Gate();
    gate.mustBeOpen();
    gate.close();
    expect(() => gate.mustBeOpen()).toThrow(/was closed\. Connect again/);
  });

  it('stops once what ends with the connection', () => {
    const gate = new Gate();
    const stopped: string[] = [];
    const stopFirst = gate.untilClosed(() => stopped.push('first'));
    const stopSecond = gate.untilClosed(() => stopped.push('second'));
    stopFirst();
    gate.close();
    stopSecond();
    gate.close();
    expect(stopped).toEqual(['first', 'second']);
  });
});
