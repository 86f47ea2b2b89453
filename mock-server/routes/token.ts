import { Hono, type MiddlewareHandler } from "hono";
import { anyTokenRequest } from "../../src/wire/request-body-schemas.ts";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";
import { refuse } from "../middleware/error-response.ts";
import { jsonIn, validateJson } from "../middleware/json-body.ts";
import { isSecretOf } from "../world/apps/app-registration.ts";
import { checkSecrets, secretOf } from "../world/tokens/token-secret.ts";
import type { World } from "../world/world.ts";

/** The behavior that decides the status of each refusal. */
const REFUSALS = {
  apiNotEnabled: "token.refusal.api-off",
  appExpired: "token.refusal.expired",
  appRevoked: "token.refusal.revoked",
} as const;

/** Refuses fields that are empty or not a text like wrong credentials, if the tenant does (A). */
const checkFields: MiddlewareHandler<MockEnv> = async (c, next) => {
  if (c.get("tenant").behaviors.get("token.invalid-field") === "400") return await next();
  const body = jsonIn(c);
  if (typeof body !== "object" || body === null) return await next();
  const fields = ["appId", "appSecret", "secret"].map((name): unknown => Reflect.get(body, name));
  const isInvalid = fields.some((value) =>
    value !== undefined && (typeof value !== "string" || value === "")
  );
  return isInvalid ? refuse(c, "invalidCredentials") : await next();
};

/** `POST /token`: exchanges an app's credentials for a token (S). */
export function tokenRoutes(world: World): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.post("/token", checkFields, validateJson(anyTokenRequest), async (c) => {
    const tenant = c.get("tenant");
    const { appId, ...secrets } = c.req.valid("json");
    const option = tenant.behaviors.get("token.two-secrets");
    checkSecrets(secrets, option);
    const app = tenant.app(appId);
    if (app === undefined || !(await isSecretOf(app, secretOf(secrets, option) ?? ""))) {
      return refuse(c, "invalidCredentials");
    }
    // Only a request with the right secret learns the state of the app.
    const blockReason = tenant.blockReason(app);
    if (blockReason !== undefined) {
      const status = Number(tenant.behaviors.get(REFUSALS[blockReason]));
      return refuse(c, blockReason, {}, { status });
    }
    const { token, jti } = await world.tokens.issue(tenant.id, app.appId, tenant.clock.now());
    tenant.onToken(app.appId, jti);
    return answer(c, { token });
  });
  return routes;
}
