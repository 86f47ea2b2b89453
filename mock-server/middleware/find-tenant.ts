import type { MiddlewareHandler } from "hono";
import type { World } from "../world/world.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import { bearerToken } from "./authenticate.ts";
import type { MockEnv } from "./context.ts";
import { API_PATH } from "../support/api-path.ts";

/**
 * Finds the tenant of a request: by the App ID of a token request, by the token of any other request. A
 * request without either, or with an invalid token, belongs to the default tenant.
 */
export function findTenant(world: World): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    const { path, method } = c.req;
    // A wrong base URL must not look like an API request: relative to the API, `/token` is `/../../token`.
    const below = path.startsWith(`${API_PATH}/`) ? path.slice(API_PATH.length) : `/../..${path}`;
    c.set("path", below);
    if (method === "POST" && below === "/token") {
      c.set("tenant", byAppId(world, c.var.body?.text ?? "") ?? world.defaultTenant);
      return await next();
    }
    const token = bearerToken(c.req.header("authorization"));
    const claims = token === undefined ? undefined : await world.tokens.verify(token);
    c.set("bearer", token === undefined ? undefined : { claims });
    c.set("tenant", (claims && world.tenantWithId(claims.tntid)) ?? world.defaultTenant);
    await next();
  };
}

function byAppId(world: World, body: string): TenantState | undefined {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof request !== "object" || request === null || !("appId" in request)) return undefined;
  return typeof request.appId === "string" ? world.tenantOfApp(request.appId) : undefined;
}
