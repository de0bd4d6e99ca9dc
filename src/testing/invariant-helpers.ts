// `invariant.<Aggregate or read model>('what holds', value => …)`: gives invariants their types.
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import type { Invariant } from './invariant.js';
import { tablesOf } from './staged-app.js';

type Says<Value> = (says: string, holds: (value: Value) => boolean) => Invariant;

/** A helper for each aggregate (of its state) and each read model (of its rows). */
export type InvariantHelpers<T extends DomainTypes> = {
  readonly [K in keyof T['aggregates'] & string as Capitalize<K>]: Says<Readonly<T['aggregates'][K]['state']>>;
} & { readonly [R in keyof T['rows'] & string]: Says<Readonly<T['rows'][R]>> };

/** Makes the helpers of a domain. Called by generated code. */
export function invariantsFor<T extends DomainTypes>(app: AppDefinition<T>): InvariantHelpers<T> {
  const subjects = [...app.aggregates.map(({ type }) => type), ...tablesOf(app as unknown as AppDefinition)];
  const helpers = subjects.map((subject) => [
    subject,
    (says: string, holds: (value: never) => boolean): Invariant => ({ subject, says, holds }),
  ]);
  return Object.fromEntries(helpers) as InvariantHelpers<T>;
}
