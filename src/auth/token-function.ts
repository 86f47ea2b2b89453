import { callersError } from "../errors/callers-error.ts";
import type { Deadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import { isToken } from "./b64token.ts";
import type { TokenProvider } from "./refresh-after-401.ts";

/** The argument of a {@linkcode TokenFunction}. */
export interface TokenContext {
  /**
   * The token that was just rejected with 401: return a different one if you can. Absent when no token
   * was rejected.
   */
  rejected?: string | undefined;
  /** Aborts when the call ends. */
  signal: AbortSignal;
}

/**
 * Provides tokens that your program gets from another source. The client calls it for each request and
 * does not cache its result. If it throws, the call throws the same error.
 */
export type TokenFunction = (context: TokenContext) => string | Promise<string>;

/** Provides one token that never changes. Its form was checked before. */
export function fixedTokenProvider(token: string, redactor: Redactor): TokenProvider {
  redactor.hide(token);
  return { current: () => token, refresh: () => Promise.resolve(token) };
}

/** Provides the tokens that the caller's function returns. */
export function functionTokenProvider(give: TokenFunction, redactor: Redactor): TokenProvider {
  async function ask(deadline: Deadline, rejected?: string): Promise<string> {
    const given: unknown = await deadline.guard(
      "token",
      async (signal) => {
        try {
          return await give({ rejected, signal: signal() });
        } catch (error) {
          throw callersError(error);
        }
      },
    );
    if (!isToken(given)) {
      throw new TypeError(
        `token: expected a token without "Bearer" or white space, got ${shape(given)}`,
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

/** Describes a value without showing it. */
function shape(value: unknown): string {
  return typeof value === "string" ? `a string of ${value.length} characters` : typeof value;
}
