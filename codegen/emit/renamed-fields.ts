// Which fields of an event have another name than in an older version, as the declaration tells. Compares no types.
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import { objectsWithin } from '../check/types-of-model.js';
import type { DomainModel } from '../model.js';

/** A field's new name, and its old one from `@renamedFrom`. */
export interface RenamedField {
  readonly name: string;
  readonly renamedFrom: string;
}

/** The renamed fields of an event at any depth that a version of it holds under their old names. */
export function renamedSince(model: DomainModel, { aggregate, event, schema, types }: EventDescriptor): RenamedField[] {
  const messages = model.aggregates.find(({ name }) => name === aggregate)?.events ?? [];
  const payloads = messages.filter(({ name }) => name === event).map(({ payload }) => payload);
  const old = JSON.stringify([schema, types]);
  return [...objectsWithin(model, payloads)].flat().flatMap(({ name, renamedFrom }) => {
    // As a property of some object, be it of the event itself or of a type that it refers to.
    const isOld = renamedFrom !== null && old.includes(`${JSON.stringify(renamedFrom)}:{`);
    return isOld ? [{ name, renamedFrom }] : [];
  });
}
