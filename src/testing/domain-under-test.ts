// A domain as tests take it: its machines compiled, its validators, ids to collide on. Made once for all runs.
import type { Decider } from '../aggregate/decide.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import type { AppDefinition } from '../engine/app-definition.js';
import { methodName } from '../engine/bus-methods.js';
import { StatefoldError } from '../kernel/error.js';
import { createValidators, type Validators } from '../schema/validator.js';
import { compileMachine } from '../statechart/compile.js';
import { CommandSource } from './command-source.js';
import type { Overrides } from './overrides.js';
import { Transitions } from './transitions.js';

/** One aggregate of a domain under test. */
export interface AggregateUnderTest {
  readonly definition: AggregateDefinition;
  readonly decider: Decider;
  readonly transitions: Transitions;
  /** A few: commands of a history meet on the same aggregates. */
  readonly ids: readonly string[];
}

/** A domain under test. */
export interface DomainUnderTest {
  readonly app: AppDefinition;
  readonly validators: Validators;
  /** By type. */
  readonly aggregates: ReadonlyMap<string, AggregateUnderTest>;
  readonly commands: CommandSource;
}

/** Prepares a domain. Throws `DEFECT` for a machine that cannot start, and a `TypeError` for an override of nothing. */
export function domainUnderTest(app: AppDefinition, overrides: Overrides = {}): DomainUnderTest {
  const validators = createValidators(app.schemas);
  const commands = new CommandSource(app, validators, overrides);
  const aggregates = new Map(
    app.aggregates.map((definition) => {
      const { type, machine, commands: names, events } = definition;
      const decider: Decider = {
        type,
        stepper: compileMachine(machine, { commands: names, events }),
        events: new Set(events),
        violations: (name, data) => validators.violations(name, data),
      };
      const transitions = new Transitions(machine, decider.stepper, [...names, ...events]);
      return [type, { definition, decider, transitions, ids: idsOf(definition, validators, commands) }] as const;
    }),
  );
  return { app, validators, aggregates, commands };
}

/** The aggregate of a type. Throws `NOT_FOUND` for one that the domain lacks. */
export function aggregateOf({ aggregates }: DomainUnderTest, type: string): AggregateUnderTest {
  const found = aggregates.get(type);
  if (found !== undefined) return found;
  const message = `${type} is no aggregate of this domain. There are: ${[...aggregates.keys()].join(', ')}.`;
  throw new StatefoldError('NOT_FOUND', message, { what: 'aggregate', key: type });
}

const IDS = 3;

function idsOf({ type, id }: AggregateDefinition, validators: Validators, source: CommandSource): readonly string[] {
  const readable = Array.from({ length: IDS }, (_, index) => `${methodName(type)}-${index + 1}`);
  if (id === null) return readable;
  const isOverridden = source.isOverridden(id);
  if (!isOverridden && readable.every((one) => validators.violations(id, one).length === 0)) return readable;
  return source.ids(id, IDS);
}
