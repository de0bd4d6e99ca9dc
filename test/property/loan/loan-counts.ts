// What the read models must hold, counted from the log's entries alone: without the chart, its events, or any fold.
import { groupBy } from '../../../src/testing/group-by.js';
import type { LogEntry } from '../../domains/loan/replay/log-entry.js';

const STATUS: Readonly<Record<string, string>> = {
  A_SUBMITTED: 'submitted',
  A_PARTLYSUBMITTED: 'takenIn',
  A_PREACCEPTED: 'preaccepted',
  A_ACCEPTED: 'accepted',
  A_FINALIZED: 'finalized',
  A_APPROVED: 'approved',
  A_DECLINED: 'declined',
  A_CANCELLED: 'cancelled',
};

const KIND: Readonly<Record<string, string>> = {
  'W_Afhandelen leads': 'leads',
  'W_Completeren aanvraag': 'completion',
  'W_Nabellen offertes': 'offerCalls',
  'W_Valideren aanvraag': 'validation',
  'W_Nabellen incomplete dossiers': 'missingInformation',
  'W_Beoordelen fraude': 'fraud',
  'W_Wijzigen contractgegevens': 'contractChange',
};

const OUTCOME: Readonly<Record<string, string>> = {
  O_SELECTED: 'selected',
  O_CREATED: 'created',
  O_SENT: 'sent',
  O_SENT_BACK: 'returned',
  O_ACCEPTED: 'accepted',
  O_DECLINED: 'declined',
  O_CANCELLED: 'cancelled',
};

/** The applications by the last thing that was said of them; registering and activating say nothing of that. */
export function pipelineOf(entries: readonly LogEntry[]) {
  const cases = [...groupBy(entries, (entry) => entry.case).values()].map((own) => {
    const [first] = own;
    if (first === undefined) throw new Error('A group without entries.');
    const last = own.findLast(({ activity }) => activity in STATUS)?.activity ?? '';
    return { status: STATUS[last] ?? '', amount: first.amount, submittedAt: new Date(first.time) };
  });
  const rows = [...groupBy(cases, ({ status }) => status)].map(([status, own]) => {
    const times = own.map(({ submittedAt }) => submittedAt).sort((one, other) => one.getTime() - other.getTime());
    const amount = own.reduce((sum, each) => sum + each.amount, 0);
    return { status, applications: own.length, amount, oldest: times[0], newest: times.at(-1) };
  });
  return rows.sort(by('status'));
}

interface Item {
  readonly case: string;
  readonly kind: string;
  readonly resource: string;
  readonly milliseconds: number;
}

/** Items of work that were completed, from those entries that were not refused: a completion ends the start before it. */
function itemsOf(entries: readonly LogEntry[]): Item[] {
  const work = entries.filter(({ activity }) => activity.startsWith('W_'));
  const lines = groupBy(work, (entry) => `${entry.case} ${entry.activity}`);
  return [...lines.values()].flatMap((line) => {
    let since: string | null = null;
    const items: Item[] = [];
    for (const { case: id, activity, lifecycle, time, resource } of line) {
      if (lifecycle === 'START') since = time;
      if (lifecycle !== 'COMPLETE') continue;
      const milliseconds = Date.parse(time) - Date.parse(since ?? '');
      items.push({ case: id, kind: KIND[activity] ?? '', resource: resource ?? 'unknown', milliseconds });
    }
    return items;
  });
}

/** Completed work by `resource` or by `kind`. */
export function workloadOf<Key extends 'resource' | 'kind'>(key: Key, entries: readonly LogEntry[]) {
  const rows = [...groupBy(itemsOf(entries), (item) => item[key])].map(([value, own]) => ({
    [key]: value,
    applications: new Set(own.map((item) => item.case)).size,
    items: own.length,
    milliseconds: own.reduce((sum, item) => sum + item.milliseconds, 0),
  }));
  return rows.sort(by(key));
}

/** Per application, how many offers were selected, and what was last said of the newest. */
function offersOf(entries: readonly LogEntry[]) {
  return [...groupBy(entries, (entry) => entry.case).values()].map((own) => {
    const offers = own.filter(({ activity }) => activity in OUTCOME);
    const made = offers.filter(({ activity }) => activity === 'O_SELECTED').length;
    // A cancellation that is followed by the creation of an offer was of the offer before.
    const last = offers.at(-1)?.activity;
    return { made, outcome: last === undefined ? 'none' : (OUTCOME[last] ?? '') };
  });
}

/** How many applications got how many offers. */
export function offersPerApplicationOf(entries: readonly LogEntry[]) {
  const rows = [...groupBy(offersOf(entries), ({ made }) => String(made))];
  return rows
    .map(([made, own]) => ({ made: Number(made), applications: own.length }))
    .sort((one, other) => one.made - other.made);
}

/** How many applications, with how many offers, ended with which word about the newest offer. */
export function outcomesOf(entries: readonly LogEntry[]) {
  const rows = [...groupBy(offersOf(entries), ({ outcome }) => outcome)].map(([outcome, own]) => ({
    outcome,
    applications: own.length,
    offers: own.reduce((sum, { made }) => sum + made, 0),
  }));
  return rows.sort(by('outcome'));
}

/** Sorts rows by a field of text. */
export function by(field: string) {
  return (one: object, other: object): number => (textOf(one, field) < textOf(other, field) ? -1 : 1);
}

function textOf(row: object, field: string): string {
  return String((row as Record<string, unknown>)[field]);
}
