// Counts what commands and questions come to, and how long they take. Sends nothing itself.
import { type Answer, isStatefoldError, type Receipt } from 'statefold';

/** How long things took, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Counts as it goes along. */
export class Tally {
  /** Refused commands by code. */
  readonly refused: Record<string, number> = {};
  accepted = 0;
  /** Answers that did not include the command that they should have waited for. */
  stale = 0;
  /** The receipt of the commit that lies last in the log. */
  latest: Receipt<'Order'> | null = null;
  /** The highest version of each order that a receipt has named. */
  readonly versions = new Map<string, number>();
  readonly #commandTimes: number[] = [];
  readonly #questionTimes: number[] = [];

  /** Sends a command and counts its outcome. A refusal gives `null` and is told to `onRefused`; any other error is thrown on. */
  async command(send: () => Promise<Receipt>, onRefused: (reason: string) => void = () => {}): Promise<Receipt | null> {
    const startedAt = performance.now();
    try {
      const receipt = await send();
      this.accepted += 1;
      if ((receipt.place?.position ?? 0) > (this.latest?.place?.position ?? 0))
        this.latest = receipt as Receipt<'Order'>;
      this.versions.set(receipt.aggregateId, Math.max(receipt.version, this.versions.get(receipt.aggregateId) ?? 0));
      return receipt;
    } catch (error) {
      if (!isStatefoldError(error)) throw error;
      this.refused[error.code] = (this.refused[error.code] ?? 0) + 1;
      onRefused(`${error.code}: ${error.message}`);
      return null;
    } finally {
      this.#commandTimes.push(performance.now() - startedAt);
    }
  }

  /** Asks a question that waits for a receipt. */
  async question<Value>(ask: () => Promise<Answer<Value>>): Promise<void> {
    const startedAt = performance.now();
    const { stale } = await ask();
    this.#questionTimes.push(performance.now() - startedAt);
    if (stale) this.stale += 1;
  }

  /** Events stored, as the receipts tell it: an order's version is the number of its events. */
  get events(): number {
    let events = 0;
    for (const version of this.versions.values()) events += version;
    return events;
  }

  get commands(): number {
    return this.#commandTimes.length;
  }

  get questions(): number {
    return this.#questionTimes.length;
  }

  get commandLatency(): Latency {
    return latencyOf(this.#commandTimes);
  }

  get questionLatency(): Latency {
    return latencyOf(this.#questionTimes);
  }
}

function latencyOf(times: readonly number[]): Latency {
  const sorted = Float64Array.from(times).sort();
  // Nearest rank: the smallest time that at least this share of all does not exceed.
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
