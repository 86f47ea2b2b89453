import type { Hono, NotFoundHandler } from "hono";
import { formatValue } from "../support/format-value.ts";
import { type MockEnv, refuse } from "./context.ts";

/** Responds with 405 and `Allow` for a known path with another method (A), with 404 for an unknown path. */
export const notFound = (app: Hono<MockEnv>): NotFoundHandler<MockEnv> => (c) => {
  const covering = app.routes.filter(({ method, path }) =>
    method !== "ALL" && covers(path, c.req.path)
  );
  // `/bulk` is a separate path, not a record ID.
  const fewest = Math.min(...covering.map(({ path }) => parametersIn(path)));
  const closest = covering.filter(({ path }) => parametersIn(path) === fewest);
  if (closest.length === 0) return refuse(c, "notFound", { path: formatValue(c.req.path) });
  const allowed = [...new Set(closest.map(({ method }) => method))].join(", ");
  c.header("allow", allowed);
  return refuse(c, "methodNotAllowed", { method: c.req.method, allowed });
};

/** Whether a route's path, with its `:parameters`, matches this path. */
function covers(route: string, path: string): boolean {
  const routeParts = route.split("/");
  const parts = path.split("/");
  return routeParts.length === parts.length &&
    routeParts.every((part, i) => part.startsWith(":") ? parts[i] !== "" : part === parts[i]);
}

function parametersIn(route: string): number {
  return route.split("/").filter((part) => part.startsWith(":")).length;
}
