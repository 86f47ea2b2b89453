import type { MiddlewareHandler } from "hono";
import type { World } from "../world/world.ts";
import { bearerToken } from "./bearer-token.ts";
import { type MockEnv, refuse } from "./context.ts";

/**
 * Enforces the bearer token (S): its signature, algorithm and expiry, and that its app and tenant are
 * still good (A). It runs before routing, so that without a token every path is 401 (A).
 */
export function authenticate(world: World): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    const { tenant, path } = c.var;
    if (c.req.method === "POST" && path === "/token") return await next();
    const token = bearerToken(c.req.header("authorization"));
    if (token === undefined) return refuse(c, "tokenMissing");
    const verdict = await world.tokens.verify(token, tenant.clock.now());
    if (verdict.outcome === "expired") return refuse(c, "tokenExpired");
    if (verdict.outcome !== "good") return refuse(c, "tokenInvalid");
    const app = tenant.app(verdict.claims.appid);
    if (app === undefined) return refuse(c, "tokenInvalid");
    const obstacle = tenant.obstacle(app);
    if (obstacle !== undefined) return refuse(c, obstacle);
    c.set("app", app);
    return await next();
  };
}
