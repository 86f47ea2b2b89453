import { describe, expect, test } from "bun:test";
import { collectionSegment, recordSegment, segment } from "../../../../src/records/paths.ts";

describe("a segment stays one segment with exactly the given text", () => {
  for (
    const text of [
      "purchase-orders",
      "a/b",
      "a\\b",
      "a b",
      "a?b#c",
      "100%",
      "%2F",
      "%2e%2e",
      "..a",
      "...",
      "a&b=c;d,e",
      "größe",
      "✓ 😀",
      "a\tb\nc",
      " ",
    ]
  ) {
    test(JSON.stringify(text), () => {
      const url = new URL(`https://a.invalid/x/${segment("id", text)}/y`);
      const [, first, middle = "", last, ...more] = url.pathname.split("/");
      expect([first, decodeURIComponent(middle), last, more]).toEqual(["x", text, "y", []]);
      expect([url.search, url.hash]).toEqual(["", ""]);
    });
  }
});

describe("an invalid segment is refused by name", () => {
  for (
    const [what, value, message] of [
      ["an empty text", "", 'service: expected a string that is not empty, got ""'],
      ["one dot", ".", "service: expected a value other than . and .., which cannot be in a URL"],
      ["two dots", "..", "service: expected a value other than . and .., which cannot be in a URL"],
      ["half of a surrogate pair", "a\ud83d", "service: expected well-formed Unicode"],
      ["a number", 42, "service: expected a string, got 42"],
      ["nothing", undefined, "service: expected a string, got undefined"],
      ["null", null, "service: expected a string, got null"],
      ["an object", {}, "service: expected a string, got {}"],
      ["a BigInt", 1n, "service: expected a string, got 1"],
    ] as const
  ) {
    test(what, () => {
      // Wrong on purpose, as the compiler would also report.
      const make = () => Reflect.apply(segment, undefined, ["service", value]);
      expect(make).toThrow(TypeError);
      expect(make).toThrow(message);
    });
  }
});

describe("a collection", () => {
  test("is an ID or a slug", () => {
    for (
      const [given, encoded] of [["people", "people"], ["a/b", "a%2Fb"], [
        "x http://",
        "x%20http%3A%2F%2F",
      ]]
    ) {
      expect(collectionSegment(given ?? "")).toBe(encoded ?? "");
    }
    expect(() => collectionSegment("")).toThrow("collection: expected a string that is not empty");
    const wrong: unknown = 42;
    expect(() => Reflect.apply(collectionSegment, undefined, [wrong])).toThrow(
      "collection: expected a string, got 42",
    );
  });

  const refused = "collection: expected an ID or a slug, got the URL of a web page";
  for (
    const [url, slug] of [
      ["https://app.kinabase.com/c/people", "people"],
      ["HTTP://app.kinabase.com/c/sensor-readings/", "sensor-readings"],
      ["https://app.kinabase.com/c/people?view=1", "people"],
      ["https://app.kinabase.com/c/people#top", "people"],
    ] as const
  ) {
    test(`is not ${url}, and the error names the slug`, () => {
      expect(() => collectionSegment(url)).toThrow(new TypeError(`${refused}: use "${slug}"`));
    });
  }
  for (
    const url of [
      "https://app.kinabase.com",
      "https://app.kinabase.com/x/c/people",
      "https://app.kinabase.com/c/größe",
      "https://app.kinabase.com/?to=/c/people",
      "https://app.kinabase.com/?to=https://app.kinabase.com/c/people",
      "https://",
    ]
  ) {
    test(`is not ${url}, which has no slug`, () => {
      expect(() => collectionSegment(url)).toThrow(new TypeError(refused));
    });
  }
});

describe("a record's ID", () => {
  test("may be anything that is not the name of an operation", () => {
    for (const id of ["3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11", "All", "all2", "ext", "bulky"]) {
      expect(recordSegment(id)).toBe(id);
    }
  });

  test("cannot be a reserved word", () => {
    for (const id of ["all", "bulk", "ingest"]) {
      expect(() => recordSegment(id)).toThrow(`id: expected a record's ID, got "${id}"`);
    }
  });

  test("is refused like any segment, and the error calls it id", () => {
    expect(() => recordSegment("")).toThrow("id: expected a string that is not empty");
  });
});
