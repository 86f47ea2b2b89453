import { checkBaseUrl } from "../base-url.ts";
import { NetworkError } from "../errors/errors.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { startDeadline } from "../http/deadline.ts";
import { requireFunction } from "../support/option-checks.ts";
import type { CoordinatorCall, TokenCoordinator } from "./coordinator.ts";
import { isToken } from "./b64token.ts";
import type { StoredToken } from "./token-store.ts";

/** What a {@linkcode CoordinatedTokenFunction} is asked. */
export interface CoordinatedTokenRequest {
  /** The token that was just rejected with 401, if any. It must not be returned again. */
  rejected?: string | undefined;
  /** Aborts when nobody waits for the token any more. */
  signal: AbortSignal;
}

/** A token of a coordinator. It has no points in time, so the clocks of both sides need not agree. */
export interface CoordinatedToken {
  /** The token, ready for an `Authorization` header. */
  token: string;
  /** The base URL of the deployment that issued it. A client with another one refuses the token. */
  baseUrl: string;
  /** How long it is still valid, in milliseconds. */
  expiresIn: number;
  /** How long ago it was requested, in milliseconds. */
  age: number;
}

/**
 * Gets the deployment's token from the place that requests it. If it throws a `KinabaseError`, that is Kinabase's
 * answer. Any other error means that the place cannot give a token.
 */
export type CoordinatedTokenFunction = (
  request: CoordinatedTokenRequest,
) => Promise<CoordinatedToken>;

/**
 * Creates a `coordinator` from a function that gets the token from a shared place. Create one for each process or
 * isolate: clients with the same coordinator share the cached token.
 *
 * If the place gives no token, or takes longer than `tokenWaitTimeout`, a client that has credentials as well
 * requests a token itself. One without them waits until its `timeout`, and fails with a `NetworkError` if the place
 * gives none. A client whose `baseUrl` is not that of the token fails with a `TypeError`.
 *
 * @param name What the place is, for error messages. It begins a sentence.
 * @param tokenOf Gets the token.
 * @throws {TypeError} When `tokenOf` is not a function.
 *
 * @example
 * ```ts
 * import { type CoordinatedToken, createClient, createCoordinator } from "@kinakit/kinabase";
 *
 * const coordinator = createCoordinator("The token service", async ({ rejected, signal }) => {
 *   const body = JSON.stringify({ rejected });
 *   const response = await fetch("https://tokens.internal/", { method: "POST", body, signal });
 *   if (!response.ok) throw new Error(`it returned ${response.status}`);
 *   const token: CoordinatedToken = await response.json();
 *   return token;
 * });
 * const client = createClient({ coordinator });
 * ```
 */
export function createCoordinator(
  name: string,
  tokenOf: CoordinatedTokenFunction,
): TokenCoordinator {
  requireFunction("tokenOf", tokenOf);

  async function receive(
    { rejected, clock }: CoordinatorCall,
    signal: AbortSignal,
  ): Promise<{ of: string; token: StoredToken }> {
    const sentAt = clock.now();
    const answer: Partial<CoordinatedToken> = Object(await tokenOf({ rejected, signal }));
    const { token, baseUrl = "", expiresIn = NaN, age = NaN } = answer;
    if (!isToken(token) || !Number.isFinite(expiresIn) || !Number.isFinite(age)) {
      throw new TypeError("its response has no token, expiresIn and age");
    }
    return {
      // Whether http: is allowed is up to the client: its own URL is the same.
      of: checkBaseUrl(baseUrl, true),
      token: { token, expiresAt: sentAt + expiresIn, obtainedAt: sentAt - age },
    };
  }

  return {
    name,
    async request(call) {
      const { signal, alone, patience, deadlineClock: clock, redacted, emit } = call;
      // A client without credentials can only wait.
      const timeout = alone === undefined ? Infinity : patience;
      const deadline = startDeadline({ timeout, clock, signal });
      // Not `remaining()`: a timer may fire a little before the deadline.
      let isLate = true;
      let received: Awaited<ReturnType<typeof receive>>;
      try {
        received = await deadline.guard(
          "response",
          (signal) => receive(call, signal()).finally(() => isLate = false),
        );
      } catch (error) {
        // Kinabase's own answer is final.
        if (signal.aborted || (error instanceof KinabaseError && !isLate)) throw error;
        const cause = isLate ? new Error(`no response within ${patience} ms`) : redacted(error);
        const message = `${name} returned no token: ${cause.message}`;
        if (alone === undefined) {
          throw new NetworkError(message, {
            cause,
            remedy: "Check the coordinator's address and configuration.",
          });
        }
        emit({ type: "token", outcome: "coordinator_failed", reason: message });
        return ["obtained", await alone()];
      }
      const { of, token } = received;
      if (of === call.baseUrl) return ["received", token];
      throw new TypeError(
        `baseUrl: ${name} has tokens for ${of}, but this client calls ${call.baseUrl}. Set the same ` +
          "baseUrl for both.",
      );
    },
  };
}
