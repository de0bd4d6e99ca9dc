// The figures of mutants, and the lines that tell them.
import { expect, it } from 'vitest';
import type { Judged, Outcome } from '../../../../codegen/mutate/mutant.js';
import { mutationReport } from '../../../../codegen/mutate/mutation-report.js';

const judged = (line: number, outcome: Outcome, explained: string | null = null): Judged => ({
  mutant: {
    ...{ kind: 'guard', at: { file: 'domain/a.ts', line, column: 1 }, what: '"<" became "<="' },
    change: { kind: 'text', file: 'domain/a.ts', start: 0, end: 1, text: '' },
  },
  outcome,
  explained,
});

const survived = { kind: 'survived' } as const;
const killed = { kind: 'killed', by: 'tests: no' } as const;

it('counts what was refused and what hung as killed, and leaves out what is explained', () => {
  const all = [
    judged(4, survived),
    judged(3, survived, 'never'),
    judged(2, { kind: 'timed out', by: 'tests' }),
    judged(1, { kind: 'refused', by: 'domain/a.ts:1:1 No.' }),
  ];
  const report = mutationReport(all, { idle: [], isWhole: false });
  expect(report).toMatchObject({ total: 4, explained: 1, holds: false });
  expect(report.counts).toEqual({ killed: 0, refused: 1, 'timed out': 1, survived: 2 });
  expect(report.text).toBe(`survived: domain/a.ts:3:1 guard: "<" became "<=" (never)
SURVIVED: domain/a.ts:4:1 guard: "<" became "<="
hung, which counts as killed: domain/a.ts:2:1 guard: "<" became "<="
4 mutants: 2 killed (1 of them refused by codegen, 1 hung), 1 survived, 1 survived as explained
score: 66.6 %
`);
});

it('holds where every survivor is explained, and says which comments explain nothing', () => {
  const idle = [{ file: 'domain/b.ts', line: 7, reason: 'never' }];
  const { holds, score, text } = mutationReport([judged(1, survived, 'never'), judged(2, killed)], {
    idle,
    isWhole: true,
  });
  expect({ holds, score }).toEqual({ holds: true, score: 100 });
  expect(text).toContain('killed: domain/a.ts:2:1 guard: "<" became "<=" (tests: no)\n');
  expect(text).toContain('domain/b.ts:7 nothing survives here: delete the comment\n');
});

it('never rounds up to 100', () => {
  const all = [...Array.from({ length: 9_999 }, () => judged(1, killed)), judged(2, survived)];
  expect(mutationReport(all, { idle: [], isWhole: false }).text).toContain('score: 99.9 %');
});
