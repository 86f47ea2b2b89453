import { describeValue } from "../support/describe-value.ts";

/**
 * These names in a record's place are other API calls. A test proves that they match the list of
 * operations, which the client does not load.
 */
export const RESERVED: ReadonlySet<string> = new Set(["all", "bulk", "ingest"]);

/**
 * Encodes a string as one segment of a path.
 *
 * @param name The name of the value in error messages.
 * @throws {TypeError} When it is not a string, is empty, or cannot be a segment of a URL.
 */
export function segment(name: string, value: string): string {
  const fail = (expected: string) =>
    new TypeError(`${name}: expected ${expected}, got ${describeValue(value)}`);
  if (typeof value !== "string") throw fail("a string");
  if (value === "") throw fail("a string that is not empty");
  // URL parsers resolve these segments, even when they are percent-encoded.
  if (value === "." || value === "..") {
    throw fail("a value other than . and .., which cannot be in a URL");
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw fail("well-formed Unicode");
  }
}

/**
 * Encodes a collection's ID or slug as a segment.
 *
 * @throws {TypeError} Like {@linkcode segment}, and when it is the URL of a web page.
 */
export function collectionSegment(value: string): string {
  const encoded = segment("collection", value);
  if (!/^https?:\/\//i.test(value)) return encoded;
  const slug = slugInAddress(value);
  throw new TypeError(
    "collection: expected an ID or a slug, got the URL of a web page" +
      (slug === undefined ? "" : `: use ${JSON.stringify(slug)}`),
  );
}

/** Returns the slug in a page URL such as `https://app.kinabase.com/c/sensor-readings`. */
function slugInAddress(address: string): string | undefined {
  return /^\w+:\/\/[^/?#]*\/c\/([\w-]{1,100})(?:[/?#]|$)/.exec(address)?.[1];
}

/**
 * Encodes a record's ID as a segment.
 *
 * @throws {TypeError} Like {@linkcode segment}, and when it is the name of another API call.
 */
export function recordSegment(value: string): string {
  if (RESERVED.has(value)) {
    throw new TypeError(
      `id: expected a record's ID, got ${describeValue(value)}, which is the name of an API call`,
    );
  }
  return segment("id", value);
}
