import { type Clock, monotonicTime } from "../clock.ts";
import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import type { KinabaseError } from "../errors/kinabase-error.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { Emit } from "../events.ts";
import { type Deadline, startDeadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import type { TokenProvider } from "./refresh-after-401.ts";
import { keepNewest } from "../support/keep-newest.ts";
import { type Flights, singleFlight } from "./single-flight.ts";
import { safeTokenStore } from "./safe-token-store.ts";
import type { TokenOrigin } from "./token-origin.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

/** The parts of a token provider that caches tokens. */
export interface CachedTokensParts {
  /** Where the tokens come from. */
  origin: TokenOrigin;
  /** The clock for the token's expiry. */
  clock: Clock;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
  /** How long before its expiry a token is refreshed, in milliseconds. */
  renewBefore: number;
  /** How long a token request may take, in milliseconds. */
  timeout: number;
  /** How long to wait for a token request that another call started, in milliseconds. */
  tokenWaitTimeout: number;
  /** The clock for deadlines. */
  deadlineClock: Clock;
  /** Returns the store that keeps tokens between calls. */
  tokenStore: () => TokenStore;
  /** Receives the events. */
  emit: Emit;
}

const REJECTED_REMEMBERED = 8;

// Shared like the stores themselves, so that clients made in parallel requests make one token request.
const flightsOfStores = new WeakMap<TokenStore, Flights<StoredToken>>();

/**
 * Requests tokens with an app's credentials, or gets them from a coordinator; caches them, and refreshes them
 * before they expire.
 */
export function cachedTokens(parts: CachedTokensParts): TokenProvider {
  const { origin, clock, deadlineClock, emit, redactor, renewBefore } = parts;
  let storeKey: string | undefined;
  let newest: StoredToken | undefined;
  const rejectedTokens = new Set<string>();

  // Computed on first use, because Workers allow no cryptography at module scope. The string is cached,
  // not its promise, which on Workers would belong to one request.
  const key = async () => storeKey ??= await origin.key();

  const isValid = ({ token, expiresAt }: StoredToken) =>
    !rejectedTokens.has(token) && clock.now() < expiresAt;
  const store = safeTokenStore(parts.tokenStore, isValid, redactor, emit);

  /** A stored token that is still valid, even if it expires soon. */
  const stored = (deadline: Deadline) => store.get(key, deadline);

  /** Whether a valid token need not be refreshed yet. */
  function isFresh({ token, expiresAt, obtainedAt }: StoredToken): boolean {
    // A store may keep only the token and its expiry.
    const since = obtainedAt ?? (newest?.token === token ? newest.obtainedAt : undefined);
    // Otherwise a token with a lifetime shorter than the margin would be requested for every call.
    const margin = since === undefined
      ? renewBefore
      : Math.min(renewBefore, (expiresAt - since) / 2);
    return clock.now() < expiresAt - margin;
  }

  async function obtain(deadline: Deadline, rejected?: string): Promise<string> {
    const { token } = await singleFlight({
      flights: flightsOf(parts.tokenStore()),
      // The coordinator may give a flight that does not tell it about the rejection the rejected token.
      key: origin.isShared && rejected ? `${await key()} ${rejected}` : await key(),
      deadline,
      waitTimeout: parts.tokenWaitTimeout,
      clock: deadlineClock,
      work: async (signal) => {
        const own = startDeadline({ timeout: parts.timeout, clock: deadlineClock, signal });
        // Another flight may have ended while this caller waited for one that took too long.
        const landed = await stored(own);
        if (landed !== undefined && isFresh(landed)) return landed;
        const startedAt = monotonicTime(deadlineClock);
        const [outcome, obtained] = await origin.request(own, rejected);
        redactor.hide(obtained.token);
        newest = obtained;
        await store.set(key, obtained, own);
        const duration = monotonicTime(deadlineClock) - startedAt;
        emit?.({ type: "token", outcome, expiresAt: obtained.expiresAt, duration });
        return obtained;
      },
    });
    return token;
  }

  return {
    async current(deadline) {
      const good = await stored(deadline);
      if (good !== undefined && isFresh(good)) return good.token;
      if (good === undefined) return await obtain(deadline);
      // The old token is still valid, so the call must not fail when the token endpoint is down or slow.
      // At least half of the caller's time is left for the call itself.
      const patience = Math.min(parts.tokenWaitTimeout, deadline.remaining() / 2);
      try {
        return await obtain(deadline.within(patience, "attempt"));
      } catch (error) {
        if (!isPassing(error)) throw error;
        const old = await stored(deadline);
        if (old === undefined) throw error;
        emit?.({ type: "token", outcome: "kept", reason: error.message });
        return old.token;
      }
    },
    async refresh(rejected, deadline) {
      emit?.({ type: "token", outcome: "rejected" });
      // Remembered rather than deleted: a newer token may have been stored in the meantime.
      // More than one is remembered: a late 401 for an older token must not bring a rejected newer one back.
      rejectedTokens.add(rejected);
      keepNewest(rejectedTokens, REJECTED_REMEMBERED);
      return (await stored(deadline))?.token ?? await obtain(deadline, rejected);
    },
  };
}

function flightsOf(store: TokenStore): Flights<StoredToken> {
  let flights = flightsOfStores.get(store);
  if (flights === undefined) flightsOfStores.set(store, flights = new Map());
  return flights;
}

/** Whether a failure is temporary and does not concern the credentials. */
function isPassing(error: unknown): error is KinabaseError {
  return error instanceof NetworkError || error instanceof TimeoutError ||
    error instanceof RateLimitError || error instanceof UnexpectedResponseError;
}
