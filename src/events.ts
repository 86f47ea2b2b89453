import type { ErrorCode } from "./errors/kinabase-error.ts";

/** A request is about to be sent. */
export interface RequestEvent {
  /** Says which event it is. */
  type: "request";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
}

/** The head of an answer arrived, or none did. */
export interface ResponseEvent {
  /** Says which event it is. */
  type: "response";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** 1 for the first attempt of a call. */
  attempt: number;
  /** The HTTP status; absent when no answer arrived. */
  status?: number | undefined;
  /** What went wrong when no answer arrived. */
  error?: ErrorCode | "aborted" | undefined;
  /** From sending the request to the answer's head, in milliseconds. */
  duration: number;
  /** The answer's request ID, where it carried one. */
  requestId?: string | undefined;
}

/** A request will be sent again after a wait. */
export interface RetryEvent {
  /** Says which event it is. */
  type: "retry";
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, without its query. */
  path: string;
  /** The attempt that failed. */
  attempt: number;
  /** How long the wait is, in milliseconds. */
  delay: number;
  /** The status that led to it; absent when no answer arrived. */
  status?: number | undefined;
  /** What went wrong when no answer arrived. */
  error?: ErrorCode | undefined;
}

/** Something happened to the token. The token itself is not told. */
export interface TokenEvent {
  /** Says which event it is. */
  type: "token";
  /**
   * - `obtained`: a new one was given out.
   * - `rejected`: a call was refused with 401 although the token was thought good.
   * - `kept`: renewing it early failed for the moment; the old one is still good and stays in use.
   * - `store_failed`: the `tokenStore` threw; the call went on without it.
   */
  outcome: "obtained" | "rejected" | "kept" | "store_failed";
  /** When the token expires by the client's clock, in milliseconds since 1970; with `obtained`. */
  expiresAt?: number | undefined;
  /** How long obtaining it took, in milliseconds; with `obtained`. */
  duration?: number | undefined;
  /** What went wrong; with `kept` and `store_failed`. */
  reason?: string | undefined;
}

/** What a client tells its `onEvent` listener. It holds neither secret nor token, so it can be logged. */
export type ClientEvent = RequestEvent | ResponseEvent | RetryEvent | TokenEvent;

/** Takes the client's events. What it throws, or rejects with, is ignored: watching a call must not break it. */
export type ClientListener = (event: ClientEvent) => void | Promise<void>;

/** A listener that cannot break the call it watches. */
export function safeListener(listener: ClientListener | undefined): (event: ClientEvent) => void {
  return (event) => {
    // It is not waited for. That its failure is nobody's is documented on ClientListener.
    (async () => await listener?.(event))().catch(() => {});
  };
}
