// What one connection knows of the end of one partition: epoch, segment, and the highest place that it was acknowledged.
import { StatefoldError } from '../../kernel/error.js';
import type { Epoch, Mark, Partition, Position } from '../../kernel/place.js';
import type { LogHead } from '../../log/event-log.js';
import type { PartitionKeys } from './keys.js';
import { onServer } from './on-server.js';
import type { PartitionReader } from './partition-reader.js';
import { adopt } from './scripts.js';
import type { Segments } from './segments.js';
import type { ServerClock } from './server-clock.js';
import type { Wire } from './wire.js';

/** Told of what an operator should know. */
export type Warn = (message: string) => void;

/** What a partition's end is watched with. */
export interface LogEndPorts {
  readonly partition: Partition;
  readonly keys: PartitionKeys;
  readonly segments: Segments;
  readonly reader: PartitionReader;
  readonly clock: ServerClock;
  readonly warn: Warn;
  /** Called on a server that goes on in another epoch than the known one, before anything is written to it. */
  readonly onNewEpoch: (wire: Wire, until: number) => Promise<void>;
}

/** The end of one partition's log. */
export class LogEnd {
  readonly #ports: LogEndPorts;
  #server = '';
  #epoch = '' as Epoch;
  #segment = 1;
  #highest: LogHead | null = null;
  #loss: StatefoldError<'LOG_TRUNCATED'> | null = null;
  #renewing: Promise<void> | null = null;

  constructor(ports: LogEndPorts) {
    this.#ports = ports;
  }

  get epoch(): Epoch {
    return this.#epoch;
  }

  /** The server on which the log is in that epoch. */
  get server(): string {
    return this.#server;
  }

  /** The segment that the next block goes to, as far as it is known. */
  get segment(): number {
    return this.#segment;
  }

  /** To be called for each acknowledged block. */
  acknowledged(last: LogHead, segment: number): void {
    if (segment > this.#segment) this.#segment = segment;
    if (this.#highest === null || last.position > this.#highest.position) this.#highest = last;
  }

  /** That what was acknowledged here is gone: told once for each loss, to whoever asks first. `null` = nothing is. */
  takeLoss(): StatefoldError<'LOG_TRUNCATED'> | null {
    const loss = this.#loss;
    this.#loss = null;
    return loss;
  }

  /**
   * Looks where the log ends, adopts the server if it has not been, and proves the highest place that was acknowledged here.
   * Where the log no longer holds it, that is a loss. Several calls at once are one.
   */
  renew(wire: Wire, until: number): Promise<void> {
    this.#renewing ??= this.#renew(wire, until).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Does a script's work, which may find that another server is recorded than the one it meets: then that is adopted first. */
  onServer<Answer extends { readonly kind: string }>(
    work: () => Promise<Answer>,
    wire: Wire,
    until: number,
  ): Promise<Exclude<Answer, { readonly kind: 'server' }>> {
    return onServer(work, () => this.renew(wire, until));
  }

  async #renew(wire: Wire, until: number): Promise<void> {
    const { partition, keys, segments, reader, clock, warn, onNewEpoch } = this.#ports;
    const adopted = await adopt(wire, keys, partition, until);
    clock.heard(adopted.now);
    const [known, highest] = [this.#epoch, this.#highest];
    if (known !== '' && known !== adopted.epoch) {
      warn(
        `Partition ${partition} goes on in epoch ${adopted.epoch}: before, it was ${known}. Its server was restarted or replaced.`,
      );
      await onNewEpoch(wire, until);
    }
    // Another incarnation may have cut its log elsewhere.
    if (known !== adopted.epoch) segments.forget();
    const isHeld =
      highest === null ||
      // No server lacks what was acknowledged in its own epoch; it may be newer than what was looked at.
      highest.epoch === adopted.epoch ||
      (highest.position <= adopted.position && (await reader.holds(wire, { partition, ...highest }, until)));
    this.#server = adopted.server;
    this.#epoch = adopted.epoch;
    this.#segment = adopted.segment;
    if (isHeld) return;
    this.#highest = null;
    this.#loss = truncated(partition, highest, adopted.position);
    warn(this.#loss.message);
  }
}

function truncated(
  partition: Partition,
  { position: known, epoch }: LogHead,
  actual: Position,
): StatefoldError<'LOG_TRUNCATED'> {
  const message =
    `Partition ${partition}: the log ends at position ${actual}, and no longer holds position ${known}, which was acknowledged ` +
    'here. The server has lost writes: compare it with its replicas and backups.';
  return new StatefoldError('LOG_TRUNCATED', message, { partition, known, actual, epoch });
}

/** The place of the last commit of an appended block. */
export function lastOf(
  appended: { readonly epoch: Epoch; readonly position: Position; readonly mark: Mark },
  commits: number,
): LogHead {
  return { epoch: appended.epoch, position: (appended.position + commits - 1) as Position, mark: appended.mark };
}
