import type { MiddlewareHandler } from "hono";
import type { TokenClaims } from "../../src/wire/types.ts";
import { isSecretOf } from "../world/apps/app-registration.ts";
import { secretOf } from "../world/tokens/token-secret.ts";
import { hasAcceptedSpelling } from "../world/tokens/tokens.ts";
import type { World } from "../world/world.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import { bearerIn } from "./authenticate.ts";
import type { MockEnv } from "./context.ts";
import { jsonIn } from "./json-body.ts";
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
      const found = await byCredentials(world, jsonIn(c));
      c.set("appId", found?.appId);
      c.set("tenant", found?.tenant ?? world.defaultTenant);
      return await next();
    }
    const bearer = bearerIn(c.req.header("authorization"));
    const found = bearer && await byToken(world, bearer.token);
    c.set("bearer", bearer && { scheme: bearer.scheme, claims: found?.claims });
    c.set("appId", found?.claims.appid);
    c.set("tenant", found?.tenant ?? world.defaultTenant);
    await next();
  };
}

/** The claims of a token that the mock signed, and their tenant. */
async function byToken(
  world: World,
  token: string,
): Promise<{ tenant: TenantState; claims: TokenClaims } | undefined> {
  const verified = await world.tokens.verify(token);
  if (verified === undefined) return undefined;
  const { claims } = verified;
  const tenant = world.tenantWithId(claims.tntid);
  if (tenant === undefined || !hasAcceptedSpelling(verified, tenant.behaviors)) return undefined;
  return { tenant, claims };
}

/** The App ID and both secrets in the body of a token request. */
function credentialsIn(
  request: unknown,
): { appId: string; appSecret: unknown; secret: unknown } | undefined {
  if (typeof request !== "object" || request === null) return undefined;
  const value = (name: string): unknown => Reflect.get(request, name);
  const [appId, appSecret, secret] = [value("appId"), value("appSecret"), value("secret")];
  return typeof appId === "string" ? { appId, appSecret, secret } : undefined;
}

async function byCredentials(
  world: World,
  body: unknown,
): Promise<{ tenant: TenantState; appId: string } | undefined> {
  const request = credentialsIn(body);
  if (request === undefined) return undefined;
  const tenant = world.tenantOfApp(request.appId);
  const app = tenant?.app(request.appId);
  if (tenant === undefined || app === undefined) return undefined;
  const secret = secretOf(request, tenant.behaviors.get("token.two-secrets"));
  if (typeof secret !== "string" || !(await isSecretOf(app, secret))) return undefined;
  return { tenant, appId: app.appId };
}
