// A custom `fetch` may be wrong in ways that are no failure of the network.

/**
 * What `fetch` gave, if it is a response.
 *
 * @throws {TypeError} When it is something else, such as a stub of a test.
 */
export function responseFrom(given: unknown): Response {
  const problem = problemWith(given);
  if (problem === undefined) return given as Response;
  throw new TypeError(`fetch: expected a Response, got ${problem}`);
}

// Other realms' and other libraries' responses are no instances of Response, so their parts decide.
function problemWith(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return String(given);
  if (!("status" in given) || typeof given.status !== "number") {
    return "an object without a status";
  }
  const { headers } = given as { headers?: unknown };
  if (typeof headers !== "object" || headers === null || !("get" in headers)) {
    return "an object without Headers";
  }
  if (!("body" in given) || (given.body !== null && !isStream(given.body))) {
    return "an object whose body is no ReadableStream";
  }
  return undefined;
}

function isStream(body: unknown): boolean {
  return typeof body === "object" && body !== null && "getReader" in body;
}

const DEFECTS: ReadonlySet<string> = new Set([
  "ReferenceError",
  "SyntaxError",
  "RangeError",
  // Deno's, when a permission is missing: trying again asks for nothing new.
  "NotCapable",
  "PermissionDenied",
]);

// What the engines say of a mistake in a program. A failed connection is a TypeError too.
const MISTAKES =
  /is not a function|Cannot read propert|is not an object|is not iterable|Invalid URL|^fetch: expected/;

/**
 * Whether an error thrown by `fetch` is a defect of it, which no other attempt can cure. Only on
 * positive evidence: in doubt it is a failure of the network.
 */
export function isDefectOfFetch(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (DEFECTS.has(error.name)) return true;
  return error.name === "TypeError" && error.cause === undefined && !("code" in error) &&
    MISTAKES.test(error.message.slice(0, 500));
}
