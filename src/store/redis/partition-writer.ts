// Appends to one partition: one script per block, sent once. Whatever becomes of it has a decided outcome.
import { StatefoldError } from '../../kernel/error.js';
import type { Appended, BlockDraft, StoredBlock } from '../../log/event-log.js';
import { type AppendPlan, outcomeOf, planAppend } from './append-plan.js';
import type { PartitionKeys } from './keys.js';
import type { Link } from './link.js';
import { type LogEnd, lastOf } from './log-end.js';
import { type AppendAnswer, append } from './scripts.js';
import type { ServerClock } from './server-clock.js';
import { notDone, type ServerName } from './store-error.js';
import type { Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** What blocks are written with. */
export interface WriterPorts {
  readonly server: ServerName;
  readonly keys: PartitionKeys;
  readonly link: Link;
  readonly end: LogEnd;
  readonly clock: ServerClock;
  readonly segmentBytes: number;
  /** How many replicas must have a block before it is acknowledged, and how long to wait for them (ms); `null` = none. */
  readonly replicas: { readonly count: number; readonly timeoutMs: number } | null;
  /** Told of each block that is acknowledged, and of where it was stored. */
  readonly onStored: (block: Omit<StoredBlock, 'partition'>) => void;
  /** Why the server must not be written to; `null` while it may. */
  readonly unsafe: () => StatefoldError<'UNSAFE_SERVER'> | null;
}

/** How long after a block's last deadline its sender is told that nobody can say, in ms. */
const PAST_DEADLINE_MS = 250;
/** How often in a row a block may meet an end of the log that is not the known one. */
const MOST_RENEWALS = 5;

/** The way into one partition. */
export class PartitionWriter {
  readonly #ports: WriterPorts;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  /** Sends a block before it returns, where there is a connection. See `EventLog.append`. */
  async append(draft: BlockDraft): Promise<Appended> {
    const { keys, clock, link, server, end } = this.#ports;
    const reason = draft.commits.length > 0 ? (this.#ports.unsafe() ?? end.takeLoss()) : null;
    if (reason !== null) throw reason;
    const plan = planAppend(draft, keys);
    const longest = performance.now() + link.silenceMs;
    const until = Math.min(longest, Math.max(performance.now(), clock.localTimeOf(plan.latest)) + PAST_DEADLINE_MS);
    try {
      return await link.run((wire) => this.#send(wire, plan, until), { until, resend: false });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      // What only looks has done nothing, whatever became of it.
      if (plan.block === null) throw notDone(server, error);
      throw outcomeUnknown(server, draft, error);
    }
  }

  /** Resolves once as many replicas as are wanted have all that this partition holds now; else fails with `UNAVAILABLE`. */
  async mustBeReplicated(): Promise<void> {
    const { replicas, link, server, keys } = this.#ports;
    if (replicas === null) return;
    const count = await link.run(
      async (wire, until) => {
        // A server waits for what its client has written on this connection, so that something must be.
        const written = wire.send('hincrby', [keys.head, 'looks', 1], until);
        const [, reached] = await Promise.all([written, this.#waitForReplicas(wire, until)]);
        return reached ?? 0;
      },
      { resend: true },
    );
    if (count >= replicas.count) return;
    throw notDone(server, new WireError('again', `${count} of ${replicas.count} replicas have what was found`));
  }

  async #send(wire: Wire, plan: AppendPlan, until: number): Promise<Appended> {
    const { keys, end, clock, segmentBytes } = this.#ports;
    for (let renewals = 0; ; renewals++) {
      const { epoch, segment } = end;
      const sent = append(
        wire,
        { keys, epoch, segment, segmentBytes, aggregates: plan.aggregates.keys, block: plan.block },
        until,
      );
      // Right behind the block on the same connection: it waits for what this connection has written.
      const reached = plan.block === null ? null : this.#waitForReplicas(wire, until);
      // Asked for only where the block was stored: then its failure is the append's. Else the block's own outcome says all.
      reached?.catch(() => {});
      const answer = await sent;
      if (answer.kind === 'appended' || answer.kind === 'looked' || answer.kind === 'refused') {
        clock.heard(answer.now);
        if (answer.kind === 'appended') await this.#acknowledge(plan, answer, reached);
        return outcomeOf(plan, answer);
      }
      if (renewals === MOST_RENEWALS)
        throw new WireError('again', 'the end of the log moves faster than it can be followed');
      // Nothing was written. Blocks that were in flight meet the same, and go on in their order.
      await this.#renew(wire, until);
    }
  }

  async #renew(wire: Wire, until: number): Promise<void> {
    const { end } = this.#ports;
    try {
      await end.renew(wire, until);
    } catch (error) {
      // Of this block is known that it was refused, so it was as good as never sent.
      if (error instanceof WireError && error.kind === 'lost') throw new WireError('unsent', error.message);
      throw error;
    }
    const loss = end.takeLoss();
    if (loss !== null) throw loss;
  }

  async #acknowledge(
    plan: AppendPlan,
    answer: Extract<AppendAnswer, { readonly kind: 'appended' | 'looked' }>,
    reached: Promise<number> | null,
  ): Promise<void> {
    const { replicas, end, onStored } = this.#ports;
    if (replicas !== null && reached !== null) {
      const count = await reached;
      if (count < replicas.count) {
        throw new WireError('lost', `the block is stored, and ${count} of ${replicas.count} replicas have it`);
      }
    }
    const last = lastOf(answer, plan.draft.commits.length);
    end.acknowledged(last, answer.segment);
    if (plan.block === null) return;
    const { epoch, position: first, before: markBefore, mark, now: storedAt } = answer;
    onStored({ epoch, first, last: last.position, markBefore, mark, storedAt, bytes: plan.block.bytes });
  }

  #waitForReplicas(wire: Wire, until: number): Promise<number> | null {
    const { replicas } = this.#ports;
    if (replicas === null) return null;
    return wire.send('wait', [replicas.count, replicas.timeoutMs], until).then(Number);
  }
}

function outcomeUnknown(
  server: ServerName,
  { commits }: BlockDraft,
  cause: WireError,
): StatefoldError<'OUTCOME_UNKNOWN'> {
  const { type = '', id = '' } = commits[0]?.expects.aggregate ?? {};
  const message = `${server} gave no answer to an append: ${cause.message}. It was stored once or not at all: look for its tag once its deadline has passed.`;
  return new StatefoldError('OUTCOME_UNKNOWN', message, { aggregate: type, aggregateId: id, commandId: '' }, { cause });
}
