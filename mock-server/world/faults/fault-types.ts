import type { FailureName } from "../failures/failures.ts";
import type { RequestMatch } from "../../support/request-match.ts";

/** Responds with a status instead of the mock's own response. */
export interface StatusFault {
  /** The kind of fault. */
  kind: "status";
  /** The status, 200 to 599. */
  status: number;
  /** The body. A string is sent as it is, any other value as JSON. Default: no body. */
  body?: unknown;
  /** The response headers. A JSON body sets `content-type` automatically. */
  headers?: Record<string, string> | undefined;
}

/** Delays the normal response. The request is handled after the delay. */
export interface DelayFault {
  /** The kind of fault. */
  kind: "delay";
  /** The delay on the tenant's clock: milliseconds or a string such as `"5s"`. */
  duration: number | string;
}

/** Sends the normal headers and the beginning of the body, then stalls. */
export interface StalledBodyFault {
  /** The kind of fault. */
  kind: "stalledBody";
  /** The number of body bytes to send. Default 1. */
  after?: number | undefined;
}

/** Sends the normal headers and the beginning of the body, then closes the connection. */
export interface CutBodyFault {
  /** The kind of fault. */
  kind: "cutBody";
  /** The number of body bytes to send. Default 1. */
  after?: number | undefined;
}

/** Sends the normal response without the last byte of its JSON, as if it were complete. */
export interface MalformedJsonFault {
  /** The kind of fault. */
  kind: "malformedJson";
}

/** Responds with an HTML page, as a proxy or a login page does. */
export interface HtmlFault {
  /** The kind of fault. */
  kind: "html";
  /** The status, 200 to 599. Default 200, which a client can easily mistake for success. */
  status?: number | undefined;
  /** The HTML. Default: a sign-in page. */
  page?: string | undefined;
}

/**
 * Sends no response. In process, the `fetch` rejects; with `serve`, the connection closes. `Deno.serve` sends
 * headers before it closes the connection.
 */
export interface DropFault {
  /** The kind of fault. */
  kind: "drop";
}

/** Responds with 429, regardless of the tenant's rate limit. */
export interface RateLimitFault {
  /** The kind of fault. */
  kind: "rateLimit";
  /** `Retry-After` in whole seconds. Default: no header. */
  retryAfter?: number | undefined;
  /** The error message. Default: the tenant's (A). */
  message?: string | undefined;
}

/** The failures of token requests and tokens that Kinabase documents. */
export type TokenFailureName =
  & FailureName
  & (
    | "invalidCredentials"
    | "apiNotEnabled"
    | "appExpired"
    | "appRevoked"
    | "tokenMissing"
    | "tokenInvalid"
    | "tokenExpired"
  );

/** Responds with a documented failure to a valid request. */
export interface TokenFailureFault {
  /** Which failure. */
  kind: TokenFailureName;
  /** The status, 400 to 599. Default: the tenant's. */
  status?: number | undefined;
  /** The error message. Default: the tenant's. */
  message?: string | undefined;
}

/** A kind of fault and its settings. */
export type FaultKind =
  | StatusFault
  | DelayFault
  | StalledBodyFault
  | CutBodyFault
  | MalformedJsonFault
  | HtmlFault
  | DropFault
  | RateLimitFault
  | TokenFailureFault;

/** The name of a kind of fault. */
export type FaultName = FaultKind["kind"];

/** Which requests a fault affects. Omitted properties match anything. */
export interface FaultMatch extends RequestMatch {
  /** The first matching request to affect, counted since the fault was added. Default 1. */
  nth?: number | undefined;
}

/** A fault: what goes wrong, for which requests, and how often. */
export type Fault = FaultKind & {
  /** Which requests are affected. Default: all. */
  match?: FaultMatch | undefined;
  /** How many requests are affected before the fault is used up. Default 1. */
  times?: number | undefined;
};

/** A queued fault. */
export type ListedFault = Fault & {
  /** Its ID, for `remove`. */
  id: string;
  /** How many more requests it affects. */
  times: number;
};

/** Random faults, repeatable by seed. */
export interface Chaos {
  /** The random seed. The same seed affects the same requests in the same way. */
  seed: number | string;
  /** The share of requests that are affected: 0 to 1. */
  rate: number;
  /**
   * The kinds of faults, all equally likely. Default: 503, 429, an HTML page, malformed JSON, a cut body and
   * a dropped connection.
   */
  kinds?: FaultKind[] | undefined;
  /** Which requests can be affected. Default: all. */
  match?: RequestMatch | undefined;
}
