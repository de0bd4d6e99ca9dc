// The registry port: the descriptors of all events that a log holds, kept in the log's own store. Knows nothing of domains.

/**
 * The registry of one store connection. Where the log goes on in another epoch it may have lost entries: before this connection appends
 * there, it puts back what it has read or added. Fails with a `StatefoldError`: `UNAVAILABLE`, `TIMEOUT`, `CORRUPT` or `CLOSED`.
 */
export interface Registry {
  /** All that was ever added: the JSON text of a descriptor by its fingerprint. What it returns is the caller's own. */
  read(): Promise<ReadonlyMap<string, string>>;

  /**
   * Puts what is not there yet: all or none of it is added. `CORRUPT` where a fingerprint is there with another text.
   * Adding the same again changes nothing, so that an addition of unknown outcome may be repeated.
   */
  add(entries: ReadonlyMap<string, string>): Promise<void>;
}
