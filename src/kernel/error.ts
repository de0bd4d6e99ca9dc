// The one error class, and what each code carries. Knows nothing of transports: no HTTP status lives here.

/** One violation of a message's schema. */
export interface Violation {
  /** JSON pointer into the data; '' is the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** What a code's error carries besides its message. */
export interface ErrorDetails {
  /** The message does not fit its declared type. */
  INVALID: { readonly message: string; readonly violations: readonly Violation[] };
  /** The machine refuses the command in its present state. */
  REJECTED: {
    readonly aggregate: string;
    readonly aggregateId: string;
    readonly version: number;
    readonly command: string;
    readonly state: string;
    /** Names of the guards that said no, in the order in which they were asked; empty when no transition exists. */
    readonly guards: readonly string[];
  };
  /** The aggregate is not at the version that the caller expects. */
  CONFLICT: {
    readonly aggregate: string;
    readonly aggregateId: string;
    readonly expected: number;
    readonly actual: number;
  };
  /** A command id was used before, for other content. */
  DUPLICATE: { readonly aggregate: string; readonly aggregateId: string; readonly commandId: string };
  /** The domain's own code failed. `cause` holds what it threw. */
  DEFECT: { readonly where: string; readonly aggregateId?: string; readonly violations?: readonly Violation[] };
  NOT_FOUND: { readonly what: string; readonly key: string };
  /** An `authorize` rule said no, or there is none for this message. */
  FORBIDDEN: { readonly message: string };
  /** A bound on waiting work is reached. Nothing was done. */
  OVERLOADED: { readonly what: string; readonly limit: number };
  /** Definitely not done, and will not be. */
  TIMEOUT: { readonly what: string; readonly afterMs: number };
  /** Done once or not at all: send the same command id again to find out. */
  OUTCOME_UNKNOWN: { readonly aggregate: string; readonly aggregateId: string; readonly commandId: string };
  UNAVAILABLE: { readonly what: string };
  UNSAFE_SERVER: { readonly setting: string };
  /** The log no longer holds what a place outside it refers to. */
  LOG_TRUNCATED: {
    readonly partition: number;
    readonly known: number;
    readonly actual: number;
    /** The epoch that the known position was of; absent where nobody remembers. */
    readonly epoch?: string;
  };
  /** The projection has not been built yet. */
  BUILDING: { readonly projection: string; readonly position: number; readonly head: number };
  INCOMPATIBLE: {
    readonly what: string;
    /** Stored events that a machine cannot apply, by name and state, with how many there are and the first of them. */
    readonly unapplied?: readonly {
      readonly event: string;
      readonly state: string;
      readonly count: number;
      readonly first: string;
    }[];
    /** Forms of events in the log's registry that this code cannot read, by name and version. */
    readonly unreadable?: readonly {
      readonly event: string;
      readonly version: number;
      readonly reason: 'unknown' | 'newer' | 'diverged';
    }[];
  };
  CORRUPT: { readonly where: string };
  CLOSED: { readonly what: string };
}

/** The closed set of codes. */
export type ErrorCode = keyof ErrorDetails;

/** Every error that Statefold throws on purpose: where, what, what to do next; details are typed fields. */
export class StatefoldError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'StatefoldError';
  readonly code: Code;
  readonly details: ErrorDetails[Code];

  constructor(code: Code, message: string, details: ErrorDetails[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  /** What `JSON.stringify` writes: all that it says, and neither stack nor cause. The message of an `Error` would be left out. */
  toJSON(): Pick<StatefoldError<Code>, 'name' | 'code' | 'message' | 'details'> {
    const { name, code, message, details } = this;
    return { name, code, message, details };
  }
}

/** Whether a caught value is a `StatefoldError`, and, where `code` is given, one of that code. */
export function isStatefoldError<Code extends ErrorCode>(error: unknown, code?: Code): error is StatefoldError<Code> {
  return error instanceof StatefoldError && (code === undefined || error.code === code);
}

/** What a caught value says: an error's message, or the value as text. */
export function wordsOf(caught: unknown): string {
  return caught instanceof Error ? caught.message : String(caught);
}
