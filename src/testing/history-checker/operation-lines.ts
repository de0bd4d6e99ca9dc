// Operations as lines: one when something is asked, one when it is answered, so that what a killed process left behind is known too.
import type { CommandOperation, CommandOutcome, Operation, RowRead } from './operation.js';

/** What is asked, without when it is answered. */
export type Asking =
  | Omit<CommandOperation, 'returned' | 'outcome'>
  | Omit<Extract<Operation, { kind: 'read' }>, 'returned' | 'saw'>
  | Omit<RowRead, 'returned' | 'saw' | 'includes'>;

/** What was answered. */
export type Answering =
  | { readonly outcome: CommandOutcome; readonly commandId?: string }
  | Pick<Extract<Operation, { kind: 'read' }>, 'saw'>
  | Pick<RowRead, 'saw' | 'includes'>;

/** One line of what a recorder writes. `n` counts within its session. */
export type OperationLine =
  | { readonly n: number; readonly asked: Asking }
  | { readonly n: number; readonly session: string; readonly returned: number; readonly answered: Answering };

/**
 * The operations that lines tell of, as text or as what recorders wrote, in any order; of one session in its own order. A command that
 * was never answered is `unknown`. A last line that was cut off where its process was killed is left out: give the lines of each
 * process by themselves, or keep every line whole. Throws a `SyntaxError` for another that is no JSON.
 */
export function operationsOf(lines: Iterable<string | OperationLine>): readonly Operation[] {
  const asked = new Map<string, Asking>();
  const answers = new Map<string, Extract<OperationLine, { answered: Answering }>>();
  const all = [...lines].filter((line) => typeof line !== 'string' || line.trim() !== '');
  for (const [index, text] of all.entries()) {
    const line = typeof text === 'string' ? parsed(text, index === all.length - 1) : text;
    if (line === null) continue;
    if ('asked' in line) asked.set(JSON.stringify([line.asked.session, line.n]), line.asked);
    else answers.set(JSON.stringify([line.session, line.n]), line);
  }
  return [...asked].map(([key, one]) => operation(one, answers.get(key)));
}

function parsed(text: string, isLast: boolean): OperationLine | null {
  try {
    return JSON.parse(text) as OperationLine;
  } catch (error) {
    if (isLast) return null;
    throw error;
  }
}

function operation(asked: Asking, answer: Extract<OperationLine, { answered: Answering }> | undefined): Operation {
  const returned = answer?.returned ?? null;
  const answered: object = answer?.answered ?? {};
  if (asked.kind === 'command') return { ...asked, returned, outcome: { kind: 'unknown' }, ...answered };
  if (asked.kind === 'read') return { ...asked, returned, saw: null, ...answered };
  return { ...asked, returned, includes: null, saw: null, ...answered };
}
