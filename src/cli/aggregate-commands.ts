// `statefold history` and `statefold state`: what happened to one aggregate, and where it stands. Fold nothing themselves.
import { type AsOf, stateAsOf } from '../aggregate/history.js';
import { EventCodecs } from '../codec/event-codecs.js';
import { readHistory } from '../engine/log-reader.js';
import { assertReadable } from '../engine/registry-check.js';
import type { AggregateKey } from '../log/event-log.js';
import { RecordedEvents } from '../log/recorded-events.js';
import { toJson } from '../schema/json-form.js';
import { createValidators } from '../schema/validator.js';
import { compileMachine } from '../statechart/compile.js';
import type { Store, StoreConnection } from '../store/store.js';
import { namesIn } from './known-names.js';
import { aggregateText, eventLines, jsonLines, printable } from './log-lines.js';
import { Output } from './output.js';
import { projectApp } from './project-app.js';
import { UsageError } from './user-module.js';
import { withConnection } from './with-connection.js';

/** Shows all events of an aggregate, as they were stored; the exit code. */
export function history(
  find: () => Promise<Store>,
  aggregate: AggregateKey,
  { json = false, type: names }: { readonly json?: boolean; readonly type?: readonly string[] },
): Promise<number> {
  return withConnection(find, async (connection) => {
    await mustExist(connection, aggregate);
    const output = new Output();
    const linesOf = json ? jsonLines : eventLines;
    for await (const commit of readHistory(connection, aggregate)) {
      await output.print(linesOf(commit, (event) => names?.includes(event) ?? true));
    }
    return 0;
  });
}

/** Shows the state of an aggregate, now or as of a version or time, by the machine of the project in a folder; the exit code. */
export function state(
  find: () => Promise<Store>,
  aggregate: AggregateKey,
  { at, json = false, root }: { readonly at?: string; readonly json?: boolean; readonly root: string },
): Promise<number> {
  return withConnection(find, async (connection) => {
    const asOf = parsedAt(at);
    const app = await projectApp(root);
    const definition = app.aggregates.find(({ type }) => type === aggregate.type);
    if (definition === undefined) {
      const known = app.aggregates.map(({ type }) => type).join(', ');
      throw new UsageError(`The project has no aggregate ${printable(aggregate.type)}: it has ${known}.`);
    }
    await mustExist(connection, aggregate);
    assertReadable(await connection.registry.read(), app.codecs);
    const validators = createValidators(app.schemas);
    const recorded = new RecordedEvents(new EventCodecs(app.codecs), (event, data) =>
      validators.violations(event, data),
    );
    const { machine, commands, events } = definition;
    const stepper = compileMachine(machine, { commands, events });
    const view = await stateAsOf({ log: connection.log, recorded, aggregate }, stepper, asOf);
    const shown = { ...view, state: toJson(view.state) };
    if (json)
      process.stdout.write(`${JSON.stringify({ aggregate: aggregate.type, aggregateId: aggregate.id, ...shown })}\n`);
    else {
      const final = view.isFinal ? ', final' : '';
      process.stdout.write(
        `${aggregateText(aggregate, view.version)} ${view.name}${final}\n${printable(JSON.stringify(shown.state, null, 2))}\n`,
      );
    }
    return 0;
  });
}

/** An id that is mistyped is more likely than one that nothing ever happened to. */
async function mustExist({ log, registry }: StoreConnection, aggregate: AggregateKey): Promise<void> {
  if ((await log.aggregateHead(aggregate)).version > 0) return;
  const types = namesIn(await registry.read(), 'aggregate');
  const next = types.includes(aggregate.type)
    ? `Find its id with: statefold tail --aggregate ${aggregate.type}`
    : `Its log knows ${types.length === 0 ? 'no event at all' : `events of ${types.join(', ')}`}`;
  throw new UsageError(`There is no ${printable(aggregate.type)} ${printable(JSON.stringify(aggregate.id))}. ${next}.`);
}

/** `7` is a version, all else a time; nothing is now. */
function parsedAt(at: string | undefined): AsOf {
  if (at === undefined) return { time: new Date(8.64e15) };
  if (/^\d+$/.test(at)) return { version: Number(at) };
  const time = new Date(at);
  if (Number.isFinite(time.getTime())) return { time };
  throw new UsageError(`--at takes a version, such as 7, or a time, such as 2024-01-31T12:00:00Z, not '${at}'.`);
}
