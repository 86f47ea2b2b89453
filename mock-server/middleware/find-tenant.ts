import type { MiddlewareHandler } from "hono";
import { bearerToken } from "./bearer-token.ts";
import { tenantNamedBy } from "../world/tokens/tokens.ts";
import type { World } from "../world/world.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { MockEnv } from "./context.ts";
import { API_PATH } from "../support/api-path.ts";

/**
 * Finds the tenant of a request: by the App ID of a token request, by the token of any other. What
 * names neither belongs to the default tenant.
 */
export function findTenant(world: World): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    const { path, method } = c.req;
    // A wrong base URL must not look like a call of the API: seen from there, `/token` is `/../../token`.
    const below = path.startsWith(`${API_PATH}/`) ? path.slice(API_PATH.length) : `/../..${path}`;
    c.set("path", below);
    const named = method === "POST" && below === "/token"
      ? byAppId(world, await c.req.text())
      : byToken(world, c.req.header("authorization"));
    c.set("tenant", named ?? world.defaultTenant);
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

function byToken(world: World, header: string | undefined): TenantState | undefined {
  const token = bearerToken(header);
  const id = token === undefined ? undefined : tenantNamedBy(token);
  return id === undefined ? undefined : world.tenantWithId(id);
}
