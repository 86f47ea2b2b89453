// A custom `fetch` may have defects that are not network failures.
import { UnexpectedResponseError } from "../errors/errors.ts";
import { describeValue } from "../support/describe-value.ts";

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

/**
 * Checks that a status is one that a response can have. HTTP has no others, but a stub may return one.
 *
 * @param name The request, as messages name it.
 * @throws {UnexpectedResponseError} When it is not from 200 to 599.
 */
export function expectStatus(name: string, status: number): void {
  if (status >= 200 && status <= 599) return;
  throw new UnexpectedResponseError(
    `${name} returned status ${status}; expected 200 to 599`,
    { status, remedy: "Check the fetch option, and which server runs at baseUrl." },
  );
}

/** Like the response's own `ok`, which a stub of a test may lack. */
export function isSuccess({ status }: Response): boolean {
  return status >= 200 && status < 300;
}

/**
 * Checks that a body consists of bytes.
 *
 * @throws {TypeError} When a chunk is something else, for example a text of a test's stub.
 */
export function bytesFrom(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (isBytes(chunk)) return chunk;
  throw new TypeError(`fetch: expected a body of bytes, got ${describeValue(chunk)}`);
}

/** Whether a chunk is a Uint8Array, also one of another realm. */
function isBytes(chunk: unknown): chunk is Uint8Array<ArrayBuffer> {
  return chunk instanceof Uint8Array ||
    Object.prototype.toString.call(chunk) === "[object Uint8Array]";
}

// Responses of other realms and libraries are not instances of Response, so their properties are checked.
function problemWith(given: unknown): string | undefined {
  // To look at `body` makes Bun and Deno create a stream. A body of a known length is read without one.
  const isUnread = given instanceof Response && !given.bodyUsed &&
    (given.headers.has("content-length") || !given.body?.locked);
  if (isUnread) return undefined;
  if (typeof given !== "object" || given === null) return String(given);
  const { status, headers, body } = given as {
    status?: unknown;
    headers?: unknown;
    body?: unknown;
  };
  if (typeof status !== "number") return "an object without a status";
  if (!isHeaders(headers)) return "an object without Headers";
  if (body !== null && !hasMethod(body, "getReader")) {
    return "an object whose body is not a ReadableStream";
  }
  // For example because a stub returns the same Response to several requests.
  if (Reflect.get(Object(body), "locked") === true || Reflect.get(given, "bodyUsed") === true) {
    return "one whose body was already read. Return a new one for each request";
  }
  return undefined;
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof Reflect.get(Object(value), name) === "function";
}

/** A Map has a get() too, but it returns `undefined`. */
function isHeaders(headers: unknown): boolean {
  if (!hasMethod(headers, "get")) return false;
  const value: unknown = Reflect.apply(Reflect.get(Object(headers), "get"), headers, [
    "x-request-id",
  ]);
  return value === null || typeof value === "string";
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
