// What several engines on one store promise each other: chained decisions, lost races, confirmed refusals, retries.
import { expect, it } from 'vitest';
import type { Actors } from '../../src/aggregate/actors.js';
import { history } from '../../src/aggregate/history.js';
import { isStatefoldError } from '../../src/kernel/error.js';
import type { Receipt } from '../../src/kernel/place.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { Store } from '../../src/store/store.js';
import { type Ledger, ledgerActors, nameOf, recordedLedgers, sendTo } from '../support/ledger.js';
import type { StoreUnderTest } from '../support/stores.js';

/** What went wrong in a run, in words; empty if nothing did. */
export interface Rivalry {
  readonly violations: readonly string[];
  readonly receipts: number;
  readonly refusals: number;
}

interface Engine {
  readonly log: EventLog;
  readonly actors: Actors;
}

interface Options {
  readonly seed: number;
  readonly commands: number;
  /** Puts something between the engines and their logs: a planted mistake. */
  readonly wrap?: (log: EventLog) => EventLog;
}

const LEDGERS = ['a', 'b'];

/** Two engines send at the same ledgers, now and then the same command; then the log is judged. */
export async function rivals(store: Store, options: Options): Promise<Rivalry> {
  const random = randomFrom(options.seed);
  const plain = (await store.connect()).log;
  // Small blocks, so that a chain of decisions spans several; one engine sends them one by one, the other ahead.
  const limits = [
    { itemsPerBlock: 1, blocksInFlight: 1 },
    { itemsPerBlock: 1, blocksInFlight: 3 },
  ];
  const engines = await Promise.all(
    limits.map(async (limit): Promise<Engine> => {
      const log = (options.wrap ?? ((same) => same))((await store.connect()).log);
      return { log, actors: ledgerActors(log, limit) };
    }),
  );
  const violations: string[] = [];
  const acknowledged = new Map<string, Receipt>();
  let refusals = 0;

  /** Any command, to any ledger, from any engine; now and then one that was sent before. */
  async function any(index: number): Promise<void> {
    const engine = engines[random(2)];
    const id = LEDGERS[random(LEDGERS.length)] ?? 'a';
    const amount = random(4) === 0 ? -(1 + random(300)) : 1 + random(9);
    if (random(4) === 0) await send(engine, id, 3, `again-${random(options.commands / 8)}-${id}`);
    else await send(engine, id, amount);
    if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  async function send(engine: Engine | undefined, id: string, amount: number, commandId?: string): Promise<void> {
    if (engine === undefined) return;
    const before = (await plain.aggregateHead({ type: 'Ledger', id })).version;
    try {
      const command = { type: 'Enter', data: { amount } } as const;
      const receipt = await sendTo(
        engine.actors,
        engine.log,
        id,
        command,
        commandId === undefined ? {} : { commandId },
      );
      const known = acknowledged.get(receipt.commandId);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(receipt)) {
        violations.push(
          `command ${receipt.commandId} got two receipts: versions ${known.version} and ${receipt.version}`,
        );
      }
      acknowledged.set(receipt.commandId, receipt);
    } catch (error) {
      if (!isStatefoldError(error, 'REJECTED')) throw error;
      refusals++;
      const after = (await plain.aggregateHead({ type: 'Ledger', id })).version;
      const totals = [0, ...(await entries(plain, id)).map((entry) => entry.total)].slice(before, after + 1);
      if (!totals.some((total) => total + amount < 0)) {
        violations.push(`${id}: ${amount} was refused, and no state between request and answer refuses it: ${totals}`);
      }
    }
  }

  for (let sent = 0; sent < options.commands; sent += 40) {
    // The same command from both engines at once, and others right behind it.
    const twins = LEDGERS.flatMap((id) => engines.map((engine) => send(engine, id, 3, `twin-${sent}-${id}`)));
    await Promise.all([...twins, ...Array.from({ length: 40 }, (_, index) => any(sent + index))]);
    // One after the other: the second may take all that the first has stored, and an engine that lags behind refuses it.
    await send(engines[0], 'a', 5);
    await send(engines[1], 'a', 0 - ((await entries(plain, 'a')).at(-1)?.total ?? 0));
  }
  for (const id of LEDGERS) violations.push(...(await judge(plain, id, acknowledged)));
  return { violations, receipts: acknowledged.size, refusals };
}

async function entries(log: EventLog, id: string) {
  const events = await history({ log, recorded: recordedLedgers, aggregate: { type: 'Ledger', id } });
  return events.map((event) => ({
    ...(event.data as Ledger['events']['Entered']),
    commandId: event.id.split('#')[0] ?? '',
    name: nameOf(event),
    version: event.version,
  }));
}

/** Every entry stands on the one that it was decided on; every acknowledged command stands once, at its version. */
async function judge(log: EventLog, id: string, acknowledged: ReadonlyMap<string, Receipt>): Promise<string[]> {
  const violations: string[] = [];
  const stored = await entries(log, id);
  stored.forEach((entry, index) => {
    const before = stored[index - 1];
    if (entry.version !== index + 1) violations.push(`${id}: version ${entry.version} stands at ${index + 1}`);
    if (entry.after !== (before?.name ?? null))
      violations.push(`${id}@${entry.version} was decided on ${entry.after}, and stands on ${before?.name}`);
    if (entry.total !== (before?.total ?? 0) + entry.amount)
      violations.push(`${id}@${entry.version}: the total does not add up`);
  });
  const versions = new Map<string, number[]>();
  for (const { commandId, version } of stored) versions.set(commandId, [...(versions.get(commandId) ?? []), version]);
  for (const [commandId, receipt] of acknowledged) {
    if (receipt.aggregateId !== id) continue;
    const found = versions.get(commandId) ?? [];
    if (found.length !== 1 || found[0] !== receipt.version) {
      violations.push(
        `${id}: ${commandId} was acknowledged at ${receipt.version} and stands at ${found.join(', ') || 'no version'}`,
      );
    }
  }
  if (stored.length !== [...acknowledged.values()].filter((receipt) => receipt.aggregateId === id).length) {
    violations.push(`${id}: ${stored.length} entries are stored, and not as many were acknowledged`);
  }
  return violations;
}

/** A small seeded generator of whole numbers below a bound (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Runs the contract of engines that share a store against one kind of store. */
export function enginesContract(underTest: StoreUnderTest): void {
  it.each([1, 2, 3, 4, 5])('keeps every promise between two engines on the same aggregates (seed %i)', async (seed) => {
    const opened = await underTest.open({ partitions: seed === 5 ? 3 : 1 });
    try {
      const rivalry = await rivals(opened.store, { seed, commands: 400 });
      expect(rivalry.violations).toEqual([]);
      expect(rivalry.receipts).toBeGreaterThan(100);
      expect(rivalry.refusals).toBeGreaterThan(0);
    } finally {
      await opened.dispose();
    }
  });
}
