import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { bearerIn } from "../middleware/authenticate.ts";
import { toBase64 } from "../support/base64.ts";
import { checked } from "../support/check.ts";
import { lazily } from "../support/lazy.ts";
import { digest, isSecretOf } from "../world/apps/app-registration.ts";
import { isExposed } from "./exposed.ts";

const MINIMUM = 16;
const EXPECTED = `expected at least ${MINIMUM} visible ASCII characters without spaces`;

/** A key of the control API. The error never contains the value, because it may be almost a key. */
export const keyText: z.ZodType<string> = z.lazy(() =>
  z.custom<string>((value) => problemOf(value) === undefined, {
    error: ({ input }) => `${EXPECTED}, got ${problemOf(input)}`,
  })
);

function problemOf(value: unknown): string | undefined {
  if (typeof value !== "string") return value === null ? "null" : `a value of type ${typeof value}`;
  if (!/^[!-~]*$/.test(value)) return "a space or another character that a header cannot carry";
  return value.length < MINIMUM ? `${value.length} characters` : undefined;
}

/**
 * Validates a key of the control API.
 *
 * @param name The name of the option, for the error.
 * @throws {TypeError} When the key is too short or a header cannot carry it. The message does not contain it.
 */
export function checkedKey(name: string, value: unknown): string {
  return checked(keyText, value, name);
}

const KEY_BYTES = 24;

/** A new key: 24 random bytes in base64url. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_");
}

const CLOSED = "The control API is closed, because the mock listens on an address that other " +
  "machines can reach, and it has no key. Pass a key: createMockServer({ control: { key } }).";

const REMEDY =
  'Send "Authorization: Bearer <key>" with the key that kinabase mock printed, or that ' +
  "was passed to it (--control-key, KINABASE_CONTROL_KEY, or createMockServer({ control: { key } })).";

/**
 * Accepts only requests with the key. Without a key, accepts all requests, except those that arrived on an
 * address that other machines can reach.
 */
export function requireKey(key: string | undefined): MiddlewareHandler {
  if (key === undefined) {
    return async (c, next) => isExposed(c.req.raw) ? c.json({ error: CLOSED }, 403) : await next();
  }
  const stored = { secretDigest: lazily(() => digest(key)) };
  return async (c, next) => {
    const given = bearerIn(c.req.header("authorization"))?.token;
    if (given !== undefined && await isSecretOf(stored, given)) return await next();
    c.header("www-authenticate", "Bearer");
    const what = given === undefined
      ? "The control API needs a key."
      : "The key in the Authorization header is wrong.";
    return c.json({ error: `${what} ${REMEDY}` }, 401);
  };
}
