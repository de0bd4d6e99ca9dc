import { expect, it } from 'vitest';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import type { EventCodec } from '../../../src/codec/event-codec.js';
import { assertReadable } from '../../../src/engine/registry-check.js';
import { descriptorText, fingerprintOf } from '../../../src/log/descriptor-text.js';
import { descriptorOf, grown, objectOf } from '../../support/descriptors.js';

const integer = { type: 'integer' } as const;
const text = { type: 'string' } as const;
const first = descriptorOf('OrderPlaced', objectOf({ total: integer }));
const second = grown(first, objectOf({ total: integer, 'note?': text }));
const wider = grown(second, objectOf({ total: { type: 'number' }, 'note?': text }), { breaking: true });
const paid = descriptorOf('OrderPaid', objectOf({ amount: integer }));

function check(held: readonly EventDescriptor[], known: readonly EventDescriptor[]): void {
  const texts = new Map(held.map((descriptor) => [fingerprintOf(descriptor), descriptorText(descriptor)]));
  // The check reads descriptors only.
  assertReadable(
    texts,
    known.map((descriptor) => ({ descriptor }) as EventCodec),
  );
}

it.each([
  ['an empty registry', [], [first]],
  ['what it knows', [first, paid], [paid, first]],
  ['older forms of what it knows', [first, second], [wider]],
  ['newer forms that it can read', [first, second], [first]],
  ['an event under its older name', [{ ...first, event: 'OrderMade' }], [first]],
])('lets code start on %s', (_name, held, known) => {
  expect(() => check(held, known)).not.toThrow();
});

it.each([
  ['an unknown event', [paid, first], [first], { event: 'OrderPaid', version: 1, reason: 'unknown' }],
  [
    'an unknown version',
    [first, { ...second, version: 2 }],
    [first],
    { event: 'OrderPlaced', version: 2, reason: 'unknown' },
  ],
  ['a form grown past it', [first, second, wider], [second], { event: 'OrderPlaced', version: 1, reason: 'newer' }],
  [
    'a form grown otherwise',
    [first, second],
    [grown(first, objectOf({ total: integer, 'memo?': text }))],
    { event: 'OrderPlaced', version: 1, reason: 'diverged' },
  ],
])('refuses %s', (_name, held, known, form) => {
  expect(() => check(held, known)).toThrow(
    expect.objectContaining({ code: 'INCOMPATIBLE', details: { what: 'log', unreadable: [form] } }),
  );
});

it('lists everything that cannot be read, in order, with what to do', () => {
  expect(() => check([wider, { ...first, version: 2 }, paid], [second])).toThrow(
    'The log holds events that this code cannot read: OrderPaid version 1 (unknown to this code); OrderPlaced version 1 (written by a later release, in a form that this code cannot read); OrderPlaced version 2 (unknown to this code). Run the release that wrote them, or a later one.',
  );
});

it('calls a registry corrupt that it cannot read', () => {
  expect(() => assertReadable(new Map([['f1', '{']]), [])).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
});
