// The files that `statefold init` writes. As text, so that they reach the package whatever bundles it; a test compiles and runs them.

const domain = `// What a task can be asked, what can happen to it, and what can be read about all of them.
import type { Aggregate, Branded, Empty, Page, Paging, Projection, Query } from 'statefold/domain';

export type TaskId = Branded<string, 'TaskId'>;

/** Something to be done. */
export interface Task extends Aggregate<TaskId> {
  state: { title: string };
  commands: {
    /** Writes the task down. */
    AddTask: {
      /**
       * @minLength 1
       * @maxLength 200
       */
      title: string;
    };
    CompleteTask: Empty;
  };
  events: {
    TaskAdded: { title: string };
    TaskCompleted: Empty;
  };
}

/** One row per task. */
export interface TaskRow extends Projection<Task> {
  /** @key */
  taskId: TaskId;
  title: string;
  status: 'open' | 'done';
  addedAt: Date;
}

export interface GetTask extends Query<TaskRow | null> {
  taskId: TaskId;
}

/**
 * Tasks, newest first.
 * @sort addedAt desc
 */
export interface GetTasks extends Query<Page<TaskRow>> {
  status?: TaskRow['status'];
  paging?: Paging;
}
`;

const machine = `// What a task accepts, and how it changes. Commands only decide; events only evolve.
import { task } from '../generated/task.aggregate.js';

const { decide, evolve } = task;

export const taskMachine = task.createMachine({
  id: 'task',
  context: { title: '' },
  initial: 'new',
  states: {
    new: {
      on: {
        AddTask: { actions: decide.AddTask(({ command }) => ({ type: 'TaskAdded', data: command.data })) },
        TaskAdded: { target: 'open', actions: evolve.TaskAdded(({ event }) => event.data) },
      },
    },
    open: {
      on: {
        CompleteTask: { actions: decide.CompleteTask(() => ({ type: 'TaskCompleted', data: {} })) },
        TaskCompleted: 'done',
      },
    },
    done: { type: 'final' },
  },
});
`;

const projections = `// How a task's events make its row.
import { projection } from '../generated/projections.js';

export const taskRow = projection.TaskRow({
  creates: {
    TaskAdded: ({ event }) => ({
      taskId: event.aggregateId,
      title: event.data.title,
      status: 'open',
      addedAt: event.time,
    }),
  },
  updates: {
    TaskCompleted: ({ row }) => ({ ...row, status: 'done' }),
  },
});
`;

const app = `// Starts the engine in memory, sends two commands, and asks what became of them.
import { memoryStore } from 'statefold';
import type { TaskId } from './domain/task.domain.js';
import { startEngine } from './generated/index.js';

async function main(): Promise<void> {
  const engine = await startEngine({ store: memoryStore() });
  const id = 'task-1' as TaskId;
  await engine.commands.addTask(id, { title: 'Try Statefold' });
  const receipt = await engine.commands.completeTask(id);
  const answer = await engine.queries.getTasks({ status: 'done' }, { after: receipt });
  console.log(answer.value.rows);
  await engine.close();
}

void main();
`;

const test = `import { memoryStore } from 'statefold';
import { checkCorpus } from 'statefold/testing';
import { expect, it } from 'vitest';
import type { TaskId } from '../domain/task.domain.js';
import { startEngine } from '../generated/index.js';
import { app } from '../generated/testing.js';

const id = 'task-1' as TaskId;

it('shows a completed task as done', async () => {
  const engine = await startEngine({ store: memoryStore() });
  await engine.commands.addTask(id, { title: 'Write a test' });
  const receipt = await engine.commands.completeTask(id);

  const { value } = await engine.queries.getTask({ taskId: id }, { after: receipt });

  expect(value).toMatchObject({ title: 'Write a test', status: 'done' });
  await engine.close();
});

it('completes a task once', async () => {
  const engine = await startEngine({ store: memoryStore() });
  await engine.commands.addTask(id, { title: 'Write a test' });
  await engine.commands.completeTask(id);

  await expect(engine.commands.completeTask(id)).rejects.toMatchObject({ code: 'REJECTED' });
  await engine.close();
});

it('reads every event that was ever released', async () => {
  const { holds, text } = await checkCorpus(app);

  expect(holds, text).toBe(true);
});
`;

const replay = `// Holds the domain against the laws of event sourcing: histories of its own commands, on real engines, through crashes.
import { laws } from 'statefold/testing/vitest';
import { app } from '../generated/testing.js';

laws(app);
`;

const tsconfig = `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2023"],
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["*.ts", "domain", "generated", "test"]
}
`;

/** The sample: a domain of tasks, and what is written for no other. Text by path, relative to the package. */
export const SAMPLE: Readonly<Record<string, string>> = {
  'domain/task.domain.ts': domain,
  'domain/task.machine.ts': machine,
  'domain/task.projections.ts': projections,
  'app.ts': app,
  'test/task.test.ts': test,
};

/** What fits every domain. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  'test/replay.test.ts': replay,
  'tsconfig.json': tsconfig,
  '.gitignore': 'node_modules/\ndist/\n',
  '.gitattributes': 'generated/** linguist-generated=true\n',
};
