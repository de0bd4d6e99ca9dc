import { beforeAll, describe, expect, it } from 'vitest';
import type { Epoch, Mark, Place } from '../../../../src/kernel/place.js';
import type { CommitSeen } from '../../../../src/testing/history-checker/commit-seen.js';
import type { Observed } from '../../../../src/testing/history-checker/observed.js';
import type { Operation } from '../../../../src/testing/history-checker/operation.js';
import { broken, judged, recordOrders, withCommand, withOperations } from './history-of-orders.js';

let observed: Observed;
beforeAll(async () => {
  ({ observed } = await recordOrders());
});

/** The same with other commits for those of order-1; `[]` takes one away. */
function withCommits(change: (commit: CommitSeen, index: number) => readonly CommitSeen[]): Observed {
  const own = observed.commits.filter(({ aggregateId }) => aggregateId === 'order-1');
  const others = observed.commits.filter(({ aggregateId }) => aggregateId !== 'order-1');
  // A table of fewer commits has other rows: what is looked at here is the log.
  return { ...observed, commits: [...own.flatMap(change), ...others], tables: [] };
}

const unknown = { kind: 'unknown' } as const;
const timeout = { kind: 'fail', code: 'TIMEOUT', version: null } as const;
const elsewhere = (place: Place): Place => ({ ...place, mark: '0123456789abcdef' as Mark });

it('finds nothing in a sound history', () => {
  expect(observed.operations).toHaveLength(16);
  expect(observed.commits).toHaveLength(6);
  expect(judged(observed)).toEqual([]);
});

describe('finds what was acknowledged and', () => {
  it('is not in the log', () => {
    const lost = withCommits((commit, index) => (index === 2 ? [] : [commit]));
    expect(judged(lost)[0]).toMatch(
      /^acknowledged: Order order-1: ShipOrder .* at version 3, position 3 of partition \d, and is not in the log\.$/,
    );
  });

  it('is in the log twice', () => {
    const twice = withCommits((commit, index) =>
      index === 2 ? [commit, moved(commit, { version: 4, position: 4 })] : [commit],
    );
    expect(judged(twice)[0]).toMatch(/^acknowledged: .*ShipOrder .* acted 2 times, at the versions 3, 4\.$/);
  });

  it('stands at another version than its receipt says', () => {
    const other = withCommand(observed, 'ShipOrder', (sent) =>
      sent.outcome.kind === 'ok' ? { ...sent, outcome: { ...sent.outcome, version: 2 } } : sent,
    );
    expect(judged(other)[0]).toMatch(/^acknowledged: .* at version 2, .* and stands at version 3, /);
  });

  it('has another place than its receipt says', () => {
    const other = withCommand(observed, 'ShipOrder', (sent) =>
      sent.outcome.kind === 'ok' && sent.outcome.place !== null
        ? { ...sent, outcome: { ...sent.outcome, place: elsewhere(sent.outcome.place) } }
        : sent,
    );
    expect(broken(other)).toContain('acknowledged');
  });
});

it('takes a decision of no events for what it is: told where its aggregate stands, and nothing stored', () => {
  const [first] = observed.commits;
  const nothing = (version: number, place: Place | null): Observed => ({
    ...observed,
    operations: [...observed.operations, command('Nothing', { kind: 'ok', version, place })],
  });
  expect(judged(nothing(1, first?.place ?? null))).toEqual([]);
  expect(broken(nothing(2, first?.place ?? null))).toEqual(['acknowledged']);
  expect(broken(nothing(1, null))).toEqual(['acknowledged']);
  expect(judged(nothing(0, null))).toEqual([]);
});

it('finds what failed and is in the log', () => {
  const failed = withCommand(observed, 'ShipOrder', (sent) => ({ ...sent, outcome: timeout }));
  expect(judged(failed)).toEqual([
    expect.stringMatching(/^refused: .*ShipOrder .* failed with TIMEOUT, and stands at version 3\.$/),
  ]);
});

