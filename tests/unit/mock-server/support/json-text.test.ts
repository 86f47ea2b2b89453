import { expect, test } from "bun:test";
import { jsonText } from "../../../../mock-server/support/json-text.ts";
import { createMockControl, createMockServer } from "../../../../mock-server/mod.ts";

class Point {
  x = 1;
}

/** Values that JSON would change or drop. */
const REFUSED: [string, unknown][] = [
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["a date", new Date(0)],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["a bigint", 1n],
  ["a map", new Map([[1, 2]])],
  ["a set", new Set([1])],
  ["an object of a class", new Point()],
  ["an object with toJSON", { toJSON: () => 1 }],
  ["undefined in an array", [undefined]],
];

test("values that JSON keeps are sent, without properties that are undefined", () => {
  const kept = { a: null, b: [1, "x", true, { c: Object.create(null) }], d: -0.5 };
  expect(JSON.parse(jsonText({ ...kept, e: undefined }))).toEqual({
    ...kept,
    b: [1, "x", true, { c: {} }],
  });
  expect([jsonText(null), jsonText("x"), jsonText([])]).toEqual(["null", '"x"', "[]"]);
});

test("other values are refused with their path", () => {
  for (const [what, value] of REFUSED) {
    const place = Array.isArray(value) ? "a[1].b[0]" : "a[1].b";
    expect([what, messageOf(() => jsonText({ a: [0, { b: value }] }))]).toEqual([
      what,
      expect.stringContaining(`${place}: expected a JSON value, got `),
    ]);
  }
  const appSecret = new TextEncoder().encode("canary");
  expect(messageOf(() => jsonText({ apps: [{ appSecret }] }))).toBe(
    "apps[0].appSecret: expected a JSON value, got a value that is not shown.",
  );
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  expect(messageOf(() => jsonText(circle))).toContain("must be nested at most 100 levels deep");
});

test("a remote tenant refuses the values that a tenant in process refuses", async () => {
  const mock = createMockServer({ control: true });
  const control = createMockControl("http://localhost", { fetch: mock.fetch });
  const local = mock.createTenant().collections.create({ slug: "things", name: "Things" });
  const remote = await control.tenant.collections.create({ slug: "things", name: "Things" });
  for (const [what, value] of REFUSED) {
    const record = JSON.parse("{}");
    record.data = { value };
    expect([what, messageOf(() => local.records.add(record))]).toEqual([
      what,
      expect.stringContaining("data.value: expected a JSON value"),
    ]);
    await expect(remote.records.add(record)).rejects.toThrow(
      /^data\.value(?:\[0\])?: expected a JSON value, got /,
    );
    const seed = { collections: [{ slug: "more", name: "More", records: [record] }] };
    await expect(control.tenant.seed(seed)).rejects.toThrow("expected a JSON value");
    await expect(control.createTenant({ seed })).rejects.toThrow("expected a JSON value");
  }
  expect([await remote.records.count(), (await control.tenants()).length]).toEqual([0, 2]);
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof TypeError ? error.message : `not a TypeError: ${error}`;
  }
  return "nothing was thrown";
}
