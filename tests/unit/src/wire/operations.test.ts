// The list of operations, and what must agree with it.
import { describe, expect, test } from "bun:test";
import { createApp } from "../../../../mock-server/app.ts";
import { createMockServer, openApiDocument } from "../../../../mock-server/mod.ts";
import { createWorld } from "../../../../mock-server/world/world.ts";
import { RESERVED } from "../../../../src/records/paths.ts";
import { API_OPERATIONS, RESERVED_WORDS } from "../../../../src/wire/operations.ts";

const API_PATH = "/api/v1";
const named = API_OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort();

test("the client's reserved words are those of the list", () => {
  expect([...RESERVED].sort()).toEqual([...RESERVED_WORDS]);
});

test("every operation has its own ID", () => {
  expect(new Set(API_OPERATIONS.map(({ id }) => id)).size).toBe(API_OPERATIONS.length);
});

test("the mock has a route for each operation, and no other", () => {
  const world = createWorld({
    baseUrl: `https://kinabase.invalid${API_PATH}/`,
    issuer: "https://kinabase.invalid",
    tenant: {},
    fetch: () => Promise.reject(new Error("not used")),
  });
  const routes = createApp(world, false).routes
    .filter(({ method, path }) => method !== "ALL" && path.startsWith(API_PATH))
    .map(({ method, path }) =>
      `${method} ${path.slice(API_PATH.length).replace(/:(\w+)/g, "{$1}").replace(/\/$/, "")}`
    );
  expect([...new Set(routes)].sort()).toEqual(named);
});

test("the OpenAPI document describes each operation, and no other", async () => {
  const { paths } = await openApiDocument();
  const described = Object.entries(Object(paths))
    .filter(([path]) => path.startsWith(API_PATH))
    .flatMap(([path, methods]) =>
      Object.keys(Object(methods)).map((method) =>
        `${method.toUpperCase()} ${path.slice(API_PATH.length)}`
      )
    );
  expect(described.sort()).toEqual(named);
});

describe("each path of the list accepts its methods, and returns 405 with their names for any other", async () => {
  const mock = createMockServer();
  const collection = mock.tenant.collections.create({ slug: "people", name: "People" });
  const record = collection.records.add({ data: {}, external: [{ key: "crm", id: "7" }] });
  const app = await mock.tenant.apps.create({ name: "a", description: "b" });
  const { token } = await (await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId: app.appId, appSecret: app.appSecret }),
  })).json();
  const values: Record<string, string> = {
    collection: "people",
    id: record.id,
    service: "crm",
    externalId: "7",
  };

  for (const path of new Set(API_OPERATIONS.map((operation) => operation.path))) {
    test(path, async () => {
      const allowed = API_OPERATIONS.filter((operation) => operation.path === path)
        .map(({ method }) => method).sort();
      const url = `${mock.baseUrl}${path.slice(1)}`.replace(
        /\{(\w+)\}/g,
        (_, name: string) => values[name] ?? name,
      );
      const response = await mock.fetch(url, {
        method: "PUT",
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")?.split(", ").sort()).toEqual(allowed);
    });
  }
});
