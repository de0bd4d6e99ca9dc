// Prints the closing line of a test run, `N passed, N failed`, in a form that any CI can read. Decides no exit code.
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Vitest's reporter interface, reduced to the closing line. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    // A run that broke before its first file has no figures; what broke it is reported by Vitest and by the exit code.
    if (modules.length === 0) return;
    const { passed, failed, skipped } = tallyOf(modules, strayErrors);
    process.stdout.write(`\n${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`);
  }
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// Tests by their result. What fails outside of a test (a module, a suite's hook, a stray rejection) is a failure too.
function tallyOf(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): Tally {
  const tally = { passed: 0, failed: strayErrors.length, skipped: 0 };
  for (const module of modules) {
    tally.failed += module.errors().length;
    for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      tally[state === 'pending' ? 'skipped' : state] += 1;
    }
  }
  return tally;
}
