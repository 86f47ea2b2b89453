import type { MiddlewareHandler } from "hono";
import { isSecretOf } from "../world/apps/app-registration.ts";
import type { World } from "../world/world.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import { bearerToken } from "./authenticate.ts";
import type { MockEnv } from "./context.ts";
import { API_PATH } from "../support/api-path.ts";

/**
 * Finds the tenant of a request: by the credentials of a token request, by the token of any other request.
 * A request without either, or with invalid ones, belongs to the default tenant, so that it uses up no
 * rate limit, fault or journal of another tenant.
 */
export function findTenant(world: World): MiddlewareHandler<MockEnv> {
  return async (c, next) => {
    const { path, method } = c.req;
    // A wrong base URL must not look like an API request: relative to the API, `/token` is `/../../token`.
    const below = path.startsWith(`${API_PATH}/`) ? path.slice(API_PATH.length) : `/../..${path}`;
    c.set("path", below);
    if (method === "POST" && below === "/token") {
      c.set("tenant", await byCredentials(world, c.var.body?.text ?? "") ?? world.defaultTenant);
      return await next();
    }
    const token = bearerToken(c.req.header("authorization"));
    const claims = token === undefined ? undefined : await world.tokens.verify(token);
    c.set("bearer", token === undefined ? undefined : { claims });
    c.set("tenant", (claims && world.tenantWithId(claims.tntid)) ?? world.defaultTenant);
    await next();
  };
}

/** The credentials in the body of a token request, as far as they are text. */
function credentialsIn(body: string): { appId: string; secret: string } | undefined {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof request !== "object" || request === null) return undefined;
  const text = (name: string): unknown => Reflect.get(request, name);
  const [appId, secret] = [text("appId"), text("appSecret") ?? text("secret")];
  if (typeof appId !== "string" || typeof secret !== "string") return undefined;
  return { appId, secret };
}

async function byCredentials(world: World, body: string): Promise<TenantState | undefined> {
  const credentials = credentialsIn(body);
  if (credentials === undefined) return undefined;
  const tenant = world.tenantOfApp(credentials.appId);
  const app = tenant?.app(credentials.appId);
  return app !== undefined && await isSecretOf(app, credentials.secret) ? tenant : undefined;
}
