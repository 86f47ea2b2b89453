import { expect, test } from "bun:test";
import { jsonText } from "../../../../src/http/json-text.ts";

test("a value is serialized, unless JSON would lose a part of it", () => {
  expect(jsonText({ data: { a: 1, b: undefined } }, "people")).toBe('{"data":{"a":1}}');
  expect(() => jsonText({ data: { a: NaN } }, "people")).toThrow(
    new TypeError("people: body.data.a is NaN, which JSON cannot represent"),
  );
});
