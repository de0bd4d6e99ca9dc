// A machine's states as text, one a line, with the ways out of each. Read from the machine itself: it cannot go stale.
import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** A state that an order can rest in. */
interface RestingState {
  readonly name: string;
  readonly final: boolean;
  readonly ways: readonly { readonly event: string; readonly to: string }[];
}

/** Draws a machine's states: `●` = has been there, `◆` = is there now. */
export function drawStates(machine: AnyStateMachine, visited: ReadonlySet<string>, now: string): string {
  const states = [...restingStates(machine.root)];
  const width = Math.max(...states.map(({ name }) => name.length));
  return states
    .map(({ name, final, ways }) => {
      const mark = name === now ? '◆' : visited.has(name) ? '●' : '○';
      const out = ways.map(({ event, to }) => `${event} → ${to}`).join(', ');
      return `  ${mark} ${name.padEnd(width)}  ${final ? 'the end' : out}`;
    })
    .join('\n');
}

function* restingStates(node: AnyStateNode): Generator<RestingState> {
  const children = Object.values(node.states);
  for (const child of children) yield* restingStates(child);
  if (children.length > 0) return;
  const ways = [];
  for (let from: AnyStateNode | undefined = node; from !== undefined; from = from.parent) {
    for (const [event, transitions] of from.transitions) {
      for (const target of transitions.flatMap(({ target }) => target ?? [])) ways.push({ event, to: nameOf(target) });
    }
  }
  yield { name: nameOf(node), final: node.type === 'final', ways };
}

function nameOf(node: AnyStateNode): string {
  let inner = node;
  for (let next = inner.initial?.target?.[0]; next !== undefined; next = inner.initial?.target?.[0]) inner = next;
  return inner.path.join('.');
}
