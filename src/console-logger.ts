import type { ClientEvent, ClientListener, TokenEvent } from "./events.ts";

/** Where {@linkcode consoleLogger} writes: the global `console`, or another logger with these methods. */
export interface LogTarget {
  /** Writes a line about normal operation. */
  debug(line: string): void;
  /** Writes a line about something that went wrong. */
  warn(line: string): void;
}

/** The options of {@linkcode consoleLogger}. */
export interface ConsoleLoggerOptions {
  /** Where to write. Default: the global `console`. */
  console?: LogTarget | undefined;
}

/**
 * Creates a listener that writes one line for each event of a client, to find out what it does. Requests, responses,
 * waits for the rate limit and new tokens are written with `console.debug`. Attempts without a response, retries,
 * rejected tokens and failures of the token store, the coordinator and the shared budget are written with
 * `console.warn`. The lines contain no secrets, no tokens and no queries.
 *
 * Browsers and Workers hide or show `debug` lines depending on their settings.
 *
 * @example
 * ```ts
 * import { consoleLogger, createClient } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string;
 * const client = createClient({ appId, appSecret, onEvent: consoleLogger() });
 * ```
 */
export function consoleLogger({ console: given }: ConsoleLoggerOptions = {}): ClientListener {
  return (event) => {
    // Looked up at each event, because a test may replace the global one.
    const target = given ?? console;
    const line = `kinabase: ${lineOf(event)}`;
    if (isProblem(event)) target.warn(line);
    else target.debug(line);
  };
}

function isProblem(event: ClientEvent): boolean {
  switch (event.type) {
    case "request":
    case "wait":
      return false;
    case "response":
      return event.status === undefined;
    case "token":
      return event.outcome !== "obtained" && event.outcome !== "received";
    case "retry":
    case "budget":
      return true;
  }
}

function lineOf(event: ClientEvent): string {
  switch (event.type) {
    case "request":
      return callText(event);
    case "response": {
      const { status, error, duration, requestId } = event;
      const id = requestId === undefined ? "" : ` (request ID ${requestId})`;
      const result = status ?? `no response (${error})`;
      return `${callText(event)}: ${result} in ${ms(duration)}${id}`;
    }
    case "retry": {
      const { delay, status, error } = event;
      const cause = status ?? `no response (${error})`;
      return `${callText(event)}: ${cause}, retry in ${ms(delay)}`;
    }
    case "wait":
      return `${callText(event)}: waited ${ms(event.duration)} for the rate limit`;
    case "token":
      return tokenLine(event);
    case "budget":
      return `shared budget failed, requests are sent without permits: ${event.reason}`;
  }
}

function tokenLine({ outcome, expiresAt, duration, reason }: TokenEvent): string {
  switch (outcome) {
    case "obtained":
    case "received": {
      const expiry = expiresAt === undefined
        ? ""
        : `, expires ${new Date(expiresAt).toISOString()}`;
      return `token ${outcome}${duration === undefined ? "" : ` in ${ms(duration)}`}${expiry}`;
    }
    case "rejected":
      return "token rejected before it expired";
    case "kept":
      return `token refresh failed, the old token stays in use: ${reason}`;
    case "store_failed":
      return `token store failed: ${reason}`;
    case "coordinator_failed":
      return `token is requested without the coordinator: ${reason}`;
  }
}

/** The request, and the number of its attempt. The first one is usually the only one. */
function callText(
  { method, path, attempt }: { method: string; path: string; attempt: number },
): string {
  return `${method} ${path}${attempt === 1 ? "" : ` (attempt ${attempt})`}`;
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
