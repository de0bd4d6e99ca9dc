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

/** What is said of code for an event that is retired. */
export function retiredText(event: string): string {
  return `${event} is retired: nothing emits it, and its upcaster makes other events of what is stored. Delete its handler.`;
}
