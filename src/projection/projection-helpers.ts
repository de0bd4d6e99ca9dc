// `projection.<Name>({ creates, updates })`: gives a projection's folds their types. The fold engine runs them.
import type { Aggregate, IdOf, SourceOf } from '../domain.js';
import { StatefoldError } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import { type OptionNames, unknownOptions } from '../kernel/unknown-options.js';
import type { WithoutRetired } from '../statechart/aggregate-setup.js';
import type { Fold, Folds } from './definition.js';

type Name<T> = keyof T & string;

// TypeScript makes no excess-property check on an inferred arrow's result: this makes surplus fields `never`.
type Exact<R, Row> = R extends null ? R : R & { readonly [P in Exclude<keyof R, keyof Row>]: never };

/** What the cases of a projection return, by event: a row, or `null` for none. */
type Returns<A extends Aggregate, Row> = { readonly [E in Name<A['events']>]?: Row | null };

/** The cases of a projection. `Before` is the row that a case sees, `R` what each returns. */
type Cases<A extends Aggregate, Row, Before, R> = {
  readonly [E in keyof R]: E extends Name<A['events']>
    ? (input: { readonly row: Before; readonly event: Message<E, A['events'][E], IdOf<A>> }) => R[E] & Exact<R[E], Row>
    : never;
};

/** The implementation of a projection, with its name. */
export interface ProjectionFolds extends Folds {
  readonly name: string;
}

/** The helper of one projection: `projection.<Name>`. */
export type ProjectionHelper<A extends Aggregate, Row> = <
  const C extends Returns<A, Row>,
  const U extends Returns<A, Row>,
>(folds: {
  /** For events that may find no row. */
  readonly creates: Cases<A, Row, Row | null, C>;
  /** For events that change a row; where there is none, nothing happens. */
  readonly updates?: Cases<A, Row, Row, U>;
}) => ProjectionFolds;

/** The helpers of `generated/projections.ts`. `Retired` names the events of the domain that are no longer folded. */
export type ProjectionHelpers<Projections, Retired extends string = never> = {
  readonly [P in keyof Projections]: ProjectionHelper<Folded<SourceOf<Projections[P]>, Retired>, Projections[P]>;
};

type Folded<A extends Aggregate, Retired extends string> = [Retired] extends [never] ? A : WithoutRetired<A, Retired>;

/** What a projection gives its helper, without types. */
interface Cased {
  readonly creates: Readonly<Record<string, Fold>>;
  readonly updates?: Readonly<Record<string, Fold>>;
}

const GROUPS: OptionNames<Cased> = { creates: true, updates: true };

/** Folds under a misspelt group would never be asked, and without `creates` there can be no row. */
function assertGroups(name: string, given: Cased): void {
  const [unknown] = unknownOptions(given, GROUPS);
  if (unknown === undefined && given.creates !== undefined) return;
  const where = `projection.${name}`;
  const what = unknown === undefined ? 'no "creates"' : `folds under "${unknown.name}" (${unknown.advice})`;
  const remedy = unknown === undefined ? 'Say what creates a row.' : 'Put them under creates or updates.';
  throw new StatefoldError('DEFECT', `${where} has ${what}. ${remedy}`, { where });
}

/** Makes the helpers of a domain's projections, which throw `DEFECT` for folds that nothing would ask. Called by generated code only. */
export function projectionHelpers<Projections, Retired extends string = never>(
  names: readonly (keyof Projections & string)[],
): ProjectionHelpers<Projections, Retired> {
  const helpers = names.map((name) => [
    name,
    (given: Cased): ProjectionFolds => {
      assertGroups(name, given);
      const { creates, updates = {} } = given;
      return { name, creates, updates };
    },
  ]);
  return Object.fromEntries(helpers) as unknown as ProjectionHelpers<Projections, Retired>;
}
