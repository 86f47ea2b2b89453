import { describe, expect, test } from "bun:test";
import { isKnownPath } from "../../../../mock-server/middleware/not-found.ts";
import { mockWithApp } from "../mock-with-app.ts";

describe("a known path with another method is 405, and the Allow header lists its methods", () => {
  const cases: [method: string, path: string, allowed: string][] = [
    ["GET", "token", "POST"],
    ["DELETE", "status", "GET"],
    ["POST", "version", "GET"],
    ["POST", "collections", "GET"],
    ["PUT", "collections/people", "GET, POST"],
    ["POST", "collections/people/someone", "GET, PATCH, DELETE"],
    ["PATCH", "collections/people/all", "GET"],
    ["GET", "collections/people/bulk", "POST, PATCH, DELETE"],
    ["GET", "collections/people/ingest", "POST"],
    ["POST", "collections/people/ext/crm/1", "GET, PATCH, DELETE"],
  ];
  for (const [method, path, allowed] of cases) {
    test(`${method} ${path}`, async () => {
      const { send } = await mockWithApp();
      const { status, headers, body } = await send(method, path);
      expect([status, headers.get("allow")]).toEqual([405, allowed]);
      expect(body).toEqual({
        error: `Method ${method} is not allowed on this path. Use ${allowed}.`,
      });
    });
  }

  test("or 404 without Allow, if the tenant hides it", async () => {
    const { send } = await mockWithApp({ behaviors: { "routing.wrong-method": "404" } });
    const { status, headers, body } = await send("DELETE", "status");
    expect([status, headers.get("allow")]).toEqual([404, null]);
    expect(body.error).toBe(
      'The API has no path "/api/v1/status". Check the spelling and the base URL.',
    );
  });
});

test("a wrong method is 405 whatever the tenant does with repeated slashes", async () => {
  const collapsing = await mockWithApp();
  expect((await collapsing.send("DELETE", "/status")).status).toBe(405);
  const strict = await mockWithApp({ behaviors: { "routing.double-slash": "404" } });
  expect((await strict.send("DELETE", "status")).status).toBe(405);
});

test("an unknown path is 404 without Allow", async () => {
  const { send } = await mockWithApp();
  for (const path of ["statuses", "status/more", "collections/people/x/y", "ext", ""]) {
    const { status, headers } = await send("GET", path);
    expect([path, status, headers.get("allow")]).toEqual([path, 404, null]);
  }
});

test("a path is known if an operation has it, whatever its parameters are", () => {
  for (const path of ["/token", "/collections/a", "/collections/a/b", "/collections/a/ext/b/c"]) {
    expect([path, isKnownPath(path)]).toEqual([path, true]);
  }
  for (const path of ["", "/", "/tokens", "/collections/", "/collections/a/", "/collections//b"]) {
    expect([path, isKnownPath(path)]).toEqual([path, false]);
  }
});

test("repeated slashes count as one, or make the path unknown", async () => {
  const paths = ["/status", "collections//people", "/collections/people"];
  const collapsing = await mockWithApp();
  for (const path of paths) expect((await collapsing.send("GET", path)).status).toBe(200);
  const strict = await mockWithApp({ behaviors: { "routing.double-slash": "404" } });
  for (const path of paths) {
    const { status, body } = await strict.send("GET", path);
    expect([path, status, body.error]).toEqual([path, 404, expect.stringContaining("no path")]);
  }
  // With a wrong method, too.
  const { status, headers } = await strict.send("DELETE", "/status");
  expect([status, headers.get("allow")]).toEqual([404, null]);
  expect((await strict.send("GET", "status")).status).toBe(200);
  expect((await strict.requestToken()).status).toBe(200);
  expect((await strict.send("POST", "/token", {})).status).toBe(404);
});

test("the error names the path as it was sent, with its repeated slashes", async () => {
  const { send } = await mockWithApp({ behaviors: { "routing.double-slash": "404" } });
  const { status, body } = await send("GET", "/status");
  expect([status, body.error]).toEqual([
    404,
    'The API has no path "/api/v1//status". Check the spelling and the base URL.',
  ]);
});

test("a base URL with /api/v1 twice is named, with and without a token", async () => {
  const { send } = await mockWithApp();
  const withToken = await send("GET", "api/v1/status");
  expect(withToken.body.error).toBe(
    'The API has no path "/api/v1/api/v1/status". Check the spelling and the base URL. ' +
      "The path repeats /api/v1.",
  );
  const without = await send("POST", "api/v1/token", {}, { authorization: "" });
  expect([without.status, without.body.error]).toEqual([
    401,
    "The request has no bearer token. Send an Authorization: Bearer header. " +
    "The path repeats /api/v1.",
  ]);
});
