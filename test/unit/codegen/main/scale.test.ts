// A large domain: 100 aggregates of 10 commands, with their machines, projections and queries. The time is printed, and is to stay below 10 s.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCodegen } from '../../../../codegen/main.js';
import { tempProject } from '../load/temp-project.js';

const AGGREGATES = 100;
const COMMANDS = 10;

function domainOf(name: string): string {
  const lines = Array.from({ length: COMMANDS }, (_, index) => index);
  return `import type { Aggregate, Branded, Count, Int, Page, Paging, Projection, Query, Rollup } from 'statefold/domain';
export type ${name}Id = Branded<string, '${name}Id'>;
/** @maxLength 100 */
export type ${name}Text = string;
export interface ${name}Part { text: ${name}Text; count: Int; at: Date }
export interface ${name} extends Aggregate<${name}Id> {
  state: { parts: ${name}Part[]; last: Date | null };
  commands: {
${lines.map((index) => `    Do${name}${index}: { part: ${name}Part; texts: ${name}Text[]; kind: 'a' | 'b' };`).join('\n')}
  };
  events: {
${lines.map((index) => `    Done${name}${index}: { part: ${name}Part; kind: 'a' | 'b' };`).join('\n')}
  };
}
export interface ${name}Row extends Projection<${name}> {
  /** @key */
  id: ${name}Id;
  kind: 'a' | 'b';
  parts: ${name}Part[];
}
export interface ${name}Kinds extends Rollup<${name}Row, { key: 'kind' }> { rows: Count }
export interface Get${name} extends Query<${name}Row | null> { id: ${name}Id }
export interface Get${name}s extends Query<Page<${name}Row>> { kind?: 'a' | 'b'; paging?: Paging }
`;
}

function machineOf(name: string, setup: string): string {
  const cases = Array.from(
    { length: COMMANDS },
    (_, index) => `
    Do${name}${index}: { actions: decide.Do${name}${index}(({ command: { data: { part, kind } } }) => ({ type: 'Done${name}${index}', data: { part, kind } })) },
    Done${name}${index}: { actions: evolve.Done${name}${index}(({ state, event }) => ({ parts: [...state.parts, event.data.part], last: event.time })) },`,
  );
  return `import { ${setup} } from '../generated/${setup}.aggregate.js';
const { decide, evolve } = ${setup};
export const ${setup}Machine = ${setup}.createMachine({
  context: { parts: [], last: null },
  on: {${cases.join('')}
  },
});
`;
}

function foldsOf(name: string, setup: string): string {
  return `import { projection } from '../generated/projections.js';
export const ${setup}Row = projection.${name}Row({
  creates: { Done${name}0: ({ event }) => ({ id: event.aggregateId, kind: event.data.kind, parts: [event.data.part] }) },
});
`;
}

it(`generates ${AGGREGATES} aggregates of ${COMMANDS} commands`, { timeout: 60_000 }, async () => {
  const files: Record<string, string> = {};
  for (let index = 0; index < AGGREGATES; index++) {
    const [name, setup] = [`Thing${index}`, `thing${index}`];
    files[`domain/${setup}.domain.ts`] = domainOf(name);
    files[`domain/${setup}.machine.ts`] = machineOf(name, setup);
    files[`domain/${setup}.projections.ts`] = foldsOf(name, setup);
  }
  const root = tempProject(files);

  const started = performance.now();
  const steps: string[] = [];
  const progress = (step: string) => steps.push(`${step} at ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const { problems, written } = await runCodegen({ root, check: false, progress });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${AGGREGATES} aggregates of ${COMMANDS} commands: ${seconds.toFixed(1)} s (${steps.join(', ')})`);

  expect(problems).toEqual([]);
  // No queries.ts: no query is written by hand.
  const others = [
    ...['app', 'arbitraries', 'buses', 'codecs', 'domain', 'handlers', 'index'],
    ...['projections', 'testing', 'validators'],
  ];
  const lock = 1;
  const corpus = AGGREGATES * COMMANDS;
  expect(written).toHaveLength(AGGREGATES + others.length + lock + corpus);
  expect(readdirSync(join(root, 'generated'))).toHaveLength(AGGREGATES + others.length);
});
