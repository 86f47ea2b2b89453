import type { JsonValue } from "../../../src/wire/types.ts";
import type { FaultName } from "../faults/fault-types.ts";

/** One request that reached a tenant. */
export interface JournalEntry {
  /** The number of the tenant's request, from 1. `clear` does not reset it. */
  readonly id: number;
  /** The arrival time on the tenant's clock, in milliseconds since 1970. */
  readonly at: number;
  /** The HTTP method. */
  readonly method: string;
  /** The path below `/api/v1`, without the query. A request for `/token` itself has `/../../token`. */
  readonly path: string;
  /** The query without `?`; `""` if the request has no query. */
  readonly query: string;
  /** The app whose token or credentials the request had. Absent if they were missing or invalid. */
  readonly appId?: string | undefined;
  /** The response status. Absent while the request is pending, and if it got no response. */
  readonly status?: number | undefined;
  /** The time until the response headers, in milliseconds on the tenant's clock. */
  readonly duration?: number | undefined;
  /** The fault that hit it. */
  readonly fault?: FaultName | undefined;
  /** Why it failed: the error text of a response from 400 on, or else the name of the fault. */
  readonly reason?: string | undefined;
  /**
   * The request headers, by name in lower case. Only headers that hold no secrets, such as `content-type`, keep
   * their value; the others have `[redacted]`.
   */
  readonly requestHeaders?: Readonly<Record<string, string>> | undefined;
  /** The response headers, in the same way. */
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  /**
   * The request body: parsed if it is JSON and not too long, otherwise its beginning as a string. Secrets
   * and tokens are redacted, here and in `responseBody`.
   */
  readonly requestBody?: JsonValue | undefined;
  /** The response body, as far as it was read. */
  readonly responseBody?: JsonValue | undefined;
}

/** An entry without what is computed when it is read. */
export type JournalRow = Omit<JournalEntry, "reason" | "requestHeaders" | "responseHeaders">;
