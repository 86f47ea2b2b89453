/** Which requests are meant. What is left out matches anything. */
export interface RequestMatch {
  /** The HTTP method, in any case. */
  method?: string | undefined;
  /**
   * The path below `/api/v1`, such as `/token`, without its query. A `*` stands for any text:
   * `/collections/*`.
   */
  path?: string | undefined;
}

/** Whether a request is meant. */
export function matches(match: RequestMatch, request: { method: string; path: string }): boolean {
  const { method, path } = match;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  return path === undefined || pattern(path).test(request.path);
}

/**
 * Checks a match that a test gave.
 *
 * @throws {TypeError} Naming what is wrong.
 */
export function checkMatch(match: RequestMatch): void {
  const { path } = match;
  if (path !== undefined && !path.startsWith("/") && !path.startsWith("*")) {
    throw new TypeError(
      `match.path: expected a path below /api/v1 that starts with /, got ${JSON.stringify(path)}`,
    );
  }
}

function pattern(path: string): RegExp {
  const escaped = path.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s");
}
