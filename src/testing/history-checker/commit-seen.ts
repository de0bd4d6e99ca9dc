// The log as it is read when a test is over: every commit with its place and its events. Judges nothing.
import { commitBytes, readDirectory } from '../../codec/block.js';
import { decodeCommit } from '../../codec/commit.js';
import { EventCodecs } from '../../codec/event-codecs.js';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import type { Message } from '../../kernel/message.js';
import { BEFORE_FIRST, type Partition, type Place, type Position } from '../../kernel/place.js';
import type { StoredBlock } from '../../log/event-log.js';
import { RecordedEvents } from '../../log/recorded-events.js';
import { createValidators } from '../../schema/validator.js';
import type { StoreConnection } from '../../store/store.js';

/** One commit as the log holds it. */
export interface CommitSeen {
  readonly place: Place;
  /** The aggregate's type. */
  readonly aggregate: string;
  readonly aggregateId: string;
  /** The aggregate's version after the commit. */
  readonly version: number;
  /** How many events it stored. */
  readonly stored: number;
  readonly commandId: string;
  readonly causationId: string | null;
  /** Its events as they are today. */
  readonly events: readonly Message[];
}

const PAGE_BYTES = 1 << 20;

/** All commits of a log, partition by partition, in order. Throws as reading the log and its events does. */
export async function commitsSeen<T extends DomainTypes>(
  app: AppDefinition<T>,
  { log }: Pick<StoreConnection, 'log'>,
): Promise<readonly CommitSeen[]> {
  const codecs = new EventCodecs(app.codecs);
  const validators = createValidators(app.schemas);
  const recorded = new RecordedEvents(codecs, (event, data) => validators.violations(event, data));
  const seen: CommitSeen[] = [];
  for (let partition = 0; partition < log.partitions; partition++) {
    for (let after = BEFORE_FIRST; ; ) {
      const blocks = await log.read(partition as Partition, after, PAGE_BYTES);
      for (const block of blocks) seen.push(...commitsOf(block, { codecs, recorded }));
      const last = blocks.at(-1)?.last ?? after;
      if (last <= after) break;
      after = last;
    }
  }
  return seen;
}

function* commitsOf(
  { partition, epoch, first, mark, bytes }: StoredBlock,
  { codecs, recorded }: { readonly codecs: EventCodecs; readonly recorded: RecordedEvents },
): Generator<CommitSeen> {
  const directory = readDirectory(bytes);
  for (const [index, { aggregate, version }] of directory.entries()) {
    const place: Place = { partition, epoch, position: (first + index) as Position, mark };
    const payload = commitBytes(bytes, directory, index);
    const { commandId, metadata, events: stored } = decodeCommit(payload, codecs);
    yield {
      place,
      aggregate: aggregate.type,
      aggregateId: aggregate.id,
      version,
      stored: stored.length,
      commandId,
      causationId: metadata.causationId ?? null,
      events: recorded.of({ aggregate, version, place, payload }),
    };
  }
}
