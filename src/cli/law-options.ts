// Options of laws that no command line can hold: what a module of the user's exports as `options`. Checks no law.
import type { LawOptions } from '../testing/check-laws.js';
import { userExport, type Wanted } from './user-module.js';

const WANTED: Wanted<LawOptions> = {
  name: 'options',
  isOne: (exported): exported is LawOptions => typeof exported === 'object' && exported !== null,
  what: 'options of laws',
  ifAbsent: 'Give --options a module that exports "options".',
  toExport: 'Write there: export const options = { invariants: […] }, as laws(app, options) is given them.',
};

/** What a module exports as `options`; none where no module is given. Throws a `UsageError` where it exports nothing of the kind. */
export async function lawOptionsOf(path: string | undefined): Promise<LawOptions> {
  return path === undefined ? {} : userExport(path, WANTED);
}
