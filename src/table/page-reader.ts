// Reads one page of a table through the table port: entries of all partitions and stretches, merged, then their rows.
import { StatefoldError } from '../kernel/error.js';
import type { Partition } from '../kernel/place.js';
import { entryEnd, entryOf } from './index-shape.js';
import { pageCursor } from './page-cursor.js';
import { matches, type PageRequest, type Stretch } from './query-plan.js';
import type { Checkpoint, FoldId, IndexEntry, IndexId, TableId, Tables } from './tables.js';

type Row = Readonly<Record<string, unknown>>;

/** A page as a query answers it: see `Page` of the domain's words. */
export interface PageOfRows {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly number: number;
  readonly size: number;
  readonly cursor: string | null;
}

/** Where the rows of a page are, and how their bytes are read. */
export interface PageSource {
  readonly tables: Tables;
  /** What the table belongs to. */
  readonly fold: FoldId;
  readonly table: TableId;
  readonly partitions: number;
  readonly decode: (bytes: Uint8Array) => Row;
}

interface Found {
  /** The part of the entry that orders across stretches. */
  readonly end: string;
  readonly entry: string;
  readonly key: string;
  readonly partition: Partition;
}

interface FoundRow {
  readonly end: string;
  readonly row: Row;
}

/** A row may change between the look at its entry and the look at itself; then the page is read again, this often. */
const ATTEMPTS = 3;
const WALK_ENTRIES = 1000;
/** So many rows are read in one look at most: a store holds everybody else up meanwhile. */
export const ROWS_AT_ONCE = 200;

/** Whether a page is read in one look: one of a single stretch in a single partition, of which no row is left out. */
export function isOneLook({ stretches, residual, size }: PageRequest, partitions: number): boolean {
  return partitions === 1 && stretches.length === 1 && residual.length === 0 && size < ROWS_AT_ONCE;
}

/**
 * One page. `desc` is exactly the reverse of `asc`: rows of equal sort value stand by key, ascending or descending with it.
 * By number, each stretch costs all entries before the page as well; by cursor it does not. A request with residual
 * filters walks all entries of its stretches and looks at every row. `checkpoint`: up to where the fold had gone at the one moment
 * that the page is of; `null` where it is of several, or the table was not there.
 */
export async function readPage(
  source: PageSource,
  request: PageRequest,
): Promise<{ readonly page: PageOfRows; readonly checkpoint: Checkpoint | null }> {
  const { stretches, residual } = request;
  const [only] = stretches;
  if (only !== undefined && isOneLook(request, source.partitions)) {
    const looked = await oneSlice(source, request, only);
    if (looked !== null) return looked;
  }
  for (let attempt = 1; ; attempt++) {
    const page = residual.length > 0 ? await walk(source, request) : await slice(source, request);
    if (page !== null) return { page, checkpoint: null };
    if (attempt === ATTEMPTS) {
      throw new StatefoldError(
        'UNAVAILABLE',
        `${source.table.table}: the rows of a page changed while it was read. Ask again.`,
        {
          what: source.table.table,
        },
      );
    }
  }
}

/** The page of rows that are in memory already, whatever their order. */
export function pageOf(rows: readonly (readonly [key: string, row: Row])[], request: PageRequest): PageOfRows {
  const found = rows
    .filter(([, row]) => matches(row, request.filters))
    .map(([key, row]) => ({ end: entryEnd(request.shape.sort, row, key), row }));
  return pageOfFound(found, request);
}

function pageOfFound(found: FoundRow[], request: PageRequest): PageOfRows {
  const { after, number, size, direction } = request;
  found.sort(direction === 'asc' ? ascending : descending);
  const start = after === null ? (number - 1) * size : found.findIndex(({ end }) => isPast(end, after, direction));
  const taken = start < 0 ? [] : found.slice(start, start + size + 1);
  return finish(
    taken.map(({ row }) => row),
    taken.map(({ end }) => end),
    found.length,
    request,
  );
}

