import type { FailureName } from "../failures/failures.ts";
import type { RequestMatch } from "../../support/request-match.ts";

/** Answers with a status in place of the mock's own answer. */
export interface StatusFault {
  /** Says which fault it is. */
  kind: "status";
  /** The status, 200 to 599. */
  status: number;
  /** The body: a text is sent as it is, anything else as JSON. Default: none. */
  body?: unknown;
  /** Headers of the answer. A JSON body sets its `content-type` by itself. */
  headers?: Record<string, string> | undefined;
}

/** Gives the true answer, later. The request is looked at when the time is over. */
export interface DelayFault {
  /** Says which fault it is. */
  kind: "delay";
  /** How long, on the tenant's clock: milliseconds or a string such as `"5s"`. */
  duration: number | string;
}

/** Sends the true answer's head and the beginning of its body, then nothing more. */
export interface StalledBodyFault {
  /** Says which fault it is. */
  kind: "stalledBody";
  /** How many bytes of the body are sent. Default 1. */
  after?: number | undefined;
}

/** Sends the true answer's head and the beginning of its body, then breaks off. */
export interface CutBodyFault {
  /** Says which fault it is. */
  kind: "cutBody";
  /** How many bytes of the body are sent. Default 1. */
  after?: number | undefined;
}

/** Sends the true answer without the last byte of its JSON, as if it were complete. */
export interface MalformedJsonFault {
  /** Says which fault it is. */
  kind: "malformedJson";
}

/** Answers with an HTML page, as a proxy or a login page in between does. */
export interface HtmlFault {
  /** Says which fault it is. */
  kind: "html";
  /** The status, 200 to 599. Default 200: the one that is hardest to notice. */
  status?: number | undefined;
  /** The page. Default: one that asks to sign in. */
  page?: string | undefined;
}

/**
 * Gives no answer: in process the `fetch` rejects, on a port the connection is closed. Deno's own server
 * cannot do that; there the answer breaks off after its head.
 */
export interface DropFault {
  /** Says which fault it is. */
  kind: "drop";
}

/** Answers as the rate limit does, whatever the tenant's limit is: 429. */
export interface RateLimitFault {
  /** Says which fault it is. */
  kind: "rateLimit";
  /** `Retry-After` in whole seconds. Default: the header is not sent. */
  retryAfter?: number | undefined;
  /** Other words than the mock's (A). */
  message?: string | undefined;
}

/** The failures of obtaining and using tokens that Kinabase documents. */
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

/** Answers with a documented failure although nothing is wrong. */
export interface TokenFailureFault {
  /** Which failure. */
  kind: TokenFailureName;
  /** Another status than the tenant's, 400 to 599. */
  status?: number | undefined;
  /** Other words than the tenant's. */
  message?: string | undefined;
}

/** What goes wrong. */
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

/** The name of what goes wrong. */
export type FaultName = FaultKind["kind"];

/** Which requests a fault hits. What is left out matches anything. */
export interface FaultMatch extends RequestMatch {
  /** From which of the matching requests on, counted from when the fault was added. Default 1. */
  nth?: number | undefined;
}

/** What goes wrong, for which requests, and how often. */
export type Fault = FaultKind & {
  /** Which requests are hit. Default: all. */
  match?: FaultMatch | undefined;
  /** How many requests are hit before it is used up. Default 1. */
  times?: number | undefined;
};

/** A fault that is waiting. */
export type ListedFault = Fault & {
  /** Names it for `remove`. */
  id: string;
  /** How many requests it will still hit. */
  times: number;
};

/** Faults by chance, repeatable. */
export interface Chaos {
  /** Decides what happens: the same seed hits the same requests in the same way. */
  seed: number | string;
  /** How many of the requests are hit: 0 to 1. */
  rate: number;
  /**
   * What may happen, each as likely as the others. Default: 503, 429, a proxy's page, malformed JSON, a
   * cut body and a dropped connection.
   */
  kinds?: FaultKind[] | undefined;
  /** Which requests may be hit. Default: all. */
  match?: RequestMatch | undefined;
}
