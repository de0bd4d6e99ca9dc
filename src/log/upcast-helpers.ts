// `upcast.<Version>(…)`: gives an upcaster its types. Whoever decodes stored events runs it.
import type { Upcast } from '../codec/event-codec.js';
import type { Aggregate, IdOf } from '../domain.js';
import type { Message } from '../kernel/message.js';
import type { DecisionOf, ExactDecision, Surplus } from '../statechart/aggregate-setup.js';

/** An older version of an event, in types. */
export interface OldVersionTypes {
  /** Without its retired events: an upcaster cannot bring one back. */
  readonly aggregate: Aggregate;
  /** The event's name today. */
  readonly event: string;
  readonly data: object;
  /** The data of the next version; `never` for the last one of a retired event. */
  readonly next: object;
}

type ExactUpcast<R, V extends OldVersionTypes> = R extends readonly unknown[]
  ? ExactDecision<R, V['aggregate']>
  : Surplus<R, V['next']>;

/**
 * `upcast.OrderPlacedV1(({ event }) => …)`: a pure function from a stored event to the data of the next version, or to an array of
 * today's events that stand for it: several, or none.
 */
export type UpcastHelper<V extends OldVersionTypes> = <
  const R extends V['next'] | readonly DecisionOf<V['aggregate']>[],
>(
  upcast: (input: { readonly event: Message<V['event'], V['data'], IdOf<V['aggregate']>> }) => R & ExactUpcast<R, V>,
) => Upcast;

/** The helpers of `generated/upcasters.ts`. */
export type UpcastHelpers<Versions extends Readonly<Record<keyof Versions, OldVersionTypes>>> = {
  readonly [V in keyof Versions]: UpcastHelper<Versions[V]>;
};

/** Makes the helpers of a domain's older versions. Called by generated code only. */
export function upcastHelpers<Versions extends Readonly<Record<keyof Versions, OldVersionTypes>>>(
  names: readonly (keyof Versions & string)[],
): UpcastHelpers<Versions> {
  const helpers = names.map((name) => [name, (upcast: Upcast): Upcast => upcast]);
  return Object.fromEntries(helpers) as unknown as UpcastHelpers<Versions>;
}
