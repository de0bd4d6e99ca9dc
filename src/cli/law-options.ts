// Options of laws that no command line can hold: what a module of the user's exports as `options`. Checks no law.
import { optionComplaints } from '../testing/assert-options.js';
import { LAW_TEST_OPTIONS, type LawOptions, type LawTestOptions } from '../testing/law-options.js';
import { UsageError, userExport, type Wanted } from './user-module.js';

const WANTED: Wanted<LawTestOptions> = {
  name: 'options',
  isOne: (exported): exported is LawTestOptions => typeof exported === 'object' && exported !== null,
  what: 'options of laws',
  ifAbsent: 'Give --options a module that exports "options".',
  toExport: 'Write there: export const options = { invariants: […] }, as laws(app, options) is given them.',
};

/**
 * What a module exports as `options`, but for how long a test may take; none where no module is given. Throws a `UsageError` where it exports
 * nothing of the kind, or options that cannot be.
 */
export async function lawOptionsOf(path: string | undefined): Promise<LawOptions> {
  if (path === undefined) return {};
  const exported = await userExport(path, WANTED);
  const complaints = optionComplaints(exported, LAW_TEST_OPTIONS);
  if (complaints.length > 0) throw new UsageError(`The options of ${path}: ${complaints.join('; ')}. Correct them.`);
  const { testTimeout: _, ...options } = exported;
  return options;
}
