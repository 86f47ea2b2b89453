import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

async function error(path: string): Promise<string> {
  const { send } = await mockWithApp();
  const { status, body } = await send("GET", path);
  expect(status).toBe(400);
  return body.error;
}

describe("a wrong query is refused with a message that names the value and what was expected", () => {
  const cases = [
    [
      "collections/people?includeLists=maybe",
      'includeLists: expected "true" or "false", got "maybe".',
    ],
    [
      "collections/people?pageSize=0",
      'pageSize: expected a whole number, 1 or more, got "0".',
    ],
    ["collections/people?externalService=", "externalService must not be empty."],
    [
      "collections/people/all?updatedAfter=now",
      'updatedAfter: expected an ISO 8601 time such as 2026-01-31T12:00:00Z, got "now".',
    ],
  ] as const;
  for (const [path, message] of cases) {
    test(`${path}: ${message}`, async () => {
      expect(await error(path)).toBe(`Invalid request: ${message}`);
    });
  }
});

test("a message shows no secret and no token from a query", async () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";
  for (const value of [jwt, encodeURIComponent(`${"A".repeat(86)}==`)]) {
    for (const name of ["pageSize", "updatedAfter", "includeLists"]) {
      expect(await error(`collections/people?${name}=${value}`)).toMatch(
        /^Invalid request: .*, got "\[redacted\]"\.$/,
      );
    }
  }
});

test("a parameter that does not exist is ignored", async () => {
  const { send } = await mockWithApp();
  expect((await send("GET", "collections/people?pagesize=0&other=")).status).toBe(200);
});
