// How one step changes the groups of one rollup: old contributions taken back, new ones added. Exact, whatever the batches.
import { StatefoldError } from '../kernel/error.js';
import { orderValue } from '../table/index-shape.js';
import { type OrderValue, orderKey, orderText, prefixRange } from '../table/order-key.js';
import type { EntryRange, IndexEntry } from '../table/tables.js';
import type { Part } from './group.js';
import { addTerm, better, type Contribution, type FieldPlan, type RollupPlan } from './rollup-plan.js';

/** What the changes of a rollup's groups are computed on: the state before the step, as the store holds it. */
export interface GroupSource {
  /** The parts of groups; `null` where there is none. */
  parts(groups: readonly string[]): Promise<readonly (Part | null)[]>;
  /** Entries of the index of a `max` or `min`. */
  entries(index: string, range: EntryRange): Promise<readonly IndexEntry[]>;
  /** A row's contribution to a group once this step is done. */
  contribution(key: string, group: string): Promise<Contribution | undefined>;
}

/** Changed groups: their part, or `null` where the last row has gone. */
export type ChangedParts = ReadonlyMap<string, Part | null>;

interface GroupChange {
  readonly key: unknown;
  rows: number;
  readonly terms: number[];
  readonly sums: unknown[];
  /** By field of the plan: entries of its index that go and come, and the values that come. */
  readonly gone: Set<string>[];
  readonly come: Map<string, unknown>[];
}

/** The changes of one rollup in one step. */
export class GroupChanges {
  readonly plan: RollupPlan;
  readonly #groups = new Map<string, GroupChange>();
  /** By field of the plan: changes of the index of a `max` or `min`. */
  readonly put: IndexEntry[][];
  readonly remove: IndexEntry[][];

  constructor(plan: RollupPlan) {
    this.plan = plan;
    this.put = plan.fields.map(() => []);
    this.remove = plan.fields.map(() => []);
  }

  /** Takes back what a row contributed before the step, and adds what it contributes after it. */
  replace(rowKey: string, before: ReadonlyMap<string, Contribution>, after: ReadonlyMap<string, Contribution>): void {
    for (const [group, contribution] of before) this.#change(rowKey, group, contribution, after.get(group));
    for (const [group, contribution] of after) {
      if (!before.has(group)) this.#change(rowKey, group, undefined, contribution);
    }
  }

