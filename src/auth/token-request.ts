// Only this part of jose: importing all of it takes Node 50 ms.
import { decodeJwt } from "jose/jwt/decode";
import type { Clock } from "../clock.ts";
import { UnexpectedResponseError } from "../errors/errors.ts";
import { errorOfTokenRequest } from "../errors/from-response.ts";
import { UNEXPECTED_BODY_REMEDY } from "../errors/remedies.ts";
import { readUpTo } from "../http/body.ts";
import type { Deadline } from "../http/deadline.ts";
import type { Received } from "../http/exchange.ts";
import { JSON_HEADERS } from "../http/json-headers.ts";
import type { Redactor } from "../http/redact.ts";
import type { RetryPolicy } from "../http/retry.ts";
import { dateHeader } from "../http/retry-after.ts";
import { type Transport, valueOf, type WireRequest } from "../http/transport.ts";
import { attempt } from "../support/attempt.ts";
import type { Credentials, SecretField } from "../wire/types.ts";
import { isToken } from "./b64token.ts";
import { localExpiry } from "./clock-skew.ts";
import type { StoredToken } from "./token-store.ts";

/** The parts of a token request. */
export interface TokenRequestParts {
  /** The app's credentials. */
  credentials: Credentials;
  /** The name the secret is sent under. */
  secretField: SecretField;
  /** The base URL, with a trailing slash. */
  baseUrl: string;
  /** Sends the request. */
  transport: Transport;
  /** When it is retried. */
  retry: RetryPolicy;
  /** The clock for the token's expiry. */
  clock: Clock;
  /** Keeps secrets out of errors. */
  redactor: Redactor;
}

const LARGEST_RESPONSE_BYTES = 64 * 1024;

/** Exchanges an app's credentials for a token: `POST /token` (S). */
export async function requestToken(
  parts: TokenRequestParts,
  deadline: Deadline,
): Promise<StoredToken> {
  const { credentials, secretField, baseUrl, transport, retry } = parts;
  const request = {
    method: "POST",
    url: `${baseUrl}token`,
    path: "token",
    headers: JSON_HEADERS,
    body: JSON.stringify({
      appId: credentials.appId,
      [secretField]: credentials.appSecret,
    }),
    // A new token can be requested at any time (S).
    idempotent: true,
    writes: false,
    retry,
  };
  return valueOf(
    await transport.send(request, deadline, (received) => readToken(parts, request, received)),
  );
}

async function readToken(
  { redactor, clock, secretField }: TokenRequestParts,
  request: WireRequest,
  received: Received,
): Promise<StoredToken> {
  const { response, sentAt } = received;
  const { status, headers } = response;
  const body = await readUpTo(received, redactor, LARGEST_RESPONSE_BYTES);
  if (status !== 200) {
    const failed = { request, received, body, now: clock.now(), redactor };
    throw errorOfTokenRequest(failed, secretField);
  }
  const issued = issuedIn(body);
  if ("problem" in issued) {
    throw new UnexpectedResponseError(
      `${received.name} returned 200, but ${issued.problem}`,
      {
        status,
        requestId: received.requestId(),
        remedy: UNEXPECTED_BODY_REMEDY,
      },
    );
  }
  const { token, exp } = issued;
  redactor.hide(token);
  const expiresAt = localExpiry({ exp, sentAt, serverTime: dateHeader(headers) });
  return { token, expiresAt, obtainedAt: sentAt };
}

/** The token in a response and its `exp` claim in seconds, or why the response has no token. */
function issuedIn(body: string | undefined): { token: string; exp: number } | { problem: string } {
  if (body === undefined) {
    return { problem: `its body is larger than ${LARGEST_RESPONSE_BYTES} bytes` };
  }
  const text = body.trim();
  if (text === "") return { problem: "its body is empty" };
  if (text.startsWith("<")) return { problem: "its body is HTML instead of JSON" };
  const parsed = attempt<unknown>(() => JSON.parse(text));
  const token: unknown = Reflect.get(Object(parsed), "token");
  if (typeof token !== "string") return { problem: "its body contains no token" };
  const exp = expiryOf(token);
  if (exp === undefined) return { problem: "its token is not a JWT with a numeric exp claim" };
  return { token, exp };
}

/** The `exp` claim in seconds, or `undefined` when the string is not a JWT or has no expiry. */
function expiryOf(token: string): number | undefined {
  // A value that is not allowed in a header would fail later, and the runtime's error would show the token.
  if (!isToken(token)) return undefined;
  const exp = attempt(() => decodeJwt(token).exp);
  return Number.isFinite(exp) ? exp : undefined;
}
