import { Hono } from "hono";
import { tokenRequest } from "../../src/wire/zod-schemas.ts";
import { type MockEnv, refuse } from "../middleware/context.ts";
import { validateJson } from "../middleware/validate-request.ts";
import { isSecretOf } from "../world/apps/app-registration.ts";
import type { World } from "../world/world.ts";

/** `POST /token`: exchanges an app's credentials for a token (S). */
export function tokenRoutes(world: World): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.post("/token", validateJson(tokenRequest), async (c) => {
    const { tenant } = c.var;
    const { appId, appSecret, secret = appSecret } = c.req.valid("json");
    const app = tenant.app(appId);
    if (app === undefined || !(await isSecretOf(app, secret ?? ""))) {
      return refuse(c, "invalidCredentials");
    }
    // Only a request with the right secret learns the state of the app.
    const blockReason = tenant.blockReason(app);
    if (blockReason !== undefined) return refuse(c, blockReason);
    return c.json({ token: await world.tokens.issue(tenant.id, app.appId, tenant.clock.now()) });
  });
  return routes;
}