  #change(rowKey: string, group: string, before: Contribution | undefined, after: Contribution | undefined): void {
    const change = this.#groupOf(group, before?.key ?? after?.key);
    change.rows += (after ? 1 : 0) - (before ? 1 : 0);
    this.plan.fields.forEach((field, index) => {
      const [old, now] = [before?.values[index], after?.values[index]];
      if (field.kind === 'count') return;
      if (field.kind === 'sum') {
        change.terms[index] = (change.terms[index] ?? 0) + (now === undefined ? 0 : 1) - (old === undefined ? 0 : 1);
        change.sums[index] = addTerm(this.plan, field, change.sums[index], negative(old));
        change.sums[index] = addTerm(this.plan, field, change.sums[index], now);
        return;
      }
      const oldEntry = old === undefined ? null : extremeEntry(group, old, rowKey);
      const newEntry = now === undefined ? null : extremeEntry(group, now, rowKey);
      if (oldEntry === newEntry) return;
      if (oldEntry !== null) {
        change.gone[index]?.add(oldEntry);
        this.remove[index]?.push({ entry: oldEntry, key: rowKey });
      }
      if (newEntry !== null) {
        change.come[index]?.set(newEntry, now);
        this.put[index]?.push({ entry: newEntry, key: rowKey });
      }
    });
  }

  #groupOf(group: string, key: unknown): GroupChange {
    let change = this.#groups.get(group);
    if (change === undefined) {
      const { fields } = this.plan;
      change = {
        key: key ?? null,
        rows: 0,
        terms: fields.map(() => 0),
        sums: fields.map(() => undefined),
        gone: fields.map(() => new Set<string>()),
        come: fields.map(() => new Map<string, unknown>()),
      };
      this.#groups.set(group, change);
    }
    return change;
  }

  /** The changed groups as they are after the step. */
  async finish(source: GroupSource): Promise<{ readonly before: ChangedParts; readonly after: ChangedParts }> {
    const groups = [...this.#groups.keys()];
    const loaded = groups.length === 0 ? [] : await source.parts(groups);
    const before = new Map<string, Part | null>();
    const after = new Map<string, Part | null>();
    for (let index = 0; index < groups.length; index++) {
      const group = groups[index] ?? '';
      const part = loaded[index] ?? null;
      before.set(group, part);
      after.set(group, await this.#changed(group, part, source));
    }
    return { before, after };
  }

  async #changed(group: string, part: Part | null, source: GroupSource): Promise<Part | null> {
    const change = this.#groups.get(group);
    if (change === undefined) return part;
    const { fields } = this.plan;
    const rows = (part?.rows ?? 0) + change.rows;
    if (rows === 0) return null;
    const terms = fields.map((_, index) => (part?.terms[index] ?? 0) + (change.terms[index] ?? 0));
    const values: unknown[] = [];
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index];
      const value = part?.values[index];
      if (field === undefined || field.kind === 'count') values.push(undefined);
      else if (field.kind === 'sum') {
        values.push(terms[index] === 0 ? undefined : addTerm(this.plan, field, value, change.sums[index]));
      } else values.push(await this.#extreme(group, field, index, value, source));
    }
    return { key: change.key, rows, terms, values };
  }

  async #extreme(
    group: string,
    field: FieldPlan,
    index: number,
    value: unknown,
    source: GroupSource,
  ): Promise<unknown> {
    const change = this.#groups.get(group);
    let best = value;
    if (value !== undefined && change !== undefined) {
      const prefix = group + orderText(orderValue(value));
      for (const entry of change.gone[index] ?? []) {
        if (!entry.startsWith(prefix)) continue;
        best = await this.#nextExtreme(group, field, change, index, source);
        break;
      }
    }
    for (const come of change?.come[index]?.values() ?? []) best = better(field.kind, best, come);
    return best;
  }

  /** The best value that stays, of rows that this step leaves as they were in this group. */
  async #nextExtreme(
    group: string,
    field: FieldPlan,
    change: GroupChange,
    index: number,
    source: GroupSource,
  ): Promise<unknown> {
    const key = orderValue(change.key);
    const gone = change.gone[index] ?? new Set<string>();
    const nulls = prefixRange([key, null]);
    // `null` is the smallest in order, and yet only the answer where there is nothing else.
    for (const range of [{ from: nulls.to, to: prefixRange([key]).to }, nulls]) {
      const direction = field.kind === 'max' ? 'desc' : 'asc';
      const stretch = { ...range, direction, offset: 0, limit: gone.size + 1 } as const;
      const found = (await source.entries(field.extremeIndex ?? '', stretch)).find(({ entry }) => !gone.has(entry));
      if (found === undefined) continue;
      const contribution = await source.contribution(found.key, group);
      if (contribution !== undefined) return contribution.values[index];
      throw new StatefoldError(
        'UNAVAILABLE',
        `${this.plan.definition.name}: an index is ahead of its rows. The step is done again.`,
        {
          what: this.plan.definition.name,
        },
      );
    }
    return undefined;
  }
}

/** An entry of the index of a `max` or `min`: group, value, row. */
export function extremeEntry(group: string, value: unknown, rowKey: string): string {
  const values: OrderValue[] = [orderValue(value), rowKey];
  return group + orderKey(values);
}

function negative(value: unknown): unknown {
  if (typeof value === 'bigint') return -value;
  return typeof value === 'number' ? -value : value;
}
