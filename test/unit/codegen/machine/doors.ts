// Many small machines in one project, each with one mistake: it is generated once for all of them.
import { expect, it } from 'vitest';
import { setupFile, setupName } from '../../../../codegen/emit/names.js';
import { runCodegen } from '../../../../codegen/main.js';
import { tempProject } from '../load/temp-project.js';

interface Machine {
  readonly guards?: string;
  readonly actions?: string;
  readonly shut?: string;
  readonly open?: string;
  /** Lines 9 and on: further states. */
  readonly more?: string;
  /** The domain file's commands, beside those of every door. */
  readonly commands?: string;
}

// A sound machine. Names end in `_`, which becomes another letter in each case: commands and events are unique in a domain.
const machineText = ({
  guards = '',
  actions = '',
  shut = 'Open_: opens, Opened_: opened',
  open = CLOSE,
  more = '',
}: Machine) =>
  `const { decide, evolve, guard } = door;
const opens = { actions: decide.Open_(() => ({ type: 'Opened_', data: {} })) };
const closes = { actions: decide.Close_(() => ({ type: 'Closed_', data: {} })) };
const opened = { target: 'open', actions: evolve.Opened_(({ state }) => ({ times: state.times + 1 })) };
export const machine = door.extend({ guards: { ${guards} }, actions: { ${actions} } }).createMachine({ context: { times: 0 }, initial: 'shut', states: {
shut: { on: { ${shut} } },
open: { on: { ${open} } },
${more}
} });
`;
/** What an open door hears. */
export const CLOSE = "Close_: closes, Closed_: 'shut'";

/** What is wrong with a machine, the parts of it that are, and what codegen says. */
export type Case = readonly [what: string, machine: Machine, ...problems: string[]];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

interface Said {
  readonly letter: string;
  readonly text: string;
}

/** Runs each case as a test of its own. There may be as many as letters: longer names would move what stands behind them. */
export function pointsAt(cases: readonly Case[]): void {
  let generated: Promise<readonly Said[]> | undefined;
  it.each(cases.map(([what, , ...problems], index) => ({ what, problems, letter: letters.charAt(index) })))(
    'points at $what',
    async ({ problems, letter }) => {
      expect(letter).not.toBe('');
      generated ??= generateAll(cases);
      const own = (await generated).filter((problem) => problem.letter === letter);
      expect(own.map(({ text }) => text)).toEqual(problems);
    },
    60_000,
  );
}

async function generateAll(cases: readonly Case[]): Promise<readonly Said[]> {
  const files = cases.flatMap(([, given], index) => {
    const letter = letters.charAt(index);
    const name = `Door${letter}`;
    const set = (text: string) => text.replace(/([A-Za-z])_/g, `$1${letter}`);
    const domain = `import type { Aggregate, Branded, Empty, Int } from 'statefold/domain';
export interface Door_ extends Aggregate<string> {
  state: { times: Int };
  commands: { Open_: Empty; ${given.commands ?? ''} Close_: Empty };
  events: { Opened_: Empty; Closed_: Empty };
}
`;
    const imports = `import { and, assign, emit, enqueueActions, log, not, raise, sendTo, spawnChild, stateIn } from 'xstate'; import { ${setupName(name)} as door } from '../generated/${setupFile(name).replace('.ts', '.js')}';\n`;
    return [
      [`domain/door${letter}.domain.ts`, set(domain)],
      [`domain/door${letter}.machine.ts`, `${imports}${set(machineText(given))}`],
    ] as const;
  });
  const root = tempProject(Object.fromEntries(files));
  const { problems } = await runCodegen({ root, check: false });
  return problems.map(({ at, message }) => {
    const letter = at.file.charAt('domain/door'.length);
    const text = `${at.file.endsWith('.domain.ts') ? 'domain ' : ''}${at.line}:${at.column} ${message}`;
    return { letter, text: text.replace(new RegExp(`([A-Za-z])${letter}\\b`, 'g'), '$1_') };
  });
}
