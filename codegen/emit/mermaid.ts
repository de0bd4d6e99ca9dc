// Draws a chart as a Mermaid state diagram: states, and the events that lead from one to another.
import type { ChartState } from '../load/chart.js';

/** The diagram's text. Commands are not drawn: they never change the state. */
export function mermaid(root: ChartState): string {
  const lines = ['stateDiagram-v2'];
  drawStates(root, lines, '  ');
  drawTransitions(root, lines);
  return lines.join('\n');
}

function drawStates(parent: ChartState, lines: string[], indent: string): void {
  for (const initial of parent.initial) {
    if (parent.type !== 'parallel') lines.push(`${indent}[*] --> ${idOf(initial)}`);
  }
  parent.states.forEach((state, index) => {
    if (parent.type === 'parallel' && index > 0) lines.push(`${indent}--`);
    lines.push(`${indent}state "${keyOf(state.path)}" as ${idOf(state.path)}`);
    if (state.states.length > 0) {
      lines.push(`${indent}state ${idOf(state.path)} {`);
      drawStates(state, lines, `${indent}  `);
      lines.push(`${indent}}`);
    }
    if (state.type === 'final') lines.push(`${indent}${idOf(state.path)} --> [*]`);
  });
}

function drawTransitions(state: ChartState, lines: string[]): void {
  for (const { kind, message, targets, guard } of state.transitions) {
    for (const target of targets) {
      const from = state.path === '' ? '[*]' : idOf(state.path);
      const label = [kind === 'done' ? doneLabel(state) : message, guard === '' ? '' : `[${guard}]`]
        .filter((part) => part !== '')
        .join(' ');
      lines.push(`  ${from} --> ${idOf(target)}${label === '' ? '' : ` : ${label.replaceAll(':', '#58;')}`}`);
    }
  }
  for (const child of state.states) drawTransitions(child, lines);
}

// In words that no message has for a name: machines may raise events, and those have names of any kind.
function doneLabel({ type }: ChartState): string {
  return type === 'parallel' ? 'when all are done' : 'when done';
}

function keyOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

// Mermaid reads words such as `end` and `state` as its own, so every id gets a prefix.
function idOf(path: string): string {
  return `s_${path.replaceAll(/\W/g, '_')}`;
}
