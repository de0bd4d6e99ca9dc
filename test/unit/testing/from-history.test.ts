import { beforeAll, describe, expect, it } from 'vitest';
import { app, invariant } from '../../../generated/testing.js';
import { memoryStore } from '../../../src/index.js';
import { fromHistory } from '../../../src/testing/from-history/from-history.js';
import { ended, exportedLines } from '../../support/exported-lines.js';
import { customerId, lineOf, orderId, placing, startShop } from '../../support/shop.js';

/** Twelve orders: every third is cancelled. */
async function exported(): Promise<readonly string[]> {
  const store = memoryStore({ partitions: 2 });
  const engine = await startShop({ store });
  for (let number = 1; number <= 12; number++) {
    const id = orderId(`order-${number}`);
    await engine.commands.placeOrder(id, { ...placing(), customerId: customerId('ALFKI') });
    await engine.commands.addLine(id, { line: lineOf('tofu') });
    if (number % 3 === 0) await engine.commands.cancelOrder(id, { reason: `no ${number}` });
  }
  await engine.close();
  return exportedLines(store);
}

type Json = { kind: string; aggregateId: string; version: number; events: { type: string; data: object }[] };

/** The lines with their commits changed; `null` drops one. */
function changed(lines: readonly string[], change: (commit: Json) => Json | null): readonly string[] {
  return ended(
    lines.flatMap((line) => {
      const json = JSON.parse(line) as Json;
      const now = json.kind === 'commit' ? change(json) : json;
      return now === null ? [] : [JSON.stringify(now)];
    }),
  );
}

const hasEvent = ({ events }: Json, type: string) => events.some((event) => event.type === type);

describe('fromHistory', () => {
  let lines: readonly string[];
  beforeAll(async () => {
    lines = await exported();
  });

  it('holds for a log of the domain, and counts it', async () => {
    const report = await fromHistory(app, lines);
    expect(report.text).toBe('holds: 28 events in 28 commits of 12 aggregates\n');
    expect(report).toMatchObject({ holds: true, failure: null });
  });

  it('shrinks a log to the commits that no state applies', async () => {
    // As if one order had been cancelled twice.
    const twice = changed(lines, (commit) => commit).flatMap((line) => {
      const commit = JSON.parse(line) as Json;
      const again = JSON.stringify({ ...commit, version: commit.version + 1 });
      return commit.aggregateId === 'order-6' && hasEvent(commit, 'OrderCancelled') ? [line, again] : [line];
    });
    const { failure } = await fromHistory(app, ended(twice));
    expect(failure).toMatchObject({ law: 'events apply', commits: 3, aggregates: 1 });
    expect(failure?.text).toMatch(/given:\n {2}1\. Order order-6, .*: OrderPlaced \{/);
    expect(failure?.text).toMatch(/when:\n {2}3\. Order order-6, .*: OrderCancelled \{ reason: 'no 6' \}\nthen:/);
    expect(failure?.message).toContain('OrderCancelled in state cancelled is applied by nothing');
    // What is left fails again, in the same way.
    expect((await fromHistory(app, failure?.log ?? [])).failure?.text).toBe(failure?.text);
  });

  it('finds read models that are not what the events say, and shrinks to them', async () => {
    const [projection] = app.projections;
    if (projection === undefined) throw new Error('The sample domain has a projection.');
    let folded = 0;
    const wrong = {
      ...app,
      projections: [
        {
          ...projection,
          folds: {
            ...projection.folds,
            updates: {
              ...projection.folds.updates,
              // Not the same each time.
              OrderCancelled: (input: Parameters<NonNullable<(typeof projection.folds.updates)[string]>>[0]) => {
                folded++;
                const row = projection.folds.updates.OrderCancelled?.(input) ?? null;
                return row === null ? null : { ...row, total: folded };
              },
            },
          },
        },
      ],
    };
    const { failure } = await fromHistory(wrong, lines);
    expect(failure).toMatchObject({ law: 'rebuilt = live', aggregates: 1 });
    expect(failure?.commits).toBe(2);
  });

  it('finds events that this code does not understand', async () => {
    const older = { ...app, codecs: app.codecs.filter(({ descriptor }) => descriptor.event !== 'OrderCancelled') };
    const { failure } = await fromHistory(older, lines);
    expect(failure).toMatchObject({ law: 'stored = meant', commits: 1 });
    expect(failure?.message).toContain('does not know');
  });

  it('finds a codec that reads other data than was stored', async () => {
    const codecs = app.codecs.map((codec) => ({
      ...codec,
      read: (...given: Parameters<typeof codec.read>) => {
        const data = codec.read(...given);
        return codec.descriptor.event === 'OrderCancelled' ? { reason: 'no' } : data;
      },
    }));
    const { failure } = await fromHistory({ ...app, codecs }, lines);
    expect(failure).toMatchObject({ law: 'stored = meant', commits: 1 });
    expect(failure?.text).toContain('OrderCancelled is read as other data than was written.');
  });

  it('holds states and rows against invariants', async () => {
    const { failure } = await fromHistory(app, lines, {
      invariants: [invariant.Order('there is one line', (state) => state.lines.length < 2)],
    });
    expect(failure).toMatchObject({ law: 'invariants', commits: 2, aggregates: 1 });
  });

  it.each<[string, (all: readonly string[]) => readonly string[], RegExp]>([
    ['what is no log', () => ['{"kind":"row"}'], /Line 1 .* does not begin a log/],
    ['a line that was cut', (all) => [...all.slice(0, -1), all.at(-1)?.slice(0, 20) ?? ''], /Line \d+ .* is no JSON/],
    [
      'a log that was broken off',
      (all) => all.slice(0, -2),
      /^The exported log has 27 commits, and it was broken off\./,
    ],
    ['an aggregate without its beginning', (all) => changed(all, (one) => (one.version === 1 ? null : one)), /whole/],
    ['an event without its descriptor', (all) => all.filter((line) => !line.includes('"descriptor"')), /no descriptor/],
    [
      'data that is not as its descriptor says',
      (all) => changed(all, (one) => ({ ...one, events: one.events.map((event) => ({ ...event, data: { x: 1 } })) })),
      /is not as its descriptor says/,
    ],
  ])('refuses %s, with the line', async (_name, change, message) => {
    await expect(fromHistory(app, change(lines))).rejects.toThrow(message);
  });
});
