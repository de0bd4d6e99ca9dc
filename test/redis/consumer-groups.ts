// What every Redis tool shows of the consumer groups of a stream. Moves none.
import type { Redis } from 'ioredis';

/** How far one group has read. */
export interface ConsumerGroup {
  readonly name: string;
  /** The position of the last entry that it was given. */
  readonly last: string;
  readonly read: number;
  readonly lag: number;
}

/** All groups of a stream. */
export async function consumerGroups(client: Redis, stream: string): Promise<readonly ConsumerGroup[]> {
  const groups = (await client.xinfo('GROUPS', stream)) as unknown[][];
  return groups.map((flat) => {
    const field = (name: string): unknown => flat[flat.indexOf(name) + 1];
    return {
      name: String(field('name')),
      last: String(field('last-delivered-id')).split('-')[0] ?? '',
      read: Number(field('entries-read')),
      lag: Number(field('lag')),
    };
  });
}
