import type { Hono, NotFoundHandler } from "hono";
import { type MockEnv, refuse } from "./context.ts";

/** 405 with `Allow` for a known path with another method (A), 404 for an unknown one. */
export const notFound = (app: Hono<MockEnv>): NotFoundHandler<MockEnv> => (c) => {
  const allowed = new Set(
    app.routes
      .filter(({ method, path }) => method !== "ALL" && covers(path, c.req.path))
      .map(({ method }) => method),
  );
  if (allowed.size === 0) return refuse(c, "notFound");
  c.header("allow", [...allowed].join(", "));
  return refuse(c, "methodNotAllowed");
};

/** Whether a route's path, with its `:parameters`, is this path. */
function covers(route: string, path: string): boolean {
  const routeParts = route.split("/");
  const parts = path.split("/");
  return routeParts.length === parts.length &&
    routeParts.every((part, i) => part.startsWith(":") ? parts[i] !== "" : part === parts[i]);
}
