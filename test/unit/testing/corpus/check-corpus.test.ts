// Frozen events against today's code: sound domains pass, and each planted mistake is found, with event, version, sample and place.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCorpus } from 'statefold/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { app as shop } from '../../../../generated/app.js';
import type { CorpusFile } from '../../../../src/codec/corpus-file.js';
import type { EventCodec } from '../../../../src/codec/event-codec.js';
import type { AppDefinition } from '../../../../src/engine/app-definition.js';
import { app as loan } from '../../../domains/loan/generated/app.js';
import { app as fifth } from '../../../evolution/v5/generated/app.js';
import { codecs } from '../../../evolution/v5/generated/codecs.js';
import { order } from '../../../evolution/v5/generated/order.aggregate.js';

const CORPUS = fileURLToPath(new URL('../../../evolution/v5/domain/corpus', import.meta.url));

/** A copy of the fifth release's corpus, whose files may be changed. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'statefold-corpus-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(CORPUS, folder, { recursive: true });
  return folder;
}

/** What is found, as `event version, sample: message`. */
async function found(app: object, folder: string | URL = CORPUS): Promise<readonly string[]> {
  const { failures, holds } = await checkCorpus(app as AppDefinition, folder);
  expect(holds).toBe(failures.length === 0);
  return failures.map(({ event, version, sample, message }) => `${event} ${version}, ${sample}: ${message}`);
}

function withCodec(event: string, version: number, change: (codec: EventCodec) => EventCodec): object {
  const all: readonly EventCodec[] = fifth.codecs;
  const at = all.findIndex(({ descriptor }) => descriptor.event === event && descriptor.version === version);
  expect(at).toBeGreaterThanOrEqual(0);
  return { ...fifth, codecs: all.map((codec, index) => (index === at ? change(codec) : codec)) };
}