async function slice(source: PageSource, request: PageRequest): Promise<PageOfRows | null> {
  const { tables, partitions } = source;
  const { shape, stretches, direction, size, number, after } = request;
  const index: IndexId = { ...source.table, index: shape.name };
  const streams: { partition: Partition; stretch: Stretch }[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    for (const stretch of stretches) streams.push({ partition: partition as Partition, stretch });
  }
  const counts = await Promise.all(streams.map(({ partition, stretch }) => tables.count(index, partition, stretch)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const skipped = after === null ? (number - 1) * size : 0;
  // The offset of a page is that of its one stream; of several, each may hold all rows that come before.
  const offset = streams.length === 1 ? skipped : 0;
  const limit = skipped - offset + size + 1;
  const found =
    skipped > total
      ? []
      : await Promise.all(
          streams.map(async ({ partition, stretch }) => {
            const range = { ...rangeAfter(stretch, after, direction), direction, offset, limit };
            return ends(await tables.entries(index, partition, range), stretch, partition);
          }),
        );
  const merged = found.flat();
  merged.sort(direction === 'asc' ? ascending : descending);
  const taken = merged.slice(skipped - offset, skipped - offset + size + 1);
  const rows = await rowsOf(source, request, taken);
  if (rows === null) return null;
  return finish(
    rows,
    taken.map(({ end }) => end),
    total,
    request,
  );
}

/** The page of a single stretch in a single partition, in one look; `null` where the table is not there, or a row of it. */
async function oneSlice(
  source: PageSource,
  request: PageRequest,
  stretch: Stretch,
): Promise<{ readonly page: PageOfRows; readonly checkpoint: Checkpoint } | null> {
  const { tables, fold, table, decode } = source;
  const { shape, direction, size, number, after } = request;
  const offset = after === null ? (number - 1) * size : 0;
  const range = { ...rangeAfter(stretch, after, direction), direction, offset, limit: size };
  const index: IndexId = { ...table, index: shape.name };
  const found = await tables.slice({ fold, index, partition: 0 as Partition, counted: stretch, range });
  if (found === null) return null;
  const rows: Row[] = [];
  for (const bytes of found.rows) {
    if (bytes === null) return null;
    rows.push(decode(bytes));
  }
  const { total, checkpoint, goesOnBehind } = found;
  const cursor = goesOnBehind === null ? null : pageCursor(goesOnBehind.slice(stretch.prefix.length), request.digest());
  return { page: { rows, total, number, size, cursor }, checkpoint };
}

async function walk(source: PageSource, request: PageRequest): Promise<PageOfRows | null> {
  const { tables, partitions } = source;
  const index: IndexId = { ...source.table, index: request.shape.name };
  const matching: FoundRow[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    for (const stretch of request.stretches) {
      for (let from = stretch.from; ; ) {
        const range = { from, to: stretch.to, direction: 'asc' as const, offset: 0, limit: WALK_ENTRIES };
        const found = ends(await tables.entries(index, partition as Partition, range), stretch, partition as Partition);
        const rows = await rowsOf(source, request, found);
        if (rows === null) return null;
        rows.forEach((row, at) => {
          const { end = '' } = found[at] ?? {};
          if (matches(row, request.residual)) matching.push({ end, row });
        });
        const last = found.at(-1);
        if (last === undefined || found.length < WALK_ENTRIES) break;
        from = `${last.entry}0`;
      }
    }
  }
  return pageOfFound(matching, request);
}

/** The rows of entries, in their order; `null` if one of them is no longer what its entry says. */
async function rowsOf(source: PageSource, request: PageRequest, found: readonly Found[]): Promise<Row[] | null> {
  const { tables, table, decode } = source;
  const byPartition = new Map<Partition, number[]>();
  found.forEach(({ partition }, at) => {
    const places = byPartition.get(partition);
    if (places === undefined) byPartition.set(partition, [at]);
    else places.push(at);
  });
  const rows = new Array<Row>(found.length);
  let whole = true;
  await Promise.all(
    [...byPartition].map(async ([partition, places]) => {
      const keys = places.map((at) => found[at]?.key ?? '');
      const stored = await tables.rows(table, partition, keys);
      places.forEach((at, n) => {
        const bytes = stored[n];
        const row = bytes ? decode(bytes) : null;
        if (row !== null && entryOf(request.shape, row, keys[n] ?? '') === found[at]?.entry) rows[at] = row;
        else whole = false;
      });
    }),
  );
  return whole ? rows : null;
}

function ends(entries: readonly IndexEntry[], stretch: Stretch, partition: Partition): Found[] {
  const { length } = stretch.prefix;
  return entries.map(({ entry, key }) => ({ end: entry.slice(length), entry, key, partition }));
}

/** No entry begins with another, so any text that goes on from one lies between it and the next. */
function rangeAfter(
  { prefix, from, to }: Stretch,
  after: string | null,
  direction: 'asc' | 'desc',
): { from: string; to: string } {
  if (after === null) return { from, to };
  const bound = prefix + after;
  if (direction === 'desc') return { from, to: bound < to ? bound : to };
  return { from: `${bound}0` > from ? `${bound}0` : from, to };
}

/** `rows` and `ends` may hold one more than the page: it says that another page follows. */
function finish(rows: readonly Row[], ends: readonly string[], total: number, request: PageRequest): PageOfRows {
  const { size, number, digest } = request;
  const last = ends[size - 1];
  const cursor = rows.length > size && last !== undefined ? pageCursor(last, digest()) : null;
  return { rows: rows.slice(0, size), total, number, size, cursor };
}

function isPast(end: string, after: string, direction: 'asc' | 'desc'): boolean {
  return direction === 'asc' ? end > after : end < after;
}

function ascending(a: { readonly end: string }, b: { readonly end: string }): number {
  return a.end < b.end ? -1 : a.end > b.end ? 1 : 0;
}

function descending(a: { readonly end: string }, b: { readonly end: string }): number {
  return ascending(b, a);
}
