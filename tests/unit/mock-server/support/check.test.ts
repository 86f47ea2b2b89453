import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";

test("a secret of a wrong type is refused by name and not shown", async () => {
  const mock = createMockServer();
  const { appId } = await mock.tenant.apps.create({ name: "Import", description: "Nightly" });
  for (const wrong of [["canary"], { canary: "canary" }, [["canary"]]]) {
    for (const name of ["appSecret", "secret"]) {
      const response = await mock.fetch(`${mock.baseUrl}token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ appId, [name]: wrong }),
      });
      const { error } = await response.json();
      expect([response.status, error]).toEqual([
        400,
        `Invalid request: ${name}: expected a string, got a value that is not shown.`,
      ]);
    }
  }
  const seed = { apps: [{ name: "Import", description: "Nightly", appSecret: ["canary"] }] };
  expect(() => mock.tenant.seed(seed)).toThrow(
    "apps[0].appSecret: expected a string, got a value that is not shown.",
  );
});
