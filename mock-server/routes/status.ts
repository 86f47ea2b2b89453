import { Hono } from "hono";
import type { MockEnv } from "../middleware/context.ts";

/** `GET /status`: 200 for authenticated requests (D). The body is assumed (A). */
export function statusRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/status", (c) => {
    if (c.var.tenant.behaviors.get("status.body") === "empty") return c.body(null, 200);
    const { appId, name } = c.var.app;
    return c.json({ authenticated: true, app: { appId, name } });
  });
  return routes;
}
