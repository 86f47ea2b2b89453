import type { MiddlewareHandler } from "hono";
import { bearerToken } from "./bearer-token.ts";
import { type MockEnv, refuse } from "./context.ts";

/**
 * Enforces the bearer token (S): its signature, algorithm and expiry, and that its app and tenant are
 * still good (A). It runs before routing, so that without a token every path is 401 (A).
 */
export const authenticate: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { tenant, path } = c.var;
  if (c.req.method === "POST" && path === "/token") return await next();
  const token = bearerToken(c.req.header("authorization"));
  if (token === undefined) return refuse(c, "tokenMissing");
  const { verdict, app } = await tenant.judge(token);
  if (verdict !== "good" || app === undefined) {
    return refuse(c, verdict === "good" ? "tokenInvalid" : verdict);
  }
  c.set("app", app);
  return await next();
};
