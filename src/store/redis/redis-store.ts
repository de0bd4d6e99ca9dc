// A store on a Redis server, which many processes may share. Wires one connection: a writer, a reader and a subscriber.
import { StatefoldError } from '../../kernel/error.js';
import { allPartitions } from '../../kernel/place.js';
import { Gate } from '../gate.js';
import type { Store, StoreConnection } from '../store.js';
import { RedisAudit } from './inspect/redis-audit.js';
import { Keys } from './keys.js';
import { Link } from './link.js';
import { LogEnd } from './log-end.js';
import { FORMAT, LogMeta } from './log-meta.js';
import { open } from './meta-scripts.js';
import { Notices } from './notices.js';
import { type RedisStoreOptions, type Settings, settingsOf } from './options.js';
import { OwnBlocks } from './own-blocks.js';
import { PartitionReader } from './partition-reader.js';
import { PartitionWriter, type WriterPorts } from './partition-writer.js';
import { Pulse } from './pulse.js';
import { Reading } from './reading.js';
import { RedisLeases } from './redis-leases.js';
import { RedisLog } from './redis-log.js';
import { RedisRegistry } from './redis-registry.js';
import { RedisSnapshots } from './redis-snapshots.js';
import { RedisTables } from './redis-tables.js';
import { loadAll } from './scripts.js';
import { Segments } from './segments.js';
import { ServerClock } from './server-clock.js';
import { ServerGuard } from './server-guard.js';
import type { Wire } from './wire.js';

/**
 * A store on a Redis server, version 7.0 or later. `connect` fails with `UNAVAILABLE` where the server cannot be reached in
 * time, `UNSAFE_SERVER` where its settings do not keep what `durability` promises, and `INCOMPATIBLE` where the log has another
 * number of partitions. Throws a `RangeError` for options that make no sense.
 */
export function redisStore(options: string | RedisStoreOptions): Store {
  const settings = settingsOf(typeof options === 'string' ? { url: options } : options);
  const keys = new Keys(settings.namespace);
  return { name: 'redis', connect: () => connect(settings, keys) };
}

async function connect(settings: Settings, keys: Keys): Promise<StoreConnection> {
  const { server, redis, durability, segmentBytes, warn } = settings;
  const patience = { silenceMs: settings.timeout };
  const [gate, clock, guard] = [new Gate(), new ServerClock(), new ServerGuard(settings)];
  const link = (prepare: ConstructorParameters<typeof Link>[0]['prepare']): Link =>
    new Link({ server, redis, patience, prepare });

  let ends: readonly LogEnd[] = [];
  const writer = link(async (wire) => {
    const until = performance.now() + settings.timeout;
    await Promise.all([guard.check(wire, until), loadAll(wire, until)]);
    // A new connection may lead to another server, or to the same one after a restart.
    await Promise.all(ends.map((end) => end.renew(wire, until)));
  });
  const reader = link(async () => {});
  const reading = new Reading(reader, gate, server);
  const close = async (...links: readonly Link[]): Promise<void> => {
    gate.close();
    await Promise.all(links.map((one) => one.close()));
  };

  try {
    const partitions = await openLog(writer, settings, keys);
    const notices = new Notices(keys, partitions);
    const replicas =
      typeof durability === 'object' ? { count: durability.replicas, timeoutMs: durability.timeout } : null;
    const unsafe = () => guard.unsafe;
    const meta = new LogMeta(keys, { format: FORMAT, partitions });
    const registry = new RedisRegistry(keys, meta, reading);
    const onNewEpoch = (wire: Wire, until: number): Promise<void> => registry.restore(wire, until);
    const parts = allPartitions(partitions).map((partition) => {
      const names = keys.of(partition);
      const segments = new Segments(names);
      const own = new OwnBlocks();
      const partitionReader = new PartitionReader(partition, names, segments);
      const onStored: WriterPorts['onStored'] = (block) => {
        if (!notices.isFollowed(partition)) return;
        own.add({ partition, ...block });
        notices.appendedHere(partition, block.last);
      };
      const end = new LogEnd({ partition, keys: names, segments, reader: partitionReader, clock, warn, onNewEpoch });
      return {
        end,
        segments,
        own,
        reader: partitionReader,
        writer: new PartitionWriter({
          server,
          keys: names,
          link: writer,
          end,
          clock,
          segmentBytes,
          replicas,
          onStored,
          unsafe,
        }),
      };
    });
    await writer.run(
      async (wire, until) => {
        await Promise.all(parts.map(({ end }) => end.renew(wire, until)));
      },
      { resend: true },
    );
    ends = parts.map(({ end }) => end);
    const subscriber = link(async (wire) => {
      await notices.subscribe(wire, performance.now() + settings.timeout).catch(guard.notSubscribed);
      pulse.lookNow();
    });
    const pulse: Pulse = new Pulse({ notices, reader, writer, subscriber, clock, guard });
    await pulse.start();
    const ports = { partitions: parts, reading, notices, clock, gate, keys, meta };
    return {
      log: new RedisLog(ports),
      tables: new RedisTables(ports),
      leases: new RedisLeases(ports),
      snapshots: new RedisSnapshots(keys, parts, reading),
      registry,
      audit: new RedisAudit(keys, (work) => reading.read(work)),
      close: async () => {
        pulse.stop();
        await close(writer, reader, subscriber);
      },
    };
  } catch (error) {
    await close(writer, reader);
    throw error;
  }
}

/** Opens the log, or makes it. Answers its number of partitions. */
async function openLog(writer: Link, { partitions, namespace }: Settings, keys: Keys): Promise<number> {
  const wanted = { format: FORMAT, partitions: partitions ?? 1 };
  const found = await writer.run((wire, until) => open(wire, keys.meta, wanted, until), { resend: true });
  if (found.format !== FORMAT) {
    const what = `format ${found.format} of the log in namespace ${namespace}`;
    const message = `The log in namespace ${namespace} is of format ${found.format}, and this release reads format ${FORMAT}. Use the release that wrote it.`;
    throw new StatefoldError('INCOMPATIBLE', message, { what });
  }
  if (partitions !== null && found.partitions !== partitions) {
    const what = `number of partitions of the log in namespace ${namespace}`;
    const message = `The log in namespace ${namespace} has ${found.partitions} partitions, not ${partitions}. Their number never changes: leave it out, or use another namespace.`;
    throw new StatefoldError('INCOMPATIBLE', message, { what });
  }
  return found.partitions;
}