describe('frozen events', () => {
  it.each([
    { name: 'shop', app: shop as unknown as AppDefinition, versions: 9 },
    { name: 'loans', app: loan as unknown as AppDefinition, versions: 20 },
    { name: 'fifth release', app: fifth as unknown as AppDefinition, versions: 10 },
  ])('of the $name are all read, applied and folded', async ({ app, versions }) => {
    const report = await checkCorpus(app);
    expect(report.text).toBe(
      `${report.samples} stored events of ${versions} versions: all are read, applied and folded\n`,
    );
    expect(report).toMatchObject({ versions, impossible: 0, failures: [], holds: true });
    expect(report.samples).toBeGreaterThan(2 * versions - 2);
  });

  it('are those of the working directory where the code does not know its domain', async () => {
    const { sources: _, ...app } = shop;
    expect(await checkCorpus(app)).toMatchObject({ versions: 9, failures: [] });
  });

  it('may be said to be impossible: then they are read, and nothing else', async () => {
    const broken = withCodec('OrderPaid', 1, (codec) => ({ ...codec, upcast: () => ({ amount: -1 }) }));
    const folder = copy();
    const path = join(folder, 'OrderPaid.v1.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('{"bytes"', '{"impossible":"Never paid.","bytes"'));
    expect(await checkCorpus(broken as AppDefinition, folder)).toMatchObject({ impossible: 3, failures: [] });
    expect(
      await found(
        withCodec('OrderPaid', 1, (codec) => ({ ...codec, read: () => ({ amount: 1 }) })),
        folder,
      ),
    ).toHaveLength(3);
  });
});

describe('a mistake is found', () => {
  it('where a reader takes fields in another order', async () => {
    const swapped = withCodec('OrderPlaced', 3, (codec) => ({
      ...codec,
      read: (from, fields) => {
        const { total, ...data } = codec.read(from, fields) as { note?: string; total: number; customerId: string };
        return data.note === undefined
          ? { ...data, total }
          : { ...data, note: data.customerId, customerId: data.note, total };
      },
    }));
    const { failures } = await checkCorpus(swapped as AppDefinition, CORPUS);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0]).toEqual({
      event: 'OrderPlaced',
      version: 3,
      sample: expect.any(Number),
      place: expect.stringMatching(/^test\/evolution\/v5\/domain\/corpus\/OrderPlaced\.v3\.json:(8|9|10)$/),
      message: expect.stringMatching(
        /^\/customerId was stored as "[A-Z]{5}", and is read as ".*"\. Generate the code again/,
      ),
    });
  });

  it('where a reader gives a renamed field its old name', async () => {
    const old = withCodec('OrderPlaced', 1, (codec) => ({ ...codec, read: codecs.OrderPlacedV1.read }));
    const [failure] = await found(old);
    expect(failure).toMatch(/^OrderPlaced 1, 1: \/customerId was stored as "[A-Z]{5}", and is read as absent\./);
  });

  it('where bytes can no longer be read', async () => {
    const other = withCodec('OrderPaid', 2, (codec) => ({ ...codec, read: (from) => ({ amount: from.text() }) }));
    const [failure] = await found(other);
    expect(failure).toMatch(/^OrderPaid 2, 1: it can no longer be read: .*text/);
  });

  it('where today is written in other bytes', async () => {
    const other = withCodec('OrderPaid', 2, (codec) => ({
      ...codec,
      write: (to, data) => {
        to.event(codec.descriptor.number, 2, 2);
        to.number((data as { amount: number }).amount);
        to.null(null);
      },
    }));
    const [failure] = await found(other);
    expect(failure).toMatch(/^OrderPaid 2, 1: it is written as other bytes today/);
  });

  it('where an upcaster makes what is not valid', async () => {
    const wrong = withCodec('OrderPaid', 1, (codec) => ({ ...codec, upcast: () => ({ amount: 0.5 }) }));
    const failures = await found(wrong);
    expect(failures).toHaveLength(3);
    expect(failures[0]).toMatch(
      /^OrderPaid 1, 1: upcasting: upcast\.OrderPaidV1 made an invalid OrderPaid: \/amount .* Mend the upcaster\. Where no such event was ever stored/,
    );
  });

  it('where an upcaster throws', async () => {
    const wrong = withCodec('AddressChanged', 1, (codec) => ({
      ...codec,
      upcast: ({ event }) => {
        const { billTo } = event.data as { billTo?: string };
        if (billTo === undefined) throw new Error('No bill.');
        return [];
      },
    }));
    const failures = await found(wrong);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure).toMatch(/^AddressChanged 1, \d: upcasting: upcast\.AddressChangedV1 threw: No bill\./);
    }
  });

  it('where a machine no longer applies an event', async () => {
    const [definition] = fifth.aggregates;
    const deaf = order.createMachine({
      context: { paid: 0 },
      initial: 'new',
      states: {
        new: { on: { OrderPlaced: 'open' } },
        open: { on: { OrderPaid: {}, OrderShipped: 'shipped', ShippingAddressChanged: {} } },
        shipped: { type: 'final' },
      },
    });
    const failures = await found({ ...fifth, aggregates: [{ ...definition, machine: deaf }] });
    const whole = failures.filter((failure) => failure.startsWith('BillingAddressChanged 1'));
    expect(whole).toHaveLength(3);
    expect(whole[0]).toMatch(
      /^BillingAddressChanged 1, 1: none of the 3 states that frozen events lead to applies it\. An event that was stored must be applied and folded for ever\./,
    );
    // Those of the old event that have become one.
    expect(failures.filter((failure) => failure.startsWith('AddressChanged 1'))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('(today ShippingAddressChanged, BillingAddressChanged) none of the'),
      ]),
    );
    expect(failures.filter((failure) => !/^(Billing)?AddressChanged 1/.test(failure))).toEqual([]);
  });

  it('where a machine throws on an event', async () => {
    const [definition] = fifth.aggregates;
    const { evolve } = order;
    const throwing = order.createMachine({
      context: { paid: 0 },
      on: {
        OrderPlaced: {},
        OrderShipped: {},
        ShippingAddressChanged: {},
        BillingAddressChanged: {},
        OrderPaid: {
          actions: evolve.OrderPaid(() => {
            throw new Error('No money.');
          }),
        },
      },
    });
    const failures = await found({ ...fifth, aggregates: [{ ...definition, machine: throwing }] });
    expect(failures).toHaveLength(6);
    expect(failures[0]).toMatch(/^OrderPaid 1, 1: .*applying OrderPaid in .* threw: .*No money\./);
  });

  it('where a projection makes no sound row of an event', async () => {
    const [definition] = fifth.projections;
    const folds = {
      creates: definition?.folds.creates,
      updates: {
        ...definition?.folds.updates,
        OrderShipped: ({ row }: { row: object }) => ({ ...row, status: 'gone' }),
      },
    };
    const failures = await found({ ...fifth, projections: [{ ...definition, folds }] });
    expect(failures).toEqual([
      expect.stringMatching(
        /^OrderShipped 1, 1: OrderRow\.OrderShipped: the fold of Order .* \/status .*An event that was stored/,
      ),
    ]);
  });

  it('where the lock has lost a version', async () => {
    const lost = { ...fifth, codecs: fifth.codecs.filter(({ descriptor }) => descriptor.event !== 'OrderFlagged') };
    expect(await found(lost)).toEqual([
      'OrderFlagged 1, null: no codec reads it: the lock has lost that version. Put domain/schema.lock.json back, and run codegen.',
    ]);
  });

  it('where a file is missing, was edited, or lacks the form of today', async () => {
    const folder = copy();
    rmSync(join(folder, 'OrderShipped.v1.json'));
    const path = join(folder, 'OrderPaid.v1.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"amount":\d+/, '"amount":1'));
    const earlier = fileURLToPath(new URL('../../../evolution/v1/domain/corpus/OrderPlaced.v1.json', import.meta.url));
    cpSync(earlier, join(folder, 'OrderPlaced.v1.json'));
    expect(await found(fifth, folder)).toEqual([
      expect.stringMatching(
        /^OrderPaid 1, null: the file was edited: the samples of revision \w+ are not those that were frozen\. .*put it back/,
      ),
      expect.stringMatching(/^OrderPlaced 1, null: its form of today, revision \w+, has no samples\. Run codegen\.$/),
      'OrderShipped 1, null: it has no frozen samples. Run codegen.',
    ]);
  });

  it('where samples were cut off the end of a file, or taken out with their digest', async () => {
    const folder = copy();
    const path = join(folder, 'OrderPlaced.v1.json');
    const whole = JSON.parse(readFileSync(path, 'utf8')) as CorpusFile;
    const [first, second] = whole.revisions;
    const cut = { ...whole, digest: second?.digest, revisions: [first] };
    writeFileSync(path, JSON.stringify(cut));
    expect(await found(fifth, folder)).toEqual([
      expect.stringMatching(
        /^OrderPlaced 1, null: the file was cut: its last samples are not those of the digest \w{16} in/,
      ),
    ]);
    writeFileSync(path, JSON.stringify({ ...cut, digest: first?.digest }));
    const grown = withCodec('OrderPlaced', 1, (codec) => {
      const revisions = [...codec.descriptor.revisions, 'abcd'];
      return { ...codec, descriptor: { ...codec.descriptor, revisions } };
    });
    expect(await found(grown, folder)).toContainEqual(
      expect.stringMatching(
        /^OrderPlaced 1, null: it has no samples of revision \w+, nor of its form of today, revision abcd\. If it has had them, put it back/,
      ),
    );
  });

  it('where a file holds both sides of a merge', async () => {
    const folder = copy();
    const path = join(folder, 'OrderPaid.v1.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> branch\n`);
    expect(await found(fifth, folder)).toEqual([
      'OrderPaid 1, null: the file holds both sides of a merge. Merge domain/schema.lock.json first, then run codegen: it keeps the samples that the lock has.',
    ]);
  });
});
