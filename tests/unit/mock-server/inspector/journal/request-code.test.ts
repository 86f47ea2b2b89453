import { expect, test } from "bun:test";
import { asCurl, asFetch } from "../../../../../mock-server/inspector/journal/request-code.ts";

const BASE = "http://localhost:8787/api/v1/";

test("a request without headers and body is one line", () => {
  const entry = { id: 1, at: 0, method: "GET", path: "/version", query: "" };
  expect(asCurl(entry, BASE)).toBe("curl 'http://localhost:8787/api/v1/version'");
  expect(asFetch(entry, BASE)).toBe('await fetch("http://localhost:8787/api/v1/version");');
  expect(asCurl({ ...entry, method: "HEAD" }, BASE)).toStartWith("curl -I ");
});

test("a token, a body and quotes are kept, other headers are left out", () => {
  const entry = {
    id: 1,
    at: 0,
    method: "PATCH",
    path: "/collections/a/b",
    query: "c='",
    requestHeaders: {
      accept: "*/*",
      authorization: "[redacted]",
      "content-type": "application/json",
      cookie: "[redacted]",
    },
    requestBody: { data: { name: "O'Neil" } },
  };
  expect(asCurl(entry, BASE)).toBe([
    String.raw`curl -X PATCH 'http://localhost:8787/api/v1/collections/a/b?c=%27' \ `.trim(),
    String.raw`  -H "authorization: Bearer $TOKEN" \ `.trimEnd(),
    String.raw`  -H 'content-type: application/json' \ `.trimEnd(),
    String.raw`  --data-raw '{"data":{"name":"O'\''Neil"}}'`,
  ].join("\n"));
  expect(asFetch(entry, BASE)).toBe(`await fetch("${BASE}collections/a/b?c=%27", {
  method: "PATCH",
  headers: { authorization: \`Bearer \${$TOKEN}\`, "content-type": "application/json" },
  body: JSON.stringify({"data":{"name":"O'Neil"}}),
});`);
});

test("a shell takes no part of a request as a command, and curl none as a range", () => {
  const entry = { id: 1, at: 0, method: "A|id", path: "/a;id", query: "b[]={1,2}&c=$(id)`id`" };
  const command = asCurl(entry, BASE);
  const script = `curl() { printf '%s\n' "$@"; }\n${command}`;
  const { stdout } = Bun.spawnSync(["sh", "-c", script]);
  expect(stdout.toString().trim().split("\n")).toEqual([
    "-g",
    "-X",
    "A|id",
    `${BASE}a;id?b[]={1,2}&c=$(id)\`id\``,
  ]);
});

test("a request outside the API keeps its path, and a body that is not JSON its text", () => {
  const entry = {
    id: 1,
    at: 0,
    method: "POST",
    path: "/../../token",
    query: "",
    requestBody: "{a",
  };
  expect(asFetch(entry, BASE)).toBe(`await fetch("http://localhost:8787/token", {
  method: "POST",
  body: "{a",
});`);
});
