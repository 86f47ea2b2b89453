import { Hono } from "hono";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";

/** `GET /status`: 200 for authenticated requests (D). The body is assumed (A). */
export function statusRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/status", (c) => {
    if (c.get("tenant").behaviors.get("status.body") === "empty") return c.body(null, 200);
    const { appId, name } = c.get("app");
    return answer(c, { authenticated: true, app: { appId, name } });
  });
  return routes;
}
