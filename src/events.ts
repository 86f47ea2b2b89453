import type { ErrorCode } from "./errors/kinabase-error.ts";

/** A request is about to be sent. */
export interface RequestEvent {
  /** Identifies the event. */
  type: "request";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
}

/** The headers of a response arrived, or the attempt failed without a response. */
export interface ResponseEvent {
  /** Identifies the event. */
  type: "response";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
  /** The HTTP status; absent when no response arrived. */
  status?: number | undefined;
  /**
   * Why no response arrived: the code of an error; `aborted` by the signal of the call; or `defect` if `fetch`
   * threw because of a mistake in a program, such as a stub that returns no response.
   */
  error?: ErrorCode | "aborted" | "defect" | undefined;
  /** The time from sending the request to the response headers, in milliseconds. */
  duration: number;
  /** The request ID in the response, if any. */
  requestId?: string | undefined;
}

/** A request will be retried after a wait. */
export interface RetryEvent {
  /** Identifies the event. */
  type: "retry";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** The attempt that failed. */
  attempt: number;
  /** How long the wait is, in milliseconds. */
  delay: number;
  /** The HTTP status that caused the retry; absent when no response arrived. */
  status?: number | undefined;
  /** Why no response arrived. */
  error?: ErrorCode | undefined;
}

/**
 * A request waited for `rateLimit`: the client's own, or a shared budget. Also after a 429, when the client sends
 * at most 100 requests a minute. It comes when the wait is over, even if the request is then not sent.
 */
export interface WaitEvent {
  /** Identifies the event. */
  type: "wait";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
  /** How long it waited, in milliseconds: 1 or more. */
  duration: number;
}

/** Something happened to the token. The event does not contain the token. */
export interface TokenEvent {
  /** Identifies the event. */
  type: "token";
  /**
   * - `obtained`: Kinabase issued a new token.
   * - `rejected`: a call failed with 401 although the token had not expired.
   * - `kept`: an early refresh failed temporarily; the old token is still valid and stays in use.
   * - `store_failed`: the `tokenStore` failed; the call continued without it.
   * - `received`: the `coordinator` returned a token.
   * - `coordinator_failed`: the `coordinator` returned no token; the client requests a token itself.
   */
  outcome:
    | "obtained"
    | "rejected"
    | "kept"
    | "store_failed"
    | "received"
    | "coordinator_failed";
  /** When the token expires on the client's clock, in milliseconds since 1970. Only with a new token. */
  expiresAt?: number | undefined;
  /** How long the token request took, in milliseconds. Only with a new token. */
  duration?: number | undefined;
  /** What went wrong. Only with `kept`, `store_failed` and `coordinator_failed`. */
  reason?: string | undefined;
}

/** Something happened to the shared budget of `rateLimit`. */
export interface BudgetEvent {
  /** Identifies the event. */
  type: "budget";
  /** `failed`: the budget did not grant permits; for five seconds requests are sent without them. */
  outcome: "failed";
  /** What went wrong. */
  reason: string;
}

/** An event that a client passes to `onEvent`. It contains no secret and no token, so you can log it. */
export type ClientEvent =
  | RequestEvent
  | ResponseEvent
  | RetryEvent
  | WaitEvent
  | TokenEvent
  | BudgetEvent;

/** Receives the client's events. It is not awaited, and its errors are ignored: they must not break a call. */
export type ClientListener = (event: ClientEvent) => void | Promise<void>;

/** Passes an event on. Absent when nobody listens, so that no event is created. */
export type Emit = ((event: ClientEvent) => void) | undefined;

/** For code of others, which always passes its events on. */
export const ignoreEvent: ClientListener = () => {};

/** Wraps a listener so that its errors cannot break a call. */
export function safeListener(listener: ClientListener | undefined): Emit {
  if (listener === undefined) return undefined;
  return (event) => {
    // Not awaited; errors are ignored (see ClientListener).
    (async () => await listener(event))().catch(() => {});
  };
}
