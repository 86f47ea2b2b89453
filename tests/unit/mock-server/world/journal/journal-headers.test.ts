import { expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../../mock-server/mod.ts";
import { createJournal } from "../../../../../mock-server/world/journal/journal.ts";
import {
  shownHeaders,
  storedHeaders,
} from "../../../../../mock-server/world/journal/journal-headers.ts";

const shown = (headers: Record<string, string>) =>
  shownHeaders(storedHeaders(new Headers(headers)));

test("only listed headers keep their value", () => {
  expect(
    shown({
      authorization: "Bearer abc",
      "content-type": "application/json",
      cookie: "a=b",
      "x-api-key": "abc",
      "user-agent": "import/1.0 (nightly import of people)",
    }),
  ).toEqual({
    authorization: "[redacted]",
    "content-type": "application/json",
    cookie: "[redacted]",
    "user-agent": "import/1.0 (nightly import of people)",
    "x-api-key": "[redacted]",
  });
});

test("a secret in a listed header or in a name is redacted", () => {
  const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));
  expect(shown({ "user-agent": `import/1.0 ${secret}`, ["x".repeat(60)]: "1" })).toEqual({
    "user-agent": "import/1.0 [redacted]",
    "[redacted]": "[redacted]",
  });
});

test("headers count toward the size of the journal", () => {
  const journal = createJournal({ bytes: 1_000 });
  const headers = new Headers({ "user-agent": "x".repeat(400) });
  for (let i = 0; i < 3; i++) journal.note({ at: i, method: "GET", path: "/status", headers });
  expect([journal.entries().length, journal.dropped]).toEqual([2, 1]);
  journal.note({ at: 3, method: "GET", path: "/status" }).end({ status: 200 }, headers);
  expect(journal.entries().length).toBe(2);
});

test("an entry has the headers and the app of its request, also over the control API", async () => {
  const mock = createMockServer({ control: true });
  const app = await mock.tenant.apps.create({ name: "Import", description: "Nightly import" });
  const { appId, appSecret } = app;
  const send = async (path: string, init: RequestInit) =>
    await (await mock.fetch(`${mock.baseUrl}${path}`, init)).json() as { token: string };
  const { token } = await send("token", {
    method: "POST",
    headers: { "content-type": "application/json", "x-request-id": "r-1" },
    body: JSON.stringify({ appId, appSecret }),
  });
  await send("status", { headers: { authorization: `Bearer ${token}` } });
  await send("status", { headers: { authorization: "Bearer nonsense" } });

  const entries = mock.journal.entries();
  expect(entries.map((entry) => entry.appId)).toEqual([appId, appId, undefined]);
  expect(entries[0]).toMatchObject({
    requestHeaders: { "content-type": "application/json", "x-request-id": "r-1" },
    responseHeaders: { "content-type": "application/json" },
  });
  expect(entries[1]?.requestHeaders).toEqual({ authorization: "[redacted]" });
  expect(JSON.stringify(entries)).not.toContain(token);

  const control = createMockControl("http://localhost:8787", { fetch: mock.fetch });
  expect(await control.journal.entries()).toEqual(entries);
});
