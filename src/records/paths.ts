/**
 * Below a collection these name other calls, so a record's ID must not be one of them. A test proves that
 * they are those of the list of operations, which the client does not load.
 */
export const RESERVED: ReadonlySet<string> = new Set(["all", "bulk", "ingest"]);

/**
 * One segment of a path, encoded so that it stays one and means exactly the given text.
 *
 * @param name What it is, as an error will name it.
 * @throws {TypeError} When it is empty or no text, or when no URL can carry it as it is.
 */
export function segment(name: string, value: string): string {
  const fail = (expected: string) =>
    new TypeError(`${name}: expected ${expected}, got ${JSON.stringify(value) ?? String(value)}`);
  if (typeof value !== "string") throw fail("a text");
  if (value === "") throw fail("a text that is not empty");
  // Every URL parser resolves these, whichever way they are written.
  if (value === "." || value === "..") throw fail("anything but . and .., which no URL can carry");
  try {
    return encodeURIComponent(value);
  } catch {
    throw fail("well-formed Unicode");
  }
}

/**
 * A collection's ID or slug as a segment.
 *
 * @throws {TypeError} As {@linkcode segment}, and when it is the address of a page.
 */
export function collectionSegment(value: string): string {
  if (typeof value === "string" && /^https?:\/\//i.test(value)) {
    const slug = slugInAddress(value);
    throw new TypeError(
      "collection: expected an ID or a slug, got the address of a web page" +
        (slug === undefined ? "" : `: use ${JSON.stringify(slug)}`),
    );
  }
  return segment("collection", value);
}

/** The slug in an address such as `https://app.kinabase.com/c/sensor-readings`. */
function slugInAddress(address: string): string | undefined {
  const path = URL.canParse(address) ? new URL(address).pathname : "";
  return /^\/c\/([\w-]{1,100})(?:\/|$)/.exec(path)?.[1];
}

/**
 * A record's ID as a segment.
 *
 * @throws {TypeError} As {@linkcode segment}, and when it would name another call.
 */
export function recordSegment(value: string): string {
  if (RESERVED.has(value)) {
    throw new TypeError(`id: expected a record's ID, got ${JSON.stringify(value)}, another call`);
  }
  return segment("id", value);
}
