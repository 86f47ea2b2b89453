/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * How long the caller waits at most, in milliseconds: waits and retries included, and for `list`,
   * `stream`, `bulk` and `ingest` all their requests together. Default for a call of one request: the
   * client's `timeout`. Default for the others: no limit.
   */
  timeout?: number | undefined;
}
