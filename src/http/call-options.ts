/** The options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * The timeout of the whole call, in milliseconds. It includes waits and retries, and for `list`,
   * `stream`, `bulk` and `ingest` all requests. Default: the client's `timeout` for a call of one request,
   * no limit for the others.
   */
  timeout?: number | undefined;
}
