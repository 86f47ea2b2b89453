/** The limits of a tenant. */
export interface Limits {
  /** How many records a page may hold. Default 300 (D). */
  pageSize: number;
  /** How many records a bulk request (D) or an ingest (A) may hold. Default 300. */
  batchSize: number;
  /** How many records `/all` gives; more are refused (A). Default 100,000 (D). */
  streamSize: number;
  /**
   * How many requests are answered in any minute. Kinabase documents 100 (D). Default `"off"`, so that
   * a test need not keep to a pace.
   */
  requestsPerMinute: number | "off";
  /** Whether a 429 says in `Retry-After` when there is room again (A). Default `true`. */
  retryAfter: boolean;
}

/** Limits that are to be other than the default. */
export type LimitOptions = { [K in keyof Limits]?: Limits[K] | undefined };

const NAMES = ["pageSize", "batchSize", "streamSize", "requestsPerMinute", "retryAfter"];

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} When a limit is no limit, naming it and what was expected.
 */
export function limitsFrom(options: LimitOptions): Limits {
  const {
    pageSize = 300,
    batchSize = 300,
    streamSize = 100_000,
    requestsPerMinute = "off",
    retryAfter = true,
  } = options;
  for (const name of Object.keys(options)) {
    if (NAMES.includes(name)) continue;
    throw new TypeError(`limits.${name}: expected one of ${NAMES.join(", ")}`);
  }
  const counts = { pageSize, batchSize, streamSize, requestsPerMinute };
  for (const [name, count] of Object.entries(counts)) {
    if (count === "off" && name === "requestsPerMinute") continue;
    if (Number.isInteger(count) && Number(count) >= 1) continue;
    const or = name === "requestsPerMinute" ? ' or "off"' : "";
    // JSON has no NaN and no Infinity.
    const found = typeof count === "number" ? String(count) : JSON.stringify(count);
    throw new TypeError(`limits.${name}: expected 1, 2, 3, …${or}, got ${found}`);
  }
  if (typeof retryAfter !== "boolean") {
    throw new TypeError(
      `limits.retryAfter: expected true or false, got ${JSON.stringify(retryAfter)}`,
    );
  }
  return { ...counts, retryAfter };
}
