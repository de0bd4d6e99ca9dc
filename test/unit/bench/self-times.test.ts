import { expect, it } from 'vitest';
import { sharesOf, shareText } from '../../bench/self-times.js';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
  children,
});

const profile = {
  startTime: 0,
  endTime: 0,
  nodes: [
    node(1, '(root)', '', [2, 5, 6, 7]),
    node(2, 'send', 'file:///src/bus.ts', [3]),
    node(3, 'encode', 'file:///src/codec.ts', [4]),
    node(4, 'set', ''),
    node(5, '(garbage collector)', ''),
    node(6, '(idle)', ''),
    node(7, '(program)', ''),
  ],
  samples: [2, 3, 4, 5, 6, 7],
  timeDeltas: [10, 20, 20, 30, 1000, 20],
};

it('gives what has no file to its caller, and leaves waiting out', () => {
  const shares = sharesOf(profile, (url) => /(\w+)\.ts$/.exec(url)?.[1]);
  expect([...shares]).toEqual([
    ['codec', 0.4],
    ['garbage collection', 0.3],
    ['node itself', 0.2],
    ['bus', 0.1],
  ]);
  expect(shareText(shares)).toBe('codec 40 %, garbage collection 30 %, node itself 20 %, bus 10 %');
});

it('gives a file that belongs to no part to its caller', () => {
  const shares = sharesOf(profile, (url) => (url.endsWith('bus.ts') ? 'bus' : undefined));
  expect(shares.get('bus')).toBe(0.5);
});
