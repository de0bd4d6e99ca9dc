// `statefold verify --log`: proves a log, and says where it is not as it was written. Proves nothing itself.
import { SingleBar } from 'cli-progress';
import type { Position } from '../kernel/place.js';
import { type VerifyProgress, verifyLog } from '../log/verify-log.js';
import type { Store } from '../store/store.js';
import { counted, typedPartition, wholeNumber } from './numbers.js';
import { UsageError } from './user-module.js';
import { withConnection } from './with-connection.js';

/** What is to be verified, as it was typed. */
export interface VerifyOptions {
  readonly log?: boolean;
  readonly from?: string;
  readonly partition?: string;
  readonly json?: boolean;
}

/** Verifies; the exit code: 1 = something is not as it was written. */
export function verify(find: () => Promise<Store>, options: VerifyOptions, signal: AbortSignal): Promise<number> {
  return withConnection(
    async () => {
      if (options.log) return find();
      throw new UsageError(
        'Say what to verify: --log. Rows are compared with the log by engine.projections.verify(name).',
      );
    },
    async ({ log, audit }) => {
      const from = wholeNumber('--from', options.from, 1);
      const partition = typedPartition(options.partition, log.partitions);
      const bar = process.stderr.isTTY && !options.json ? progressBar() : null;
      const startedAt = performance.now();
      const result = await verifyLog(
        { log, ...(audit === undefined ? {} : { audit }) },
        {
          signal,
          ...(from === undefined ? {} : { after: (from - 1) as Position }),
          ...(partition === undefined ? {} : { partitions: [partition] }),
          ...(bar === null ? {} : { onProgress: bar.show }),
        },
      ).finally(() => bar?.stop());
      const seconds = (performance.now() - startedAt) / 1000;
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ ...result, seconds: Number(seconds.toFixed(3)) }, null, 2)}\n`);
      } else {
        const { blocks, commits, aggregates, findings } = result;
        const seen = `${commits} commits in ${blocks} blocks, of ${aggregates} aggregates, in ${seconds.toFixed(1)} s`;
        for (const { message } of findings) process.stderr.write(`${message}\n`);
        const outcome = findings.length === 0 ? 'The log is as it was written' : counted(findings.length, 'finding');
        process.stdout.write(`${outcome}: ${seen}.\n`);
        if (from !== undefined) process.stdout.write(`What lies before position ${from} was taken as it is.\n`);
      }
      return result.findings.length === 0 ? 0 : 1;
    },
  );
}

function progressBar(): { show: (progress: VerifyProgress) => void; stop: () => void } {
  const bar = new SingleBar({
    format: 'partition {partition} {bar} {value} of {total} positions, {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  let partition = -1;
  return {
    show: (progress) => {
      if (progress.partition !== partition) bar.start(progress.end, 0, { partition: progress.partition });
      partition = progress.partition;
      bar.setTotal(progress.end);
      bar.update(progress.position);
    },
    stop: () => bar.stop(),
  };
}
