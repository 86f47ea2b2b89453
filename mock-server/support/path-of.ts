import { getPath } from "hono/utils/url";

/**
 * The path of a request, for Hono's `getPath`. Repeated slashes count as one (A): programs append `/token` to
 * a base URL that ends with a slash.
 */
export function pathOf(request: Request): string {
  const path = getPath(request);
  return path.includes("//") ? path.replace(/\/{2,}/g, "/") : path;
}
