import { describe, expect, test } from "bun:test";
import { isDefectOfFetch, responseFrom } from "../../../../src/http/fetch-defects.ts";

const headers = new Headers();
const body = new Response("a").body;

describe("a response", () => {
  test("of any realm or library is accepted", () => {
    for (
      const given of [
        new Response("a"),
        new Response(null),
        { status: 200, headers, body: null },
        { status: 200, headers: { get: () => null }, body },
      ]
    ) {
      expect<unknown>(responseFrom(given)).toBe(given);
    }
  });

  for (
    const [given, got] of [
      [undefined, "undefined"],
      [null, "null"],
      ["text", "text"],
      [{}, "an object without a status"],
      [{ status: "200", headers, body }, "an object without a status"],
      [{ status: 200, body }, "an object without Headers"],
      [{ status: 200, headers: null, body }, "an object without Headers"],
      [{ status: 200, headers: {}, body }, "an object without Headers"],
      [{ status: 200, headers }, "an object whose body is not a ReadableStream"],
      [{ status: 200, headers, body: {} }, "an object whose body is not a ReadableStream"],
      [{ status: 200, headers, body: "text" }, "an object whose body is not a ReadableStream"],
    ] as const
  ) {
    test(`is not ${JSON.stringify(given)}: the error says ${got}`, () => {
      expect(() => responseFrom(given)).toThrow(
        new TypeError(`fetch: expected a Response, got ${got}`),
      );
    });
  }
});

test("a response whose body another reader has locked is refused", () => {
  const given = new Response(new ReadableStream());
  given.body?.getReader();
  expect(() => responseFrom(given)).toThrow(
    "fetch: expected a Response, got one whose body was already read. Return a new one",
  );
});

const named = (name: string, message = "any") => Object.assign(new Error(message), { name });

describe("an error of fetch", () => {
  for (
    const name of [
      "ReferenceError",
      "SyntaxError",
      "RangeError",
      "NotCapable",
      "PermissionDenied",
    ]
  ) {
    test(`${name} is a defect`, () => {
      expect(isDefectOfFetch(named(name))).toBe(true);
      expect(isDefectOfFetch({ name, message: "not an error" })).toBe(false);
    });
  }

  for (
    const message of [
      "x is not a function",
      "Cannot read properties of undefined (reading 'y')",
      "undefined is not an object (evaluating 'x.y')",
      "x is not iterable",
      "Invalid URL",
      "fetch: expected a Response, got undefined",
    ]
  ) {
    test(`a TypeError is a defect if it says: ${message}`, () => {
      expect(isDefectOfFetch(new TypeError(message))).toBe(true);
      expect(isDefectOfFetch(new Error(message))).toBe(false);
      // The runtimes add these to the errors of a connection.
      expect(isDefectOfFetch(new TypeError(message, { cause: new Error("reset") }))).toBe(false);
      expect(isDefectOfFetch(Object.assign(new TypeError(message), { code: "E" }))).toBe(false);
    });
  }

  test("that says anything else is a network failure", () => {
    for (
      const message of [
        "fetch failed",
        "could not fetch: expected a connection",
        `${"x".repeat(500)} is not a function`,
      ]
    ) {
      expect(isDefectOfFetch(new TypeError(message))).toBe(false);
    }
    for (const thrown of ["x is not a function", undefined, null]) {
      expect(isDefectOfFetch(thrown)).toBe(false);
    }
  });
});

test("the body of a response of a known length is not touched, because that creates a stream", () => {
  const response = new Response("abc", { headers: { "content-length": "3" } });
  Object.defineProperty(response, "body", {
    get() {
      throw new Error("touched");
    },
  });
  expect(responseFrom(response)).toBe(response);
});

test("an object that throws when it is read is named", () => {
  const hostile = Object.defineProperty({}, "status", {
    get() {
      throw new Error("hidden");
    },
  });
  expect(() => responseFrom(hostile)).toThrow(
    new TypeError("fetch: expected a Response, got an object that cannot be read"),
  );
});

test("a body that is being read or was read is named, of a Response and of a stub", () => {
  const locked = new Response("a");
  locked.body?.getReader();
  const stub = { status: 200, headers, bodyUsed: false };
  const reader = { getReader() {} };
  for (
    const given of [
      locked,
      { ...stub, body: { ...reader, locked: true } },
      { ...stub, body: { ...reader, locked: false }, bodyUsed: true },
    ]
  ) {
    expect(() => responseFrom(given)).toThrow(
      "got one whose body was already read. Return a new one for each request",
    );
  }
  const unread: unknown = { ...stub, body: { ...reader, locked: false } };
  expect<unknown>(responseFrom(unread)).toBe(unread);
});
