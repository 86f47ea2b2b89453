import { expect, test } from "bun:test";
import { brokenRules, circles, type Import } from "../../../../scripts/checks/import-rules.ts";

const value = (to: string): Import => ({ to, typeOnly: false });
const type = (to: string): Import => ({ to, typeOnly: true });

test.each([
  ["src/client.ts", value("mock-server/mod.ts")],
  ["src/client.ts", type("tests/contract/mod.ts")],
  ["src/client.ts", value("node:fs")],
  ["src/client.ts", value("cloudflare:workers")],
  ["mod.ts", value("mock-server/mod.ts")],
  ["mock-server/app.ts", value("mod.ts")],
  ["mock-server/app.ts", type("src/client.ts")],
  ["mock-server/app.ts", value("src/clock.ts")],
  ["mock-server/app.ts", value("node:fs")],
  ["tests/contract/case.ts", value("src/client.ts")],
  ["tests/contract/case.ts", type("mock-server/app.ts")],
  ["tests/contract/case.ts", value("bun:test")],
  ["cli/main.ts", value("bun")],
  ["cli/main.ts", value("tests/unit/seeded-random.ts")],
  ["scripts/check.ts", value("tests/inspector/browser.ts")],
])("%s must not import %o", (file, found) => {
  const [complaint = "", ...more] = brokenRules(file, [found]);
  expect(complaint).toStartWith(`${file} imports ${found.to}`);
  expect(more).toEqual([]);
});

test.each([
  ["src/client.ts", value("src/http/json-call.ts")],
  ["src/client.ts", value("node_modules/jose/dist/index.js")],
  ["src/cloudflare/binding.ts", value("cloudflare:workers")],
  ["mock-server/app.ts", value("src/wire/request-body-schemas.ts")],
  ["mock-server/app.ts", type("src/clock.ts")],
  ["mock-server/serve.ts", value("node:http")],
  ["tests/contract/case.ts", value("mod.ts")],
  ["tests/contract/case.ts", value("src/wire/types.ts")],
  ["cli/main.ts", value("src/client.ts")],
  ["cli/main.ts", value("node:fs")],
])("%s may import %o", (file, found) => {
  expect(brokenRules(file, [found])).toEqual([]);
});

test("a circle of imports is reported with its files, even if it consists of types only", () => {
  const graph = new Map([
    ["a.ts", [value("b.ts")]],
    ["b.ts", [type("c.ts"), value("d.ts")]],
    ["c.ts", [type("b.ts")]],
    ["d.ts", []],
  ]);
  expect(circles(graph)).toEqual(["circle: b.ts -> c.ts -> b.ts"]);
  expect(circles(new Map([["a.ts", [value("b.ts")]], ["b.ts", []]]))).toEqual([]);
});
