import type { Deadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import type { TokenProvider } from "../http/transport.ts";

/** What a {@linkcode TokenFunction} is told. */
export interface TokenContext {
  /**
   * The token that was just rejected with 401: give another one, if there is another. Absent when a
   * token is asked for in the normal course of a call.
   */
  rejected?: string | undefined;
  /** Aborts when the call is over. */
  signal: AbortSignal;
}

/**
 * Gives the client its tokens, for a program that obtains them elsewhere. It is called for each
 * request and keeps what it wants to keep; what it throws, the call throws.
 */
export type TokenFunction = (context: TokenContext) => string | Promise<string>;

/** Takes tokens from the caller. */
export function functionTokenProvider(
  token: string | TokenFunction,
  redactor: Redactor,
): TokenProvider {
  const give: TokenFunction = typeof token === "function" ? token : () => token;

  async function ask(deadline: Deadline, rejected?: string): Promise<string> {
    const given: unknown = await deadline.guard(
      "token",
      async (signal) => await give({ rejected, signal }),
    );
    if (typeof given !== "string" || !isToken(given)) {
      throw new TypeError(
        `token: expected a token without "Bearer" and without white space, got ${shape(given)}`,
      );
    }
    redactor.hide(given);
    return given;
  }

  return {
    current: (deadline) => ask(deadline),
    refresh: (rejected, deadline) => ask(deadline, rejected),
  };
}

/** Whether a text can stand after `Bearer` in a header (RFC 6750, b64token). */
export function isToken(value: string): boolean {
  return /^[\w\-.~+/]+=*$/.test(value);
}

/** What a value is, without showing it. */
function shape(value: unknown): string {
  return typeof value === "string" ? `a text of ${value.length} characters` : typeof value;
}
