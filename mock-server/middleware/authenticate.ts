import type { MiddlewareHandler } from "hono";
import { API_OPERATIONS } from "../../src/wire/operations.ts";
import { type MockEnv, refuse } from "./context.ts";

const PUBLIC: ReadonlySet<string> = new Set(
  API_OPERATIONS.filter(({ isPublic }) => isPublic).map(({ method, path }) => `${method} ${path}`),
);

/**
 * Enforces the bearer token (S): its signature, algorithm and expiry, and that its app and tenant are
 * still active (A). It runs before routing, so every path without a token gets 401 (A).
 */
export const authenticate: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { tenant, path, bearer } = c.var;
  if (PUBLIC.has(`${c.req.method} ${path}`)) return await next();
  if (bearer === undefined) return refuse(c, "tokenMissing");
  const check = tenant.checkToken(bearer.claims);
  if (check.verdict !== "good") return refuse(c, check.verdict);
  c.set("app", check.app);
  return await next();
};

/**
 * The token in an `Authorization` header. The scheme is case-insensitive (A, by RFC 7235). A token has only visible
 * ASCII characters: other white space around it is not removed, because HTTP does not allow it.
 */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +([!-~]+)$/i.exec(header ?? "")?.[1];
}
