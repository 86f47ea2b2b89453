// Not all of jose, which takes Node 50 ms to import.
import { decodeJwt } from "jose/jwt/decode";
import type { Clock } from "../clock.ts";
import { errorFromResponse } from "../errors/from-response.ts";
import type { KinabaseError } from "../errors/kinabase-error.ts";
import { NetworkError, UnexpectedResponseError } from "../errors/errors.ts";
import { RateLimitError } from "../errors/rate-limit-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import type { ClientListener } from "../events.ts";
import { readText } from "../http/body.ts";
import { type Deadline, startDeadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import { dateHeader, type RetryPolicy } from "../http/retry.ts";
import type { Answer } from "../http/exchange.ts";
import type { TokenProvider, Transport } from "../http/transport.ts";
import type { Credentials, SecretField } from "../wire/types.ts";
import { isToken } from "./token-function.ts";
import { type Flights, singleFlight } from "./single-flight.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

/** What the token of an app's credentials is made with. */
export interface CredentialTokenProviderParts {
  /** The app's credentials. */
  credentials: Credentials;
  /** The name the secret is sent under. */
  secretField: SecretField;
  /** The base URL, with a trailing slash. */
  baseUrl: string;
  /** Sends the token request. */
  transport: Transport;
  /** When the token request is sent again. */
  retry: RetryPolicy;
  /** How long before its expiry a token is renewed, in milliseconds. */
  renewBefore: number;
  /** How long a token request may take, in milliseconds. */
  timeout: number;
  /** How long to wait for a token request that another call started, in milliseconds. */
  tokenWaitTimeout: number;
  /** Tells when a token expires. */
  clock: Clock;
  /** Runs deadlines. */
  deadlineClock: Clock;
  /** Keeps tokens between calls. */
  tokenStore: TokenStore;
  /** Takes the events. */
  emit: ClientListener;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

/** The specification's words: a token is valid for one hour from its generation (S). */
export const TOKEN_LIFE_MS: number = 60 * 60 * 1000;
const LARGEST_ANSWER_BYTES = 64 * 1024;
const REJECTED_REMEMBERED = 8;

// Shared like the stores themselves, so that clients made in parallel requests make one token call.
const flightsOfStores = new WeakMap<TokenStore, Flights<StoredToken>>();

/** Obtains tokens with an app's credentials, keeps them, and renews them in time. */
export function credentialTokenProvider(parts: CredentialTokenProviderParts): TokenProvider {
  const { clock, tokenStore, emit, redactor, renewBefore } = parts;
  let storeKey: string | undefined;
  const rejectedTokens = new Set<string>();

  // Not at creation, since Workers allow no cryptography at module scope; and the text is kept, not
  // its promise, which would die with the request that made it.
  const key = async () => storeKey ??= await keyOf(parts.baseUrl, parts.credentials);

  /** A token that works now, even if it is about to expire. */
  async function stored(deadline: Deadline): Promise<StoredToken | undefined> {
    try {
      const asked = tokenStore.get(await key());
      const found = asked instanceof Promise
        ? await deadline.guard("stored token", () => asked)
        : asked;
      // Some stores say null of what they do not hold.
      if (!found || rejectedTokens.has(found.token)) return undefined;
      if (!isToken(found.token)) throw new TypeError("expected a token, got something else");
      redactor.hide(found.token);
      return clock.now() < found.expiresAt ? found : undefined;
    } catch (error) {
      if (error instanceof TimeoutError || deadline.aborted()) throw error;
      emit({ type: "token", outcome: "store_failed", reason: redactor.error(error).message });
      return undefined;
    }
  }

  /** Whether a token that works now will do so for a while. */
  const isFresh = ({ expiresAt }: StoredToken) => clock.now() < expiresAt - renewBefore;

  async function keep(token: StoredToken, deadline: Deadline): Promise<void> {
    try {
      const kept = tokenStore.set(await key(), token);
      if (kept instanceof Promise) await deadline.guard("token store", () => kept);
    } catch (error) {
      emit({ type: "token", outcome: "store_failed", reason: redactor.error(error).message });
    }
  }

  async function obtain(deadline: Deadline): Promise<string> {
    const flights = flightsOf(tokenStore);
    const { token } = await singleFlight({
      flights,
      key: await key(),
      deadline,
      patience: parts.tokenWaitTimeout,
      clock: parts.deadlineClock,
      start: async (signal) => {
        const { timeout, deadlineClock } = parts;
        const own = startDeadline({ timeout, clock: deadlineClock, signal });
        // Another flight may have landed while this caller waited for one that went silent.
        const landed = await stored(own);
        if (landed !== undefined && isFresh(landed)) return landed;
        const startedAt = deadlineClock.now();
        const obtained = await requestToken(parts, own);
        await keep(obtained, own);
        const duration = deadlineClock.now() - startedAt;
        emit({ type: "token", outcome: "obtained", expiresAt: obtained.expiresAt, duration });
        return obtained;
      },
    });
    return token;
  }

  return {
    async current(deadline) {
      const good = await stored(deadline);
      if (good !== undefined && isFresh(good)) return good.token;
      // Renewal is early, so an outage of the token endpoint need not be one of the caller's, nor a
      // silence: half of the caller's time is left for the call itself.
      const patience = Math.min(parts.tokenWaitTimeout, deadline.remaining() / 2);
      try {
        return await obtain(good === undefined ? deadline : deadline.attempt(patience));
      } catch (error) {
        if (!isPassing(error)) throw error;
        const old = await stored(deadline);
        if (old === undefined) throw error;
        emit({ type: "token", outcome: "kept", reason: error.message });
        return old.token;
      }
    },
    async renew(rejected, deadline) {
      emit({ type: "token", outcome: "rejected" });
      // Remembered rather than deleted: a newer token may have been stored in the meantime.
      // More than one, since a late 401 of an older token says nothing good of a newer one.
      rejectedTokens.add(rejected);
      const [oldest] = rejectedTokens;
      if (rejectedTokens.size > REJECTED_REMEMBERED && oldest) rejectedTokens.delete(oldest);
      return (await stored(deadline))?.token ?? await obtain(deadline);
    },
  };
}

async function requestToken(
  parts: CredentialTokenProviderParts,
  deadline: Deadline,
): Promise<StoredToken> {
  const { credentials, secretField, baseUrl, transport, retry } = parts;
  const body = JSON.stringify({
    appId: credentials.appId,
    [secretField]: credentials.appSecret,
  });
  const request = {
    method: "POST",
    url: `${baseUrl}token`,
    path: "token",
    headers: new Headers({ "content-type": "application/json", accept: "application/json" }),
    body,
    // A new token can be asked for at any time (S).
    idempotent: true,
    retry,
  };
  return await transport.send(request, deadline, (answer) => readToken(parts, answer));
}

async function readToken(
  parts: CredentialTokenProviderParts,
  answer: Answer,
): Promise<StoredToken> {
  const { redactor, clock, secretField } = parts;
  const { response, deadline, attempts, sentAt, requestId } = answer;
  const { status, headers } = response;
  const text = await readText(response, deadline, redactor, LARGEST_ANSWER_BYTES);
  if (status !== 200) {
    const body = redactor.text(text);
    const now = clock.now();
    const call = "POST token";
    throw errorFromResponse({ call, status, headers, body, attempts, requestId, now, secretField });
  }
  const token = tokenIn(text);
  if (token !== undefined) redactor.hide(token);
  const exp = token === undefined ? undefined : expiryOf(token);
  if (token === undefined || exp === undefined) {
    throw new UnexpectedResponseError(
      `POST token was answered with 200, but ${whatIsWrong(text)}`,
      {
        status,
        requestId,
        attempts,
        remedy: "Check baseUrl, and look for a proxy or a login page in between.",
      },
    );
  }
  return { token, expiresAt: localExpiry({ exp, sentAt, serverTime: dateHeader(headers) }) };
}

/**
 * When a token expires by the local clock, in milliseconds. The answer's `Date` header tells how far
 * the local clock is off. Never later than an hour after it was asked for (S).
 */
export function localExpiry(
  { exp, sentAt, serverTime }: { exp: number; sentAt: number; serverTime: number | undefined },
): number {
  const latest = sentAt + TOKEN_LIFE_MS;
  const expiresAt = sentAt + exp * 1000 - (serverTime ?? sentAt);
  // A token that is expired on arrival says that the clocks differ, not that it is worthless.
  return expiresAt > sentAt ? Math.min(expiresAt, latest) : latest;
}

function tokenIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null || !("token" in answer)) return undefined;
    return typeof answer.token === "string" ? answer.token : undefined;
  } catch {
    return undefined;
  }
}

