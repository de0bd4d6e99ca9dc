// A domain to be mutated: small, with one thing that its tests do not look at, one that nobody can see, and a loop.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runCodegen } from '../../../../codegen/main.js';
import { tempProject } from '../load/temp-project.js';

const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

export const LAMP_FILES = {
  'domain/lamp.domain.ts': `import type { Aggregate, Count, Empty, Int, Max, Projection, Query, Rollup, Sum } from 'statefold/domain';
/**
 * @minimum 0
 * @maximum 100
 */
export type Watts = Int;
export interface Lamp extends Aggregate {
  state: { watts: Watts };
  commands: { Install: { watts: Watts; hours: Watts }; Burn: Empty };
  events: { Installed: { watts: Watts; hours: Watts }; Burnt: Empty };
}
export interface LampRow extends Projection<Lamp> {
  /** @key */
  lampId: string;
  status: 'lit' | 'burnt' | 'sold';
  watts: Watts;
  hours: Watts;
}
export interface Lit extends Rollup<LampRow, { key: 'status'; where: { status: 'lit' | 'burnt' } }> {
  lamps: Count;
  power: Sum<LampRow, 'watts'>;
  strongest: Max<LampRow, 'watts'>;
}
export interface GetLamp extends Query<LampRow | null> { lampId: string }
`,
  'domain/lamp.machine.ts': `import { and, not } from 'xstate';
import { lamp } from '../generated/lamp.aggregate.js';
import { counted } from './counted.js';
const { decide, evolve, guard } = lamp;
export const lampMachine = lamp.extend({ guards: {
  allowed: guard.Install(({ command }) => command.data.watts <= 60),
  dark: guard.Install(({ command }) => command.data.watts === 0),
} }).createMachine({
  context: { watts: 0 },
  initial: 'boxed',
  states: {
    boxed: { on: {
      Install: {
        guard: and(['allowed', not('dark')]),
        actions: decide.Install(({ command }) => ({ type: 'Installed', data: { watts: counted(command.data.watts), hours: command.data.hours } })),
      },
      Installed: {
        target: 'on',
        actions: evolve.Installed(({ event }) => ({
          // survives: no command asks for the watts of a state
          watts: event.data.watts,
        })),
      },
    } },
    on: { on: {
      Burn: [{ actions: [decide.Burn(() => ({ type: 'Burnt', data: {} }))] }],
      Burnt: 'burnt', // survives: never
    } },
    burnt: { type: 'final' },
  },
});
`,
  'domain/counted.ts': `export function counted(n: number): number {
  let [sum, left] = [0, n];
  while (left > 0) {
    left -= 1;
    sum += 1;
  }
  return sum;
}
`,
  'domain/lamp.projections.ts': `import { projection } from '../generated/projections.js';
export const lampRow = projection.LampRow({
  creates: { Installed: ({ event }) => ({ lampId: event.aggregateId, status: 'lit', watts: event.data.watts, hours: event.data.hours }) },
  updates: { Burnt: ({ row }) => ({ ...row, status: 'burnt' }) },
});
`,
  'test/check.ts': `import { refused } from 'statefold/testing';
import { given } from '../generated/testing.js';
const data = (watts: number) => ({ watts, hours: 1 });
const install = (watts: number) => ({ type: 'Install', data: data(watts) }) as const;
given().when(install(60)).then({ type: 'Installed', data: data(60) });
given().when(install(61)).then(refused('allowed'));
given().when(install(0)).then(refused());
`,
} as const;

/** The lamp's project, generated. */
export async function lampProject(): Promise<string> {
  const root = tempProject(LAMP_FILES);
  symlinkSync(join(MODULES, 'fast-check'), join(root, 'node_modules', 'fast-check'), 'junction');
  expect((await runCodegen({ root, check: false })).problems).toEqual([]);
  return root;
}
