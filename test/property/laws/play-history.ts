// Plays a history of the sample domain on real engines, and keeps what senders were told.
import type { Order } from '../../../domain/order.domain.js';
import type { AppTypes } from '../../../generated/buses.js';
import { startEngine } from '../../../generated/index.js';
import { type CommandOptions, type Engine, isStatefoldError, type Receipt, type Store } from '../../../src/index.js';
import type { Offers, Send, ShopHistory, Step } from './shop-history.js';

type CommandName = keyof Order['commands'];

/** A command as it was sent, to be sent again. */
interface Sent {
  readonly orderId: Send['orderId'];
  readonly name: CommandName;
  readonly offers: Offers;
  readonly commandId: string;
  readonly receipt: Receipt;
}

/** What a history left behind. */
export interface Played {
  /** Running; the test closes them. */
  readonly engines: readonly Engine<AppTypes>[];
  /** By command id: the receipts that senders got, the first one first. */
  readonly receipts: ReadonlyMap<string, readonly Receipt[]>;
  /** How often each thing happened: accepted, each code of refusal, retried, stopped, rebuilt. */
  readonly counts: Readonly<Record<string, number>>;
}

const NAMES: readonly CommandName[] = [
  'PlaceOrder',
  'AddLine',
  'RemoveLine',
  'ChangeAddress',
  'PayOrder',
  'ShipOrder',
  'DeliverOrder',
  'ReturnOrder',
  'CancelOrder',
];

/** Refusals that a history may meet; any other error ends it. */
const EXPECTED = ['REJECTED', 'DUPLICATE', 'BUILDING'] as const;

/** Plays a history on a store. */
export async function playHistory(store: Store, history: ShopHistory): Promise<Played> {
  const engines = await Promise.all(
    Array.from({ length: history.engines }, () => startEngine({ store, commandTimeout: 3000, queryTimeout: 3000 })),
  );
  const receipts = new Map<string, Receipt[]>();
  const counts: Record<string, number> = {};
  const sent: Sent[] = [];
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const engineAt = (index: number) => engines[index % engines.length] as Engine<AppTypes>;

  /** Runs `act`; an expected refusal is counted. */
  async function attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      const code = EXPECTED.find((expected) => isStatefoldError(error, expected));
      if (code === undefined) throw error;
      count(code);
      return null;
    }
  }

  async function send(one: Send, commandId: string | undefined): Promise<void> {
    const engine = engineAt(one.engine);
    const name = await choose(engine, one);
    const receipt = await attempt(() => dispatch(engine, one.orderId, name, one.offers, commandId));
    if (receipt === null) return;
    count('accepted');
    receipts.set(receipt.commandId, [receipt]);
    if (commandId !== undefined) sent.push({ orderId: one.orderId, name, offers: one.offers, commandId, receipt });
  }

  async function retry(which: number, engine: number): Promise<void> {
    const again = sent[which % Math.max(1, sent.length)];
    if (again === undefined) return;
    const receipt = await dispatch(engineAt(engine), again.orderId, again.name, again.offers, again.commandId);
    count('retried');
    receipts.get(again.commandId)?.push(receipt);
  }

  async function play(step: Step, index: number): Promise<void> {
    if (step.kind === 'send') {
      await Promise.all(step.sends.map((one, nth) => send(one, one.named ? `named-${index}-${nth}` : undefined)));
    } else if (step.kind === 'retry') {
      await retry(step.which, step.engine);
    } else if (step.kind === 'rebuild') {
      if ((await attempt(() => engineAt(step.engine).projections.rebuild('OrderSummary'))) !== null) count('rebuilt');
    } else if (step.kind === 'stopFolding') {
      await engineAt(step.engine).projections.stopFolding();
      count('stopped');
    } else {
      engineAt(step.engine).projections.startFolding();
    }
  }

  for (const [index, step] of history.steps.entries()) await play(step, index);
  for (const engine of engines) engine.projections.startFolding();
  return { engines, receipts, counts };
}

/** A command to send: where it is to be steered, the first that the machine accepts; else simply the first. */
async function choose(engine: Engine<AppTypes>, { orderId, offers, first, steered }: Send): Promise<CommandName> {
  const order = [...NAMES.slice(first), ...NAMES.slice(0, first)];
  const fallback = order[0] ?? 'PlaceOrder';
  if (!steered) return fallback;
  for (const name of order) {
    const data = await fitting(engine, orderId, name, offers);
    const answer = await engine.aggregates.order(orderId).can({ type: name, data } as never);
    if (answer.allowed) return name;
  }
  return fallback;
}

async function dispatch(
  engine: Engine<AppTypes>,
  orderId: Send['orderId'],
  name: CommandName,
  offers: Offers,
  commandId: string | undefined,
): Promise<Receipt> {
  const data = await fitting(engine, orderId, name, offers);
  const options: CommandOptions = commandId === undefined ? {} : { commandId };
  return engine.aggregates.order(orderId).send({ type: name, data } as never, options);
}

/** A payment is of what the order costs, or it would hardly ever be accepted; everything else is as it was generated. */
async function fitting(
  engine: Engine<AppTypes>,
  orderId: Send['orderId'],
  name: CommandName,
  offers: Offers,
): Promise<unknown> {
  if (name !== 'PayOrder') return offers[name];
  const { state } = await engine.aggregates.order(orderId).state();
  return { ...offers.PayOrder, amount: state.total };
}
