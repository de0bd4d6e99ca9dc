// Brings the lock up to date with the domain, or says why that cannot be. Pure: a model and a text in, a text out.
import type {
  AggregateModel,
  Declared,
  DomainModel,
  MessageModel,
  ObjectType,
  Problem,
  SourcePlace,
} from '../model.js';
import { compareText, sortProblems } from '../read/problem-list.js';
import type { Change } from './change.js';
import { compareLocks } from './compare-locks.js';
import { compareSchemas } from './compare-schemas.js';
import { DeclaredForms } from './declared-forms.js';
import { checkNumbers, numberFor, numbersOf } from './event-number.js';
import { type Forgotten, forgetVersions } from './forget-versions.js';
import { goneAggregateProblem, goneProblem, misnamedProblem, problemsOf } from './lock-problems.js';
import { inOrder, printLock, unorderedFingerprint } from './lock-text.js';
import { EMPTY_LOCK, placeInLock, readLock } from './read-lock.js';
import type { LockedAggregate, LockedEvent, LockedMessage, SchemaLock } from './schema-lock.js';
import { lockEvent, settleEvent } from './settle-event.js';

/** A lock that fits the domain, unless there are problems. */
export interface SettledLock {
  /** With problems, events that have any stand in it as they were locked; of a file that cannot be read, it is empty. */
  readonly lock: SchemaLock;
  /** The file's. The text that was given, to the byte, when that says the same; with problems in any case. */
  readonly text: string;
  readonly problems: readonly Problem[];
  /** From the lock that was given to this one: first what was forgotten. */
  readonly changes: readonly Change[];
}

/**
 * Settles a domain with its lock: new events are locked, forms grow, new versions are appended. `text` is the lock file's, `null` where
 * there is none; `forget` names events whose newest version is taken out first (`forgetVersions`). With a problem nothing may be generated or written.
 */
export function settleLock(model: DomainModel, text: string | null, forget: readonly string[]): SettledLock {
  const given = text ?? '';
  const read = readLock(text);
  if (read.lock === null) return { lock: EMPTY_LOCK, text: given, problems: read.problems, changes: [] };
  const forgotten = forgetVersions(read.lock, forget, { model, text: given });
  const numbered = checkNumbers(forgotten.lock, given);
  const early = [...forgotten.problems, ...numbered];
  if (early.length > 0) return { lock: read.lock, text: given, problems: early, changes: [] };
  const settling = new Settling(model, forgotten, given);
  const lock = inOrder(settling.settle());
  const problems = sortProblems(settling.problems);
  const changes = [...forgotten.changes, ...compareLocks(forgotten.lock, lock)];
  const printed = printLock(lock);
  const isSame = problems.length > 0 || given.replaceAll('\r\n', '\n') === printed;
  return { lock, text: isSame ? given : printed, problems, changes };
}

class Settling {
  readonly problems: Problem[] = [];
  readonly #model: DomainModel;
  readonly #lock: SchemaLock;
  readonly #forgotten: readonly string[];
  readonly #text: string;
  readonly #forms: DeclaredForms;
  readonly #numbers: Set<number>;

  constructor(model: DomainModel, { lock, changes }: Forgotten, text: string) {
    this.#model = model;
    this.#lock = lock;
    this.#forgotten = changes.map(({ name }) => name);
    this.#text = text;
    this.#forms = new DeclaredForms(model);
    this.#numbers = numbersOf(lock);
  }

