import { expect, test } from "bun:test";
import { formatValue, pathText } from "../../../../mock-server/support/format-value.ts";
import { createMockControl, createMockServer } from "../../../../mock-server/mod.ts";

const VALUES: [value: unknown, text: string][] = [
  ['a "b"', '"a \\"b\\""'],
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [null, "null"],
  [undefined, "undefined"],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [new Date(NaN), "Invalid Date"],
  [10n, "10"],
];

for (const [value, text] of VALUES) {
  test(`a message shows ${text}`, () => expect(formatValue(value)).toBe(text));
}

test("a message shows no secret, even inside a text", () => {
  const seed = { apps: [{ appSecret: "A".repeat(86) + "==" }] };
  for (const given of [seed, JSON.stringify(seed)]) expect(formatValue(given)).not.toContain("AAA");
});

test("a message shows the beginning of a long text", () => {
  expect(formatValue("x".repeat(100))).toBe(`"${"x".repeat(79)}…`);
});

const SECRET = `${"A".repeat(86)}==`;
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";

test("a path shows names and indexes", () => {
  expect(pathText(["records", 3, "data", "jobTitle"])).toBe("records[3].data.jobTitle");
});

test("a name in a path is shortened", () => {
  expect(pathText(["data", "x".repeat(1_000)])).toHaveLength("data.".length + 80 + 1);
});

test("a name in a path is no secret and no token", () => {
  expect(pathText(["data", SECRET])).toBe("data.[redacted]");
  expect(pathText(["data", JWT])).toBe("data.[redacted]");
});

const RANDOM_SECRET = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));

// Wrong on purpose, as the compiler would also report.
for (
  const [what, use] of Object.entries({
    "the base URL": () => createMockServer({ baseUrl: RANDOM_SECRET }),
    "the name of an option": () => createMockServer(Object.fromEntries([[RANDOM_SECRET, 1]])),
    "the name of an option of a group": () =>
      createMockServer({ limits: Object.fromEntries([[RANDOM_SECRET, 1]]) }),
    "the URL of a control": () => createMockControl(RANDOM_SECRET),
    "an App ID": () => createMockServer().tenant.apps.revoke(RANDOM_SECRET),
    "an App ID of a seed": () =>
      createMockServer({ seed: { apps: [{ appId: RANDOM_SECRET, name: "a", description: "b" }] } }),
  })
) {
  test(`an error of the mock does not show a secret that was passed as ${what}`, () => {
    expect(use).toThrow("[redacted]");
    expect(use).not.toThrow(RANDOM_SECRET.slice(0, 20));
  });
}

test("an answer of the control API does not show a secret in a path", async () => {
  const mock = createMockServer({ control: true });
  const secret = encodeURIComponent(RANDOM_SECRET);
  for (const path of [`tenants/${secret}`, `tenants/default/collections/${secret}/records`]) {
    const response = await mock.fetch(new Request(`http://localhost/__mock/${path}`));
    expect(response.status).toBe(404);
    expect((await response.json()).error).toContain('"[redacted]"');
  }
});
