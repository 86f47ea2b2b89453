import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";
import { limitsFrom } from "../../../../../mock-server/world/limits/limit-options.ts";

test("the default limits are those of Kinabase, except that the rate limit is off", () => {
  expect(limitsFrom({})).toEqual({
    pageSize: 300,
    batchSize: 300,
    streamSize: 100_000,
    requestsPerMinute: "off",
  });
});

test("an option changes only its own limit, and undefined means the default", () => {
  const { pageSize, batchSize, requestsPerMinute } = limitsFrom({
    pageSize: 3,
    batchSize: undefined,
    requestsPerMinute: 100,
  });
  expect({ pageSize, batchSize, requestsPerMinute }).toEqual({
    pageSize: 3,
    batchSize: 300,
    requestsPerMinute: 100,
  });
});

describe("an invalid limit is refused by name", () => {
  const COUNTS = ["pageSize", "batchSize", "streamSize", "requestsPerMinute"] as const;
  const BAD = [[0, "0"], [-1, "-1"], [1.5, "1.5"], [NaN, "NaN"], [Infinity, "Infinity"], [
    "300",
    '"300"',
  ], [null, "null"]] as const;
  for (const name of COUNTS) {
    for (const [value, shown] of BAD) {
      test(`${name}: ${shown}`, () => {
        // Wrong on purpose, as the compiler would also report.
        const make = () => Reflect.apply(limitsFrom, undefined, [{ [name]: value }]);
        expect(make).toThrow(TypeError);
        expect(make).toThrow(
          new RegExp(`^limits\\.${name}: expected 1, 2, 3, ….*, got ${shown}\\.$`),
        );
      });
    }
  }

  test('only requestsPerMinute accepts "off", and the error for other limits says so', () => {
    for (const name of ["pageSize", "batchSize", "streamSize"]) {
      const make = () => Reflect.apply(limitsFrom, undefined, [{ [name]: "off" }]);
      expect(make).toThrow(`limits.${name}: expected 1, 2, 3, …, got "off"`);
    }
    expect(limitsFrom({ requestsPerMinute: "off" }).requestsPerMinute).toBe("off");
    expect(() => limitsFrom({ requestsPerMinute: 0 })).toThrow('1, 2, 3, … or "off", got 0');
  });

  test("createMockServer and createTenant refuse immediately", () => {
    expect(() => createMockServer({ limits: { pageSize: 0 } })).toThrow("limits.pageSize");
    const mock = createMockServer();
    expect(() => mock.createTenant({ limits: { batchSize: 0 } })).toThrow("limits.batchSize");
  });
});

test("a tenant's limits override the server's, which override the defaults", async () => {
  const mock = createMockServer({ limits: { pageSize: 5, batchSize: 2 } });
  const tenant = mock.createTenant({ limits: { pageSize: 7 } });
  const app = await tenant.apps.create({ name: "Import", description: "Nightly import" });
  tenant.collections.create({ slug: "people", name: "People" });
  const { baseUrl, appId, appSecret } = app.clientOptions();
  const headers = new Headers({ "content-type": "application/json" });
  const body = JSON.stringify({ appId, appSecret });
  const response = await mock.fetch(`${baseUrl}token`, { method: "POST", headers, body });
  headers.set("authorization", `Bearer ${(await response.json()).token}`);

  const people = `${baseUrl}collections/people`;
  const page = async (size: number) =>
    (await mock.fetch(`${people}?pageSize=${size}`, { headers })).status;
  expect([await page(7), await page(8)]).toEqual([200, 400]);
  const add = async (count: number) => {
    const records = Array.from({ length: count }, () => ({ data: {} }));
    const init = { method: "POST", headers, body: JSON.stringify({ records }) };
    return (await mock.fetch(`${people}/bulk`, init)).status;
  };
  expect([await add(2), await add(3)]).toEqual([200, 400]);
});