  settle(): SchemaLock {
    const { aggregates, queries } = this.#model;
    const commands = aggregates.flatMap((aggregate) => aggregate.commands);
    const gone = Object.entries(this.#lock.aggregates).filter(
      ([name, { events }]) =>
        Object.keys(events).length > 0 && !aggregates.some((aggregate) => aggregate.name === name),
    );
    for (const [name, { events }] of gone) {
      const at = placeInLock(this.#text, name);
      this.problems.push(goneAggregateProblem(name, Object.keys(events), at));
    }
    // By name: numbers that are new at once do not depend on where their events stand.
    const settled = byName(aggregates).map((aggregate): [string, LockedAggregate] => [
      aggregate.name,
      this.#aggregate(aggregate),
    ]);
    return {
      format: 1,
      aggregates: Object.fromEntries([...gone, ...settled]),
      commands: this.#messages(
        commands.map(({ name, at, payload }) => [name, payload, at]),
        this.#lock.commands,
      ),
      queries: this.#messages(
        queries.map(({ name, at, parameters }) => [name, parameters, at]),
        this.#lock.queries,
      ),
    };
  }

  #aggregate(aggregate: AggregateModel): LockedAggregate {
    const { name, at, state } = aggregate;
    const locked = this.#lock.aggregates[name]?.events ?? {};
    const origins = this.#origins(aggregate, locked);
    const kept = Object.entries(locked).filter(([event]) => ![...origins.values()].includes(event));
    for (const [event, lost] of kept) this.problems.push(goneProblem(aggregate, event, lost));
    const settled = byName(aggregate.events).flatMap((message): [string, LockedEvent][] => {
      const origin = origins.get(message.name);
      const before = origin === undefined ? null : (locked[origin] ?? null);
      const event = this.#event(name, message, before, origin);
      return event === null ? [] : [event];
    });
    return {
      state: unorderedFingerprint(this.#forms.formOf(state, at)),
      events: Object.fromEntries([...kept, ...settled]),
    };
  }

  /** The names that declared events are locked under: their own, or else the one that they were renamed from. */
  #origins(
    { name: aggregate, events }: AggregateModel,
    locked: LockedAggregate['events'],
  ): ReadonlyMap<string, string> {
    const origins = new Map<string, string>();
    for (const message of events) {
      const { name, renamedFrom } = message;
      if (Object.hasOwn(locked, name)) origins.set(name, name);
      else if (renamedFrom === null) continue;
      // Reading has made sure that no other event has this name, or had it.
      else if (Object.hasOwn(locked, renamedFrom)) origins.set(name, renamedFrom);
      else this.problems.push(misnamedProblem(message, aggregate));
    }
    return origins;
  }

  /** An event under the name that it is to be locked under; with a problem, as it was. */
  #event(
    aggregate: string,
    message: MessageModel,
    locked: LockedEvent | null,
    origin = message.name,
  ): [string, LockedEvent] | null {
    const forms = this.#forms;
    const event = { aggregate, message, forms, isRenamed: origin !== message.name };
    const outcome = locked === null ? lockEvent(event, this.#newNumber(message.name)) : settleEvent(event, locked);
    if (outcome.kind === 'settled') return [message.name, outcome.locked];
    const forgotten = this.#forgotten.filter((name) => name === origin).length;
    this.problems.push(...problemsOf(outcome, message, { locked, forms, forgotten }));
    return locked === null ? null : [origin, locked];
  }

  #newNumber(name: string): number {
    const number = numberFor(name, this.#numbers);
    this.#numbers.add(number);
    return number;
  }

  /** What callers see: kept as it is where nothing differs, so that fields may be moved about. */
  #messages(
    declared: readonly (readonly [name: string, type: ObjectType, at: SourcePlace])[],
    locked: Readonly<Record<string, LockedMessage>>,
  ): Readonly<Record<string, LockedMessage>> {
    const messages = declared.map(([name, type, at]): [string, LockedMessage] => {
      const form = this.#forms.formOf(type, at);
      const before = locked[name];
      if (before === undefined) return [name, form];
      const { differences, grown } = compareSchemas(before, form);
      const schema = 'properties' in grown.schema ? grown.schema : form.schema;
      return [name, differences.length === 0 ? before : { schema, types: grown.types }];
    });
    return Object.fromEntries(messages);
  }
}

function byName<T extends Declared>(declared: readonly T[]): readonly T[] {
  return [...declared].sort((a, b) => compareText(a.name, b.name));
}
