import { expect, test } from "bun:test";
import { isUuid } from "../../../../src/support/uuid.ts";

const UUID = "01234567-89ab-cdef-0123-456789abcdef";

test("a UUID in any letter case", () => {
  expect([UUID, UUID.toUpperCase()].map(isUuid)).toEqual([true, true]);
});

test("nothing before, after or between it, and only hexadecimal digits", () => {
  for (
    const text of [
      `x${UUID}`,
      `${UUID}0`,
      UUID.replaceAll("-", ""),
      UUID.replace("f", "g"),
      UUID.slice(1),
      UUID.slice(0, -1),
      UUID.replace("-0123", ""),
      UUID.replace("89ab", "89a"),
    ]
  ) {
    expect([text, isUuid(text)]).toEqual([text, false]);
  }
});
