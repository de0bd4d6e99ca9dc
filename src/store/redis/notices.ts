// Wakes whoever listens: by what the server publishes, and by a look every second in case that was lost. Carries no data.
import type { Partition } from '../../kernel/place.js';
import { WakeUps } from '../wake-ups.js';
import type { Keys, PartitionKeys } from './keys.js';
import { pairsOf, type Wire } from './wire.js';

/** What happened at a place that can be listened to, as a text that is another one after each change. */
type Seen = Map<string, string>;

/** Wake-ups after appends and steps by anyone, one subscriber for all of them. */
export class Notices {
  readonly #keys: Keys;
  readonly #partitions: readonly PartitionKeys[];
  readonly #appends = new WakeUps<Partition>();
  readonly #steps = new WakeUps<string>();
  readonly #seen: Seen = new Map();
  #hasLooked = false;

  constructor(keys: Keys, partitions: number) {
    this.#keys = keys;
    this.#partitions = Array.from({ length: partitions }, (_, partition) => keys.of(partition as Partition));
  }

  onAppend(partition: Partition, wake: () => void): () => void {
    return this.#appends.on(partition, wake);
  }

  onApply(projection: string, wake: () => void): () => void {
    return this.#steps.on(projection, wake);
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
      Promise.all(this.#partitions.map(({ head }) => wire.send('hget', [head, 'position'], until, 'utf8'))),
      Promise.all(hashes.map((hash) => wire.send('hgetall', [hash], until, 'utf8'))),
    ]);
    for (const [partition, position] of positions.entries()) {
      if (typeof position === 'string') this.#appended(partition as Partition, position, true);
    }
    for (const [index, counts] of steps.entries()) {
      for (const [projection, count] of pairsOf(counts)) {
        this.#stepped(hashes[index] ?? '', `${projection}\n${count}`, true);
      }
    }
    this.#hasLooked = true;
  }

  #appended(partition: Partition, position: string, isLook = false): void {
    if (this.#isNews(`${partition}`, position, isLook)) this.#appends.ring(partition);
  }

  #stepped(hash: string, step: string, isLook = false): void {
    const end = step.lastIndexOf('\n');
    const projection = step.slice(0, end);
    if (!this.#isNews(`${hash}\n${projection}`, step, isLook)) return;
    if (hash === this.#keys.servingSteps) this.onServing();
    this.#steps.ring(projection);
  }

  #isNews(place: string, state: string, isLook: boolean): boolean {
    const isNew = this.#seen.get(place) !== state;
    this.#seen.set(place, state);
    if (!isLook) return true;
    return isNew && this.#hasLooked;
  }
}
