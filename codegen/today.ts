// The part of a domain that goes on: retired events are stored and read, and nothing else.
import type { DomainModel } from './model.js';

/** A model without its retired events. */
export function withoutRetired(model: DomainModel): DomainModel {
  const aggregates = model.aggregates.map((aggregate) => ({
    ...aggregate,
    events: aggregate.events.filter(({ retired }) => !retired),
  }));
  return { ...model, aggregates };
}
