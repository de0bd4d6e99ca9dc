// What random loan applications ask for. Knows nothing of what is done with them.
import fc from 'fast-check';

/** Their amounts add up in the pipeline: of any two integers the sum may be none, and a sum that is none halts its read model. */
export const loanArbitraries = { 'SubmitApplication.amount': fc.integer({ min: 0, max: 100_000 }) };
