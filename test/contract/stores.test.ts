import { describe } from 'vitest';
import { stores } from '../support/stores.js';
import { enginesContract } from './engines.contract.js';
import { eventLogContract } from './event-log.contract.js';
import { snapshotsContract } from './snapshots.contract.js';
import { tablesContract } from './tables.contract.js';

describe.each(stores)('event log on $name', eventLogContract);
describe.each(stores)('tables on $name', tablesContract);
describe.each(stores)('snapshots on $name', snapshotsContract);
describe.each(stores)('engines on $name', enginesContract);
