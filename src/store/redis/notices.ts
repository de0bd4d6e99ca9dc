// Wakes whoever listens: by what the server publishes, and by a look every second in case that was lost. Carries no data.
import { allPartitions, type Partition } from '../../kernel/place.js';
import { WakeUps } from '../wake-ups.js';
import type { Keys, PartitionKeys } from './keys.js';
import { pairsOf, type Wire } from './wire.js';

/** What happened at a place that can be listened to, as a text that is another one after each change. */
type Seen = Map<string, string>;

/** In place of a projection's name: workers have come or gone, or leases are free. No projection has an empty name. */
export const WORKERS = '';

/** Wake-ups after appends and steps by anyone, one subscriber for all of them. */
export class Notices {
  readonly #keys: Keys;
  readonly #partitions: readonly PartitionKeys[];
  readonly #appends = new WakeUps<Partition>();
  readonly #steps = new WakeUps<string>();
  readonly #seen: Seen = new Map();
  /** The last position that was acknowledged here, by partition: its own message is no news. */
  readonly #own = new Map<Partition, number>();
  #hasLooked = false;

  constructor(keys: Keys, partitions: number) {
    this.#keys = keys;
    this.#partitions = allPartitions(partitions).map((partition) => keys.of(partition));
  }

  onAppend(partition: Partition, wake: () => void): () => void {
    return this.#appends.on(partition, wake);
  }

  onApply(projection: string, wake: () => void): () => void {
    return this.#steps.on(projection, wake);
  }

  /** Whether anybody here follows a partition. */
  isFollowed(partition: Partition): boolean {
    return this.#appends.isHeard(partition);
  }

  /** To be called when this connection was acknowledged all up to a position: those who follow need not wait for the message. */
  appendedHere(partition: Partition, position: number): void {
    this.#own.set(partition, position);
    this.#appends.ring(partition);
  }

  /** The same for a step. */
  steppedHere(projection: string): void {
    this.#steps.ring(projection);
  }

  /** To be set once: called at once when another generation of a projection may serve. */
  onServing: () => void = () => {};

  /** Listens on a connection of its own. */
  async subscribe(wire: Wire, until: number): Promise<void> {
    const places = new Map<string, (message: string) => void>();
    this.#partitions.forEach((keys, partition) => {
      places.set(keys.appends, (position) => this.#appended(partition as Partition, position));
      places.set(keys.applies, (step) => this.#stepped(keys.steps, step));
    });
    places.set(this.#keys.servingChannel, (step) => this.#stepped(this.#keys.servingSteps, step));
    wire.onMessage((channel, message) => places.get(channel)?.(message));
    // One call for each slot: channels are sharded as keys are.
    const channels = [
      ...this.#partitions.map(({ appends, applies }) => [appends, applies]),
      [this.#keys.servingChannel],
    ];
    await Promise.all(channels.map((some) => wire.send('ssubscribe', some, until)));
  }

  /** Wakes those who have missed something. The first look only remembers. */
  async look(wire: Wire, until: number): Promise<void> {
    const hashes = [...this.#partitions.map(({ steps }) => steps), this.#keys.servingSteps];
    const [positions, steps] = await Promise.all([
      Promise.all(this.#partitions.map(({ head }) => wire.send('hmget', [head, 'position', 'epoch'], until, 'utf8'))),
      Promise.all(hashes.map((hash) => wire.send('hgetall', [hash], until, 'utf8'))),
    ]);
    for (const [partition, found] of positions.entries()) {
      const [position, epoch] = found as readonly (string | null)[];
      if (typeof position !== 'string' || typeof epoch !== 'string') continue;
      this.#appended(partition as Partition, position, true);
      // In another epoch the same position may be that of other commits.
      if (!this.#isNews(`epoch of ${partition}`, epoch, true)) continue;
      this.#own.delete(partition as Partition);
      this.#appends.ring(partition as Partition);
    }
    for (const [index, counts] of steps.entries()) {
      for (const [projection, count] of pairsOf(counts)) {
        this.#stepped(hashes[index] ?? '', `${projection}\n${count}`, true);
      }
    }
    this.#hasLooked = true;
  }

  #appended(partition: Partition, position: string, isLook = false): void {
    if (!this.#isNews(`${partition}`, position, isLook)) return;
    // Who was woken by the acknowledgement has read all up to there.
    if (Number(position) > (this.#own.get(partition) ?? 0)) this.#appends.ring(partition);
  }

  #stepped(hash: string, step: string, isLook = false): void {
    const end = step.lastIndexOf('\n');
    const projection = step.slice(0, end);
    if (!this.#isNews(`${hash}\n${projection}`, step, isLook)) return;
    if (hash === this.#keys.servingSteps && projection !== WORKERS) this.onServing();
    this.#steps.ring(projection);
  }

  #isNews(place: string, state: string, isLook: boolean): boolean {
    const isNew = this.#seen.get(place) !== state;
    this.#seen.set(place, state);
    if (!isLook) return true;
    return isNew && this.#hasLooked;
  }
}
