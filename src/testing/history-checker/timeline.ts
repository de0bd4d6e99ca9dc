// Walks through operations by time: what was told before something was asked. Ties count as at once.

/** Something that was asked at one time, and told at another. */
export interface Span {
  readonly invoked: number;
  /** `null` = it was never told. */
  readonly returned: number | null;
}

/** Visits askings and tellings in the order of time. What is asked at the moment of a telling does not come behind it. */
export function walkTime<S extends Span>(
  spans: readonly S[],
  visit: { readonly asked: (span: S) => void; readonly told: (span: S) => void },
): void {
  const asked = [...spans].sort((a, b) => a.invoked - b.invoked);
  const told = spans.filter(({ returned }) => returned !== null).sort((a, b) => endOf(a) - endOf(b));
  let next = 0;
  for (const span of asked) {
    for (; next < told.length; next++) {
      const before = told[next];
      if (before === undefined || endOf(before) >= span.invoked) break;
      visit.told(before);
    }
    visit.asked(span);
  }
}

function endOf({ returned }: Span): number {
  return returned ?? Number.POSITIVE_INFINITY;
}