/** The `exp` claim in seconds, or nothing when the text is no JWT or has no expiry. */
function expiryOf(token: string): number | undefined {
  // What cannot stand in a header would be refused later, with the token in the runtime's own words.
  if (!isToken(token)) return undefined;
  try {
    return decodeJwt(token).exp;
  } catch {
    return undefined;
  }
}

function whatIsWrong(text: string): string {
  const body = text.trim();
  if (body === "") return "its body is empty";
  if (body.startsWith("<")) return "with HTML instead of JSON";
  return tokenIn(body) === undefined
    ? "its body has no token in it"
    : "its token is no JWT with an expiry";
}

/** The digest keeps one app's token from whoever knows the App ID but not the secret. */
async function keyOf(baseUrl: string, { appId, appSecret }: Credentials): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(appSecret));
  const hex = [...new Uint8Array(digest).subarray(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `${baseUrl} ${appId.toLowerCase()} ${hex}`;
}

function flightsOf(store: TokenStore): Flights<StoredToken> {
  let flights = flightsOfStores.get(store);
  if (flights === undefined) flightsOfStores.set(store, flights = new Map());
  return flights;
}

/** Whether a failure says nothing about the credentials and may be gone in a minute. */
function isPassing(error: unknown): error is KinabaseError {
  return error instanceof NetworkError || error instanceof TimeoutError ||
    error instanceof RateLimitError || error instanceof UnexpectedResponseError;
}
