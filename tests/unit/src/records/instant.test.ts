import { describe, expect, test } from "bun:test";
import { expectInstant, instantText } from "../../../../src/records/instant.ts";

const TEXT = "2026-01-02T03:04:05Z";

describe("a time is accepted:", () => {
  for (
    const [given, text] of [
      [TEXT, TEXT],
      ["2026-01-02t03:04z", "2026-01-02T03:04:00Z"],
      ["2026-01-02T03:04+01:00", "2026-01-02T03:04:00+01:00"],
      ["2026-01-02T03:04:05.123456789012Z", "2026-01-02T03:04:05.123456789012Z"],
      ["2026-01-02T03:04:05,5Z", "2026-01-02T03:04:05.5Z"],
      ["2026-01-02T03:04:05+01", "2026-01-02T03:04:05+01:00"],
      ["2026-01-02T03:04:05-01", "2026-01-02T03:04:05-01:00"],
      ["2026-01-02T03:04:05+0130", "2026-01-02T03:04:05+01:30"],
      ["+012026-01-02T03:04:05Z", "+012026-01-02T03:04:05Z"],
      [`${TEXT}[Europe/Berlin]`, TEXT],
      [`${TEXT}[${"x".repeat(100 - TEXT.length - 2)}]`, TEXT],
    ] as const
  ) {
    test(given, () => {
      expect(instantText(given)).toEqual({ text });
    });
  }

  test("an object, whose methods get no arguments", () => {
    const method = (...args: unknown[]) => args.length === 0 ? TEXT : "wrong";
    expect(instantText({ toISOString: method })).toEqual({ text: TEXT });
    expect(instantText({ toJSON: method })).toEqual({ text: TEXT });
    expect(instantText({ toISOString: 1, toJSON: method })).toEqual({ text: TEXT });
  });
});

describe("a time is refused:", () => {
  const neither = (got: string) => `expected a Date or an ISO 8601 string, got ${got}`;
  const zoneless = (text: string, write: string) =>
    `"${text}" has no time zone: add one, as in ${write}`;
  const long = `${TEXT}[${"x".repeat(101 - TEXT.length - 2)}]`;
  for (
    const [given, problem] of [
      ["2026-01-02", zoneless("2026-01-02", "2026-01-02T00:00:00Z")],
      ["2026-01-02T03:04:05", zoneless("2026-01-02T03:04:05", TEXT)],
      ["2026-01-02 03:04", zoneless("2026-01-02 03:04", "2026-01-02T03:04:00Z")],
      ["2026-01-02T03:04:05.1", zoneless("2026-01-02T03:04:05.1", "2026-01-02T03:04:05.1Z")],
      // It has a time zone. The space is wrong.
      ["2026-01-02 03:04:05Z", neither('"2026-01-02 03:04:05Z"')],
      // No time zone would make it valid.
      ["2026-01-32", neither('"2026-01-32"')],
      ["x2026-01-02T03:04:05", neither('"x2026-01-02T03:04:05"')],
      ["2026-01-02x", neither('"2026-01-02x"')],
      ["2026[x]-01-02T03:04:05Z", neither('"2026[x]-01-02T03:04:05Z"')],
      [long, neither(`"${long.slice(0, 59)}…`)],
      ["2026-02-30T25:00:00Z", '"2026-02-30T25:00:00Z" is not a valid date'],
      ["2026-01-02T03:04:05+99", '"2026-01-02T03:04:05+99" is not a valid date'],
      ["", neither('""')],
      [1767323045000, neither("1767323045000")],
      [undefined, neither("undefined")],
      [null, neither("null")],
    ] as const
  ) {
    test(String(given), () => {
      expect(instantText(given)).toEqual({ problem });
    });
  }

  test("an object without a time", () => {
    const toISOString = () => {
      throw new Error("of the object");
    };
    for (const given of [{}, { toJSON: () => 1 }, { toISOString }]) {
      expect(instantText(given)).toEqual({ problem: neither("an object") });
    }
    expect(instantText(new Date(NaN))).toEqual({ problem: neither("an invalid Date") });
  });

  test("and what the error proposes is accepted", () => {
    for (const given of ["2026-01-02", "2026-01-02 03:04", "2026-01-02T03:04:05,5"]) {
      const result = instantText(given);
      const [, proposed] = /as in (.+)$/.exec("problem" in result ? result.problem : "") ?? [];
      expect(instantText(proposed)).toEqual({ text: proposed ?? "none was proposed" });
    }
  });

  test("by name", () => {
    expect(expectInstant("updatedAfter", TEXT)).toBe(TEXT);
    expect(() => expectInstant("updatedAfter", "soon")).toThrow(
      new TypeError(`updatedAfter: ${neither('"soon"')}`),
    );
  });
});