it('lets one attempt fail where another was acknowledged', () => {
  let attempts = 0;
  const failed = withCommand(observed, 'AddLine', (sent) =>
    sent.commandId !== null && ++attempts === 1 ? { ...sent, outcome: timeout } : sent,
  );
  expect(attempts).toBe(2);
  expect(judged(failed)).toEqual([]);
});

it('finds what nobody asked for, where nobody else appends', () => {
  const operations = observed.operations.filter((one) => one.kind !== 'command' || one.command !== 'ShipOrder');
  expect(broken({ ...observed, operations })).toEqual(['refused']);
  expect(judged({ ...observed, operations, others: true })).toEqual([]);
});

it('lets what nobody can say be in the log once or not at all, and not twice', () => {
  const asked = withCommand(observed, 'ShipOrder', (sent) => ({ ...sent, outcome: unknown }));
  expect(judged(asked)).toEqual([]);
  const never = withCommits((commit, index) => (index === 2 ? [] : [commit]));
  const reads = ({ kind, aggregateId }: Operation) => kind !== 'command' && aggregateId === 'order-1';
  const unread = { ...never, operations: asked.operations.filter((one) => !reads(one)) };
  const refusal = (one: Operation) =>
    one.kind === 'command' && one.outcome.kind === 'fail' && one.aggregateId === 'order-1';
  expect(judged({ ...unread, operations: unread.operations.filter((one) => !refusal(one)) })).toEqual([]);
  const twice = withCommits((commit, index) =>
    index === 2 ? [commit, moved(commit, { version: 4, position: 4 })] : [commit],
  );
  expect(broken({ ...twice, operations: asked.operations })).toEqual(['unknown']);
});

describe('finds in the order of the log', () => {
  it('a version that is missing', () => {
    const gap = withCommits((commit, index) => (index === 2 ? [{ ...commit, version: 4 }] : [commit]));
    expect(judged(gap)[0]).toMatch(/^order: Order order-1: .* stored 1 events on version 2, and says version 4\.$/);
  });

  it('a position that is missing, and one that is there twice', () => {
    const at = (position: number) =>
      withCommits((commit, index) => (index === 2 ? [moved(commit, { position })] : [commit]));
    expect(judged(at(5))[0]).toMatch(/^order: Partition \d: position 5 comes behind position 2\.$/);
    expect(judged(at(2))[0]).toMatch(/^order: Partition \d: position 2 comes behind position 2\.$/);
  });

  it('an epoch that comes back', () => {
    const epoch = '9999999999' as Epoch;
    const partition = observed.commits.find(({ aggregateId }) => aggregateId === 'order-1')?.place.partition ?? 0;
    const back = withCommits((commit, index) =>
      index === 1 ? [{ ...commit, place: { ...commit.place, epoch } }] : [commit],
    );
    const found = judged({ ...back, adopted: [{ partition, epoch, at: 0 }] });
    expect(found[0]).toMatch(/^order: Partition \d: position 3 is of epoch \d+, and a later epoch comes before it\.$/);
  });
});

it('finds what stands before something that was acknowledged before it was asked', () => {
  const late = withCommand(observed, 'PlaceOrder', (sent) => ({ ...sent, invoked: 1000, returned: 1001 }));
  const [first] = judged(late);
  expect(first).toMatch(
    /^real time: .*PlaceOrder .* was asked after .*ShipOrder .* was acknowledged at version 3, and stands at 1\.$/,
  );
});

it('takes a retry for what was asked first', () => {
  let attempts = 0;
  const late = withCommand(observed, 'AddLine', (sent) =>
    sent.commandId !== null && ++attempts === 2 ? { ...sent, invoked: 1000, returned: 1001 } : sent,
  );
  expect(judged(late)).toEqual([]);
});

