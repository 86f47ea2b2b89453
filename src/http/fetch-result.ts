// A custom `fetch` may have defects that are not network failures.

/**
 * Checks that `fetch` returned a response.
 *
 * @throws {TypeError} When it returned something else, for example a test's incomplete stub.
 */
export function responseFrom(given: unknown): Response {
  let problem: string | undefined;
  try {
    problem = problemWith(given);
  } catch {
    problem = "an object that cannot be read";
  }
  if (problem === undefined) return given as Response;
  throw new TypeError(`fetch: expected a Response, got ${problem}`);
}

// Responses of other realms and libraries are not instances of Response, so their properties are checked.
function problemWith(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return String(given);
  if (!("status" in given) || typeof given.status !== "number") {
    return "an object without a status";
  }
  if (!("headers" in given) || !isHeaders(given.headers)) return "an object without Headers";
  if (!("body" in given) || (given.body !== null && !isStream(given.body))) {
    return "an object whose body is not a ReadableStream";
  }
  // For example because a stub returns the same Response to several requests.
  if (given.body?.locked === true || Reflect.get(given, "bodyUsed") === true) {
    return "one whose body was already read. Return a new one for each request";
  }
  return undefined;
}

function isHeaders(headers: unknown): headers is Headers {
  if (typeof headers !== "object" || headers === null) return false;
  if (!("get" in headers) || typeof headers.get !== "function") return false;
  // A Map has a get(), too, but returns undefined.
  const value: unknown = headers.get("x-request-id");
  return value === null || typeof value === "string";
}

function isStream(body: unknown): body is ReadableStream {
  return typeof body === "object" && body !== null && "getReader" in body &&
    typeof body.getReader === "function";
}

const DEFECTS: ReadonlySet<string> = new Set([
  "ReferenceError",
  "SyntaxError",
  "RangeError",
  // Deno throws these when a permission is missing, which a retry cannot change.
  "NotCapable",
  "PermissionDenied",
]);

// The engines' messages for programming errors. A failed connection is a TypeError, too.
const MISTAKES =
  /is not a function|Cannot read propert|is not an object|is not iterable|Invalid URL|^fetch: expected/;

/**
 * Whether an error thrown by `fetch` is a defect, which a retry cannot fix. It needs positive evidence:
 * otherwise the error counts as a network failure.
 */
export function isDefectOfFetch(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (DEFECTS.has(error.name)) return true;
  return error.name === "TypeError" && error.cause === undefined && !("code" in error) &&
    MISTAKES.test(error.message.slice(0, 500));
}
