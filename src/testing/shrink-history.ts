// Smaller histories: fewer commands first, then plainer ones. What fails for a small reason ends as a small history.
import type { DomainUnderTest } from './domain-under-test.js';
import { followed } from './follow-state.js';
import type { History, Sent } from './history.js';
import { type ShrinkContext, simplerValues } from './shrink-value.js';

/** Smaller histories than this one, the boldest first. Every command of them is one that the bus takes. */
export function* smallerHistories(domain: DomainUnderTest, history: History): Generator<History> {
  yield* shorter(history);
  yield* onLowerIds(domain, history);
  for (const [index, sent] of history.entries()) {
    for (const plainer of plainerCommands(domain, sent)) {
      const changed = history.with(index, plainer);
      yield changed;
      const inStep = followed(domain, history, changed, index);
      if (inStep !== null) yield inStep;
    }
  }
}

function* shorter(history: History): Generator<History> {
  for (let size = history.length; size >= 1; size = Math.floor(size / 2)) {
    // From the end: what comes last is needed least by what comes first.
    for (let end = history.length; end > 0; end -= size) {
      yield history.toSpliced(Math.max(0, end - size), Math.min(size, end));
    }
  }
  yield* leavingTheWait(history);
}

/** Removed alone, a command may leave the time that has passed before it: somebody may have waited for that only. */
function* leavingTheWait(history: History): Generator<History> {
  for (const [index, { wait = 0 }] of history.entries()) {
    const next = history[index + 1];
    if (wait === 0 || next === undefined) continue;
    yield history.with(index + 1, { ...next, wait: (next.wait ?? 0) + wait }).toSpliced(index, 1);
  }
}

/** Everything that happens to one aggregate happens to another instead. */
function* onLowerIds({ aggregates }: DomainUnderTest, history: History): Generator<History> {
  for (const [type, { ids }] of aggregates) {
    for (const [place, id] of ids.entries()) {
      const isOn = (sent: Sent) => sent.aggregate === type && sent.id === id;
      if (!history.some(isOn)) continue;
      for (const lower of ids.slice(0, place)) {
        yield history.map((sent) => (isOn(sent) ? { ...sent, id: lower } : sent));
      }
    }
  }
}

function* plainerCommands(domain: DomainUnderTest, sent: Sent): Generator<Sent> {
  const { alongside, again, from, wait, ...plain } = sent;
  const extras = { alongside, again, from, wait };
  const names = (Object.keys(extras) as (keyof typeof extras)[]).filter((name) => extras[name] !== undefined);
  if (names.length > 1) yield plain;
  for (const name of names) {
    const { [name]: _, ...rest } = sent;
    yield rest;
  }
  if (again === 'alongside') yield { ...sent, again: 'after' };
  if (wait !== undefined && wait > 1) yield { ...sent, wait: Math.floor(wait / 2) };
  const ids = domain.aggregates.get(sent.aggregate)?.ids ?? [];
  for (const id of ids.slice(0, Math.max(0, ids.indexOf(sent.id)))) yield { ...sent, id };
  const schema = domain.app.schemas[sent.command];
  if (schema === undefined) return;
  const context: ShrinkContext = {
    schemas: domain.app.schemas,
    isFixed: (where) => domain.commands.isOverridden(where),
  };
  for (const data of simplerValues(context, sent.command, schema, sent.data)) {
    if (domain.validators.violations(sent.command, data).length === 0) yield { ...sent, data };
  }
}
