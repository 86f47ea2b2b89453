// Which hosts and which pages may use the control API.
import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";

const mock = createMockServer({ control: true });

async function statusOf(
  headers: Record<string, string>,
  { path = "/__mock/tenants", method = "GET", host = "localhost:8787" } = {},
): Promise<number> {
  const request = new Request(`http://${host}${path}`, { method, headers });
  return (await mock.fetch(request)).status;
}

describe("the Host header", () => {
  for (
    const host of [
      "localhost",
      "LOCALHOST:8787",
      "app.localhost:8787",
      "127.0.0.1",
      "127.0.0.1:8787",
      "127.8.9.10",
      "[::1]",
      "[::1]:8787",
    ]
  ) {
    test(`is accepted: ${host}`, async () => {
      expect(await statusOf({ host })).toBe(200);
    });
  }

  for (
    const host of [
      "",
      "evil.example",
      "localhost.",
      "0.0.0.0",
      "[::]",
      "localhost@evil.example",
      "evil.example@localhost",
      "evil.example#@localhost",
      "localhost/evil.example",
      "evil.example/.localhost",
      "localhost?evil.example",
      "localhost\\evil.example",
      "%6cocalhost",
      "localhost, evil.example",
      "localhost:evil",
      "localhost:99999",
      "[::1",
      "//localhost",
    ]
  ) {
    test(`is refused: ${JSON.stringify(host)}`, async () => {
      expect(await statusOf({ host })).toBe(403);
    });
  }

  test("does not help a request for another host", async () => {
    expect(await statusOf({ host: "localhost" }, { host: "evil.example" })).toBe(403);
  });
});

describe("the Origin header", () => {
  test("must be that of the page", async () => {
    for (const origin of ["http://localhost:8787", "https://localhost:8787"]) {
      expect(await statusOf({ host: "localhost:8787", origin })).toBe(200);
    }
  });

  for (
    const origin of [
      "",
      "null",
      "http://localhost",
      "http://127.0.0.1:8787",
      "https://evil.example",
      "http://evil.example@localhost:8787",
      "http://localhost:8787/evil",
      "http:localhost:8787",
      "capacitor://localhost:8787",
      "app://localhost:8787",
    ]
  ) {
    test(`is refused: ${JSON.stringify(origin)}`, async () => {
      expect(await statusOf({ host: "localhost:8787", origin })).toBe(403);
    });
  }
});

describe("the Sec-Fetch-Site header", () => {
  test("refuses requests of other pages that have no Origin", async () => {
    for (const site of ["cross-site", "same-site"]) {
      for (const dest of ["image", "script", "iframe", "empty"]) {
        const headers = { "sec-fetch-site": site, "sec-fetch-dest": dest };
        expect([site, dest, await statusOf(headers)]).toEqual([site, dest, 403]);
      }
      const headers = { "sec-fetch-site": site, "sec-fetch-dest": "document" };
      expect(await statusOf(headers, { path: "/__mock/tenants/default/reset", method: "POST" }))
        .toBe(403);
    }
  });

  test("accepts the own page, an address that the user typed, and a link of another site", async () => {
    for (const site of ["same-origin", "none"]) {
      expect(await statusOf({ "sec-fetch-site": site, "sec-fetch-dest": "empty" })).toBe(200);
    }
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
    expect(await statusOf(link, { path: "/" })).toBe(200);
  });
});
