// Misuse of `upcast`, and of events that are retired, that must not compile. Checked by tsc alone: nothing here runs.
import type { AggregateSetup, ProjectionHelpers, UpcastHelpers, WithoutRetired } from '../../src/contract.js';
import type { Aggregate, Branded, Empty, Int, Projection } from '../../src/domain.js';

type TripId = Branded<string, 'TripId'>;
type Place = Branded<string, 'Place'>;

interface Trip extends Aggregate<TripId> {
  state: { from: Place | null };
  commands: { Book: { from: Place } };
  events: {
    Booked: { from: Place; to: Place; seats: Seat[]; note?: string };
    Left: Empty;
    Delayed: { minutes: Int };
  };
}
interface Seat {
  row: Int;
  letter: 'a' | 'b';
}
type Today = WithoutRetired<Trip, 'Delayed'>;

interface BookedV1 {
  from: Place;
  to: string;
  seat: string;
}

declare const upcast: UpcastHelpers<{
  BookedV1: { aggregate: Today; event: 'Booked'; data: BookedV1; next: Trip['events']['Booked'] };
  DelayedV1: { aggregate: Today; event: 'Delayed'; data: Trip['events']['Delayed']; next: never };
}>;

const seats: Seat[] = [];
const place = '' as Place;

export const uses = [
  upcast.BookedV1(({ event }) => ({ from: event.data.from, to: place, seats })),
  upcast.BookedV1(({ event }) => ({
    from: event.data.from,
    to: place,
    seats: [{ row: 1, letter: 'a' }],
    note: event.id,
  })),
  upcast.BookedV1(({ event }) => [{ type: 'Booked', data: { from: event.data.from, to: place, seats } }]),
  upcast.BookedV1(() => [
    { type: 'Left', data: {} },
    { type: 'Booked', data: { from: place, to: place, seats } },
  ]),
  upcast.BookedV1(({ event }) => (event.data.to === '' ? [] : { from: place, to: place, seats })),
  upcast.BookedV1(({ event: { aggregateId, type } }) => {
    const id: TripId = aggregateId;
    const name: 'Booked' = type;
    return { from: place, to: place, seats, note: id + name };
  }),
  upcast.DelayedV1(() => []),
  upcast.DelayedV1(() => [{ type: 'Left', data: {} }]),
];

export const misuses = [
  // @ts-expect-error: no such version
  upcast.BookedV2(() => []),
  // @ts-expect-error: the wrong type of a field
  upcast.BookedV1(() => ({ from: place, to: 1, seats })),
  // @ts-expect-error: text that is not of the brand
  upcast.BookedV1(({ event }) => ({ from: place, to: event.data.to, seats })),
  // @ts-expect-error: a field that the next version does not declare
  upcast.BookedV1(() => ({ from: place, to: place, seats, seat: '1a' })),
  // @ts-expect-error: a field that the next version does not declare, from a spread
  upcast.BookedV1(({ event }) => ({ ...event.data, to: place, seats })),
  // @ts-expect-error: a field is missing
  upcast.BookedV1(() => ({ from: place, to: place })),
  // @ts-expect-error: no such field of the older version
  upcast.BookedV1(({ event }) => ({ from: place, to: place, seats: event.data.seats })),
  // @ts-expect-error: no such event
  upcast.BookedV1(() => [{ type: 'Gone', data: {} }]),
  // @ts-expect-error: another event's data
  upcast.BookedV1(() => [{ type: 'Left', data: { from: place, to: place, seats } }]),
  // @ts-expect-error: a field that today's event does not declare
  upcast.BookedV1(() => [{ type: 'Booked', data: { from: place, to: place, seats, seat: '' } }]),
  // @ts-expect-error: a retired event is no event of today's
  upcast.BookedV1(() => [{ type: 'Delayed', data: { minutes: 1 } }]),
  // @ts-expect-error: one event is still an array of events
  upcast.BookedV1(() => ({ type: 'Left', data: {} })),
  // @ts-expect-error: an upcaster answers at once
  upcast.BookedV1(async () => ({ from: place, to: place, seats })),
  // @ts-expect-error: null is not none
  upcast.BookedV1(() => null),
  // @ts-expect-error: nothing follows the last version of a retired event
  upcast.DelayedV1(({ event }) => event.data),
];

declare const trip: AggregateSetup<Today>;

interface TripRow extends Projection<Trip> {
  tripId: TripId;
  minutes: Int;
}
declare const projection: ProjectionHelpers<{ TripRow: TripRow }, 'Delayed'>;

export const withoutRetired = [
  trip.decide.Book(({ command }) => ({ type: 'Booked', data: { ...command.data, to: place, seats } })),
  trip.evolve.Booked(({ event }) => ({ from: event.data.from })),
  projection.TripRow({ creates: { Booked: ({ event }) => ({ tripId: event.aggregateId, minutes: 0 }) } }),
  // @ts-expect-error: a retired event is not emitted
  trip.decide.Book(() => ({ type: 'Delayed', data: { minutes: 1 } })),
  // @ts-expect-error: a retired event is not applied
  trip.evolve.Delayed(() => ({})),
  // @ts-expect-error: a retired event is not folded
  projection.TripRow({ creates: {}, updates: { Delayed: ({ row }) => row } }),
];
