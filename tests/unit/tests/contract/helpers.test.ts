import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { helpersFor } from "../../../contract/helpers.ts";

test("raw requests have the headers that all requests must have, unless a case gives others", async () => {
  const { baseUrl, fetch } = createMockServer();
  const seen: (string | null)[][] = [];
  const { request } = await helpersFor({
    baseUrl,
    credentials: { appId: "", appSecret: "" },
    fetch(input, init) {
      const headers = new Headers(init?.headers);
      seen.push([headers.get("content-type"), headers.get("accept")]);
      return fetch(input, init);
    },
  });
  await request("version");
  await request("version", { headers: { "Content-Type": "text/plain" } });
  expect(seen).toEqual([
    ["application/json", "application/json"],
    ["text/plain", "application/json"],
  ]);
});
