import { Hono } from "hono";
import { answer } from "../middleware/answer.ts";
import type { MockEnv } from "../middleware/context.ts";

/** `GET /version`: a health check without a token (O, weak). The body is assumed (A). */
export function versionRoutes(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  routes.get("/version", (c) => answer(c, { version: "mock" }));
  return routes;
}
