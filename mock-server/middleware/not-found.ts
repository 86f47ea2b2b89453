import type { Context, NotFoundHandler } from "hono";
import { API_OPERATIONS, type ApiOperation } from "../../src/wire/operations.ts";
import { formatValue } from "../support/format-value.ts";
import { API_PATH } from "../support/api-path.ts";
import type { MockEnv } from "./context.ts";
import type { Guard } from "./guard.ts";
import { refuse } from "./error-response.ts";

/** Responds with 405 and `Allow` for a known path with another method (A), with 404 for an unknown path. */
export const notFound: NotFoundHandler<MockEnv> = (c) => {
  const methods = isRefused(c) ? [] : methodsOf(c.get("path"));
  if (methods.length === 0 || c.get("tenant").behaviors.get("routing.wrong-method") === "404") {
    // As it was sent: a path that only repeats slashes looks right otherwise.
    const path = formatValue(new URL(c.req.url).pathname);
    return refuse(c, "notFound", { path }, { hint: hintFor(c.get("path")) });
  }
  const allowed = methods.join(", ");
  const headers = { allow: allowed };
  return refuse(c, "methodNotAllowed", { method: c.req.method, allowed }, { headers });
};

/** Treats a path with repeated slashes as unknown, if the tenant does (A). */
export const refuseDoubleSlash: Guard = (c) => isRefused(c) ? c.notFound() : undefined;

/** What is probably wrong with an unknown path below `/api/v1`. */
export function hintFor(path: string): string | undefined {
  return path.startsWith(`${API_PATH}/`) ? `The path repeats ${API_PATH}.` : undefined;
}

/** Whether the path is unknown, and the tenant says so even if the request has no token (A). */
export function showsUnknownPath(c: Context<MockEnv>): boolean {
  const { behaviors } = c.get("tenant");
  return behaviors.get("routing.unknown-path") === "404" && !isKnownPath(c.get("path"));
}

/** Whether the API has an operation with this path below `/api/v1`. */
export function isKnownPath(path: string): boolean {
  return methodsOf(path).length > 0;
}

function isRefused(c: Context<MockEnv>): boolean {
  return c.get("tenant").behaviors.get("routing.double-slash") === "404" &&
    new URL(c.req.url).pathname.includes("//");
}

/** The methods of the operations with a path. */
function methodsOf(path: string): string[] {
  const covering = API_OPERATIONS.filter((operation) => covers(operation, path));
  // `/bulk` is a separate path, not a record ID.
  const fewest = Math.min(...covering.map(parametersIn));
  return covering.filter((operation) => parametersIn(operation) === fewest)
    .map(({ method }) => method);
}

/** Whether the path of an operation, with its `{parameters}`, matches this path. */
function covers(operation: ApiOperation, path: string): boolean {
  const names = operation.path.split("/");
  const parts = path.split("/");
  return names.length === parts.length &&
    names.every((name, i) => name.startsWith("{") ? parts[i] !== "" : name === parts[i]);
}

function parametersIn({ path }: ApiOperation): number {
  return path.split("/").filter((name) => name.startsWith("{")).length;
}
