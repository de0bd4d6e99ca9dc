// The mutants of a small domain: each kind is found, at its place, and makes code that can be read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { explanationsIn } from '../../../../codegen/mutate/explanations.js';
import { readMutable } from '../../../../codegen/mutate/mutable-domain.js';
import { lampProject } from './lamp.js';

const EXPECTED = {
  transition: `
lamp.machine.ts:10:12 begins in on, not in boxed
lamp.machine.ts:13:7 the transition Install in boxed dropped
lamp.machine.ts:17:7 the transition Installed in boxed dropped
lamp.machine.ts:18:9 Installed in boxed stays where it is
lamp.machine.ts:18:17 Installed in boxed leads to boxed
lamp.machine.ts:26:14 the transition Burn in on (1) dropped
lamp.machine.ts:27:7 the transition Burnt in on dropped
lamp.machine.ts:27:14 Burnt in on leads to boxed
lamp.machine.ts:27:14 Burnt in on stays where it is`,
  guard: `
lamp.machine.ts:6:43 allowed refuses what it lets pass
lamp.machine.ts:6:62 "<=" became "<"
lamp.machine.ts:6:65 60 became 61
lamp.machine.ts:7:40 dark refuses what it lets pass
lamp.machine.ts:7:59 "===" became "!=="
lamp.machine.ts:7:63 0 became 1
lamp.machine.ts:14:9 the guard of Install in boxed dropped
lamp.machine.ts:14:21 'allowed' of Install in boxed dropped
lamp.machine.ts:14:32 not('dark') of Install in boxed dropped
lamp.machine.ts:14:32 not(…) of Install in boxed dropped`,
  decision: `
lamp.machine.ts:15:9 the actions of Install in boxed dropped
lamp.machine.ts:15:33 decide.Install decides nothing
lamp.machine.ts:26:26 action 1 of Burn in on (1) dropped
lamp.machine.ts:26:38 decide.Burn decides nothing`,
  assign: `
lamp.machine.ts:19:9 the actions of Installed in boxed dropped
lamp.machine.ts:21:11 watts dropped`,
  'fold case': `
lamp.projections.ts:3:14 projection.LampRow creates on Installed: dropped
lamp.projections.ts:3:43 lampId dropped
lamp.projections.ts:3:70 status dropped
lamp.projections.ts:3:85 watts dropped
lamp.projections.ts:3:110 hours dropped
lamp.projections.ts:4:14 projection.LampRow updates on Burnt: dropped
lamp.projections.ts:4:37 ...row dropped
lamp.projections.ts:4:45 status dropped`,
  rollup: `
lamp.domain.ts:19:18 Lit: where status dropped
lamp.domain.ts:19:18 Lit: where status without burnt
lamp.domain.ts:19:18 Lit: where status without lit
lamp.domain.ts:21:3 Lit: power is the sum of hours
lamp.domain.ts:22:3 Lit: strongest is the max of hours
lamp.domain.ts:22:3 Lit: strongest is the min of watts`,
  helper: `
counted.ts:2:22 0 became 1
counted.ts:2:22 0 dropped from the list
counted.ts:2:25 n dropped from the list
counted.ts:3:15 ">" became ">="
counted.ts:3:17 0 became 1
counted.ts:4:10 "-=" became "+="
counted.ts:4:13 1 became 2
counted.ts:5:9 "+=" became "-="
counted.ts:5:12 1 became 2`,
} as const;

it('finds every kind of mutant, each at its place, of which code can be made', { timeout: 60_000 }, async () => {
  const root = await lampProject();
  const project = readMutable(root);
  if ('problems' in project) throw new Error(JSON.stringify(project.problems));
  const { mutants, explanations } = project;
  for (const [kind, list] of Object.entries(EXPECTED)) {
    const found = mutants.filter((one) => one.kind === kind);
    const lines = found.map(({ at, what }) => `${at.file.slice('domain/'.length)}:${at.line}:${at.column} ${what}`);
    expect(lines, kind).toEqual(list.trim().split('\n'));
  }
  expect(mutants).toHaveLength(Object.values(EXPECTED).join('').split('\n').length - 1);

  const changed = mutants.flatMap(({ change }) => (change.kind === 'text' ? [change] : []));
  for (const { file, start, end, text } of changed) {
    const before = readFileSync(join(root, file), 'utf8');
    const after = before.slice(0, start) + text + before.slice(end);
    const [was, is] = [before, after].map((code) => transformSync(code, { loader: 'ts', minifyWhitespace: true }).code);
    expect(is, after).not.toBe(was);
  }
  expect(explanations.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
    'domain/lamp.machine.ts:21 no command asks for the watts of a state',
    'domain/lamp.machine.ts:27 never',
  ]);
});

it('reads an explanation beside its line, or alone before it', () => {
  const text = 'a; // survives: one\n  // survives: two \nb;\n// survives:\nconst c = "survives: x";\n';
  expect(explanationsIn('a.ts', text)).toEqual([
    { file: 'a.ts', line: 1, reason: 'one' },
    { file: 'a.ts', line: 3, reason: 'two' },
  ]);
});
