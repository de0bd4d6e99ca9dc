// What `statefold doctor` found, as tables for people. Reads and judges nothing.
import Table from 'cli-table3';
import type { DoctorReport, MemoryReport } from '../store/redis/inspect/report.js';
import { printable } from './log-lines.js';
import { counted } from './numbers.js';

const PLAIN = {
  style: { head: [], border: [] },
  // No lines between rows.
  chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
};

/** The report as text. */
export function doctorText(report: DoctorReport): string {
  const { server, log, namespace, partitions, checkpoints, workers, foreignGroups, memory, forms, findings } = report;
  const isLog = log === null ? 'no log' : `format ${log.format}, ${counted(log.partitions, 'partition')}`;
  const lines = [
    `${server.name}: Redis ${server.version}, ${server.role}, ${counted(server.replicas, 'replica')}`,
    `appendonly ${server.appendonly}, appendfsync ${server.appendfsync}, maxmemory-policy ${server.maxmemoryPolicy}, ${sized(server.memory)} used of ${server.maxmemory === 0 ? 'no limit' : sized(server.maxmemory)}`,
    `Namespace ${namespace}: ${isLog}\n`,
    table(
      ['partition', 'position', 'epoch', 'mark', 'segments', 'server'],
      partitions.map((one) => [
        one.partition,
        one.position,
        one.epoch,
        one.mark,
        one.segments,
        one.isAdopted ? 'this one' : 'another',
      ]),
    ),
    table(
      ['projection', 'generation', 'serves as', 'partition', 'position', 'behind', 'folded by', 'group'],
      checkpoints.map((one) => [
        one.projection,
        one.generation,
        one.serves === '' ? 'no' : one.serves,
        one.partition,
        one.position,
        one.behind,
        one.worker,
        one.group ?? '',
      ]),
    ),
    workers.length === 0 ? '' : `Workers: ${workers.join(', ')}\n`,
    foreignGroups.length === 0 ? '' : `Consumer groups of others: ${foreignGroups.join(', ')}\n`,
    table(
      ['part', 'keys', 'memory'],
      memory.map((part) => [part.part, part.keys, memoryOf(part)]),
    ),
    perPiece(report),
    forms.length === 0 ? '' : `Events: ${[...new Set(forms.map(formOf))].join(', ')}\n`,
    ...findings.map(({ level, message }) => `${level}: ${message}`),
    findings.length === 0 ? 'Nothing is wrong.' : '',
  ];
  return `${printable(lines.filter((line) => line !== '').join('\n'))}\n`;
}

function table(head: string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '';
  const made = new Table({ head, ...PLAIN });
  for (const row of rows) made.push([...row]);
  return `${made.toString()}\n`;
}

function perPiece({ bytesPerCommit, bytesPerRow, rows }: DoctorReport): string {
  const commit = bytesPerCommit === null ? [] : [`a commit takes ${bytesPerCommit} bytes with its index`];
  const row =
    bytesPerRow === null ? [] : [`one of ${counted(rows, 'row')} takes ${bytesPerRow} bytes with its key and indexes`];
  const said = [...commit, ...row].join('; ');
  return said === '' ? '' : `On average ${said}.\n`;
}

function memoryOf({ bytes, isExact }: MemoryReport): string {
  return `${isExact ? '' : 'about '}${sized(bytes)}`;
}

function sized(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} B`;
  if (bytes < 1 << 20) return `${(bytes / 2 ** 10).toFixed(1)} KiB`;
  if (bytes < 1 << 30) return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

function formOf({ event, version }: DoctorReport['forms'][number]): string {
  return version === 1 ? event : `${event} version ${version}`;
}
