// A history step by step, with the state and the rows beside each command. Plays it without a store, one command after the other.
import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../kernel/error.js';
import { stateName } from '../statechart/stepper.js';
import type { DomainUnderTest } from './domain-under-test.js';
import { commandIdOf, type History, timesOf } from './history.js';
import { plainRows } from './plain-rows.js';
import { type PlayedStep, PurePlay } from './play.js';
import { stepText } from './print-failure.js';
import { printValue } from './print-value.js';
import { keyFieldOf } from './sorted-rows.js';
import type { RowsByTable } from './staged-app.js';

/**
 * Each step as lines: the command, what became of it, and the states, rows and groups that are others now. What is new stands there
 * whole, and of what has changed the fields that have.
 */
export function stepByStep(domain: DomainUnderTest, history: History): readonly string[] {
  const play = new PurePlay(domain);
  const times = timesOf(history);
  let before = new Map<string, object>();
  return history.map((sent, index) => {
    const step = play.send(sent, { id: commandIdOf(index), time: times[index] ?? 0 });
    const rows = rowsOf(domain, play);
    const beside = [...stateLines(play, step), ...(typeof rows === 'string' ? [rows] : changesOf(before, rows))];
    if (typeof rows !== 'string') before = rows;
    const told = beside.length === 0 ? ['nothing has changed'] : beside;
    return [stepText(step, index), ...told.map((line) => `     ${line}`)].join('\n');
  });
}

function stateLines(play: PurePlay, { sent, before }: PlayedStep): readonly string[] {
  const state = play.stateOf(sent.aggregate, sent.id);
  if (state === before) return [];
  const [from, to] = [stateName(before.value), stateName(state.value)];
  const name = `${sent.aggregate} ${sent.id} ${from === to ? `in ${to}` : `${from} → ${to}`}`;
  const context = changedFields(before.context, state.context);
  return [context === null ? name : `${name}: ${printValue(context, INDENT)}`];
}

const INDENT = '     ';

/** Rows and groups as text, by what they are called; or what kept them from being folded. */
function rowsOf({ app }: DomainUnderTest, play: PurePlay): Map<string, object> | string {
  const streams = play.lives().map(({ aggregate, events }) => ({ type: aggregate.definition.type, events }));
  let tables: RowsByTable;
  try {
    tables = plainRows(app, streams);
  } catch (error) {
    return `its rows cannot be folded: ${wordsOf(error)}`;
  }
  return new Map(
    Object.entries(tables).flatMap(([table, rows]) => {
      const key = keyFieldOf(app, table);
      return rows.map((row) => [`${table} ${printValue(row[key])}`, row] as const);
    }),
  );
}

function changesOf(before: ReadonlyMap<string, object>, after: ReadonlyMap<string, object>): readonly string[] {
  const changed = [...after].flatMap(([name, row]) => {
    const fields = changedFields(before.get(name), row);
    return fields === null ? [] : [`${name}: ${printValue(fields, INDENT)}`];
  });
  return [...changed, ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `${name}: gone`)];
}

/** The fields that are not as before: all of something new; `null` where there are none. */
function changedFields(before: object | undefined, after: object): object | null {
  if (before === undefined) return after;
  const [old, now] = [before as Fields, after as Fields];
  const names = [...new Set([...Object.keys(now), ...Object.keys(old)])];
  const changed = names.filter((name) => !isDeepStrictEqual(old[name], now[name]));
  return changed.length === 0 ? null : Object.fromEntries(changed.map((name) => [name, now[name]]));
}

type Fields = Readonly<Record<string, unknown>>;