describe('finds in what was read', () => {
  const seeing = (version: number, events: readonly string[] | null = null) =>
    withOperations(observed, (one) =>
      one.kind === 'read' && (events === null) === (one.saw?.events === null)
        ? { ...one, saw: { version, events } }
        : one,
    );

  it('less than was acknowledged before it was asked', () => {
    expect(judged(seeing(2))).toEqual([
      expect.stringMatching(
        /^reads: .* a read of other saw version 2, after .*ShipOrder of one had told of version 3\.$/,
      ),
    ]);
  });

  it('a version that no commit led to', () => {
    expect(judged(seeing(7))).toEqual([
      expect.stringMatching(/^reads: .* saw version 7, and no commit of the log led/),
    ]);
  });

  it('events that are not those of the log', () => {
    const ids = observed.commits.slice(0, 3).map(({ commandId }) => `${commandId}#1`);
    expect(judged(seeing(3, ids))).toEqual([]);
    expect(judged(seeing(3, ids.with(1, 'another#1')))).toEqual([
      expect.stringMatching(/^reads: .* saw another#1 as event 2, where the log has add to order-1#1\.$/),
    ]);
    expect(broken(seeing(3, ids.slice(0, 2)))).toEqual(['reads']);
  });

  it('less than the same reader saw before', () => {
    // Nobody had acknowledged version 3, yet `one` saw it.
    const seen = withCommand(observed, 'ShipOrder', (sent) => ({ ...sent, outcome: unknown }));
    const again: Operation = {
      ...{ kind: 'read', session: 'one', invoked: 2000, returned: 2001 },
      ...{ aggregate: 'Order', aggregateId: 'order-1', saw: { version: 2, events: null } },
    };
    const found = judged({ ...seen, operations: [...seen.operations, again] });
    expect(found).toEqual([expect.stringMatching(/^reads: .* a read of one saw version 2, after .* version 3\.$/)]);
    const stranger = { ...again, session: 'somebody else' };
    expect(judged({ ...seen, operations: [...seen.operations, stranger] })).toEqual([]);
  });

  it('a refusal from a state that was behind', () => {
    const stale = withCommand(observed, 'AddLine', (sent) =>
      sent.outcome.kind === 'fail' ? { ...sent, outcome: { ...sent.outcome, version: 1 } } : sent,
    );
    expect(broken(stale)).toEqual(['reads']);
  });

  const row = (change: (read: Extract<Operation, { kind: 'row' }>) => Operation) =>
    withOperations(observed, (one) => (one.kind === 'row' ? change(one) : one));

  it('a row without what it was to include', () => {
    const found = judged(row((read) => ({ ...read, saw: { row: null, digest: null } })));
    expect(found).toEqual([expect.stringMatching(/^reads: .* is of version 0, and must include version 2: null$/)]);
    expect(judged(row((read) => ({ ...read, includes: null, saw: { row: null, digest: null } })))).toEqual([]);
  });

  it('a row that no beginning of the log folds to', () => {
    const found = judged(row((read) => ({ ...read, saw: { row: { total: 1 }, digest: '0000000000000000' } })));
    expect(found).toEqual([
      expect.stringMatching(/^read models: .* is no fold of any beginning of the log: \{ total: 1 \}$/),
    ]);
  });

  it('a row that goes back', () => {
    const later = observed.operations.find((one) => one.kind === 'row' && one.aggregateId === 'order-1');
    if (later === undefined) throw new TypeError('The row of order-1 was read.');
    const again = { ...later, invoked: 3000, returned: 3001, includes: null, saw: { row: null, digest: null } };
    expect(broken({ ...observed, operations: [...observed.operations, again as Operation] })).toEqual(['reads']);
  });
});

describe('finds in a read model', () => {
  const [live] = [{ table: 'OrderSummary', which: 'live', upTo: null } as const];

  it('rows that are missing, and rows that must not be there', () => {
    const rows = observed.tables?.[0]?.rows ?? [];
    expect(rows).toHaveLength(2);
    const changed = rows.map((row, index) => (index === 0 ? { ...row, total: -1 } : row));
    expect(judged({ ...observed, tables: [{ ...live, rows: changed }] })).toEqual([
      expect.stringMatching(
        /^read models: OrderSummary, live: 1 rows are missing, .*; 1 must not be there, such as .*-1/s,
      ),
    ]);
    expect(broken({ ...observed, tables: [{ ...live, which: 'rebuilt', rows: [...rows, ...rows] }] })).toEqual([
      'read models',
    ]);
  });

  it('rows that are not those of its checkpoint', () => {
    const rows = observed.tables?.[0]?.rows ?? [];
    expect(judged({ ...observed, tables: [{ ...live, rows, upTo: [3, 3] }] })).toEqual([]);
    expect(broken({ ...observed, tables: [{ ...live, rows, upTo: [3, 2] }] })).toEqual(['read models']);
    expect(judged({ ...observed, tables: [{ ...live, rows: [], upTo: [0, 0] }] })).toEqual([]);
  });
});

describe('a log that began a new epoch', () => {
  const epoch = '9999999999' as Epoch;
  const partition = () => observed.commits.find(({ aggregateId }) => aggregateId === 'order-1')?.place.partition ?? 0;
  const before = ({ kind, invoked }: Operation) => kind !== 'row' && invoked < 1000;
  const lost = () => {
    const cut = withCommits((commit, index) => (index === 2 ? [] : [commit]));
    return { ...cut, operations: cut.operations.filter(before) };
  };

  it('may lack what was acknowledged before it', () => {
    expect(broken(lost())).toEqual(['acknowledged', 'reads']);
    expect(judged({ ...lost(), adopted: [{ partition: partition(), epoch, at: 1000 }] })).toEqual([]);
    expect(broken({ ...lost(), adopted: [{ partition: 1 - partition(), epoch, at: 1000 }] })).toEqual(['acknowledged']);
  });

  it('excuses rows that were read before all engines knew of it, and no others', () => {
    const missing = withOperations(observed, (one) =>
      one.kind === 'row' ? { ...one, saw: { row: null, digest: null } } : one,
    );
    const adopted = (rowsAt?: number) => [
      { partition: partition(), epoch, at: 0, ...(rowsAt === undefined ? {} : { rowsAt }) },
    ];
    expect(broken({ ...missing, adopted: adopted() })).toEqual(['reads']);
    expect(broken({ ...missing, adopted: adopted(1000) })).toEqual([]);
  });

  it('lacks nothing that came after it, nor what comes before something that is left', () => {
    const since = withCommand(lost(), 'ShipOrder', (sent) =>
      sent.outcome.kind === 'ok' && sent.outcome.place !== null
        ? { ...sent, outcome: { ...sent.outcome, place: { ...sent.outcome.place, epoch } } }
        : sent,
    );
    const adopted = [{ partition: partition(), epoch, at: 1000 }];
    expect(broken({ ...since, adopted })).toEqual(['acknowledged']);
    const middle = withCommits((commit, index) => (index === 1 ? [] : [commit]));
    const found = broken({ ...middle, operations: middle.operations.filter(before), adopted });
    expect(found).toEqual(['order']);
  });
});

function command(name: string, outcome: Extract<Operation, { kind: 'command' }>['outcome']): Operation {
  return {
    ...{
      kind: 'command',
      command: name,
      aggregate: 'Order',
      aggregateId: 'order-1',
      commandId: name,
      causationId: null,
    },
    ...{ session: 'one', invoked: -2, returned: -1, outcome },
  };
}

function moved(
  commit: CommitSeen,
  { version = commit.version, position }: { version?: number; position: number },
): CommitSeen {
  return { ...commit, version, place: { ...commit.place, position: position as Place['position'] } };
}
