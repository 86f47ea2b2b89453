import { createTestTenant } from "@kinakit/kinabase/mock";
import { describe, expect, test } from "vitest";
import worker from "../src/worker.ts";

const collections = (fullName: string) => [
  { slug: "people", name: "People", records: [{ data: { fullName } }] },
];
const get = (path: string) => new Request(`https://worker.invalid${path}`);

describe.concurrent("the Worker", () => {
  test("lists the people of its tenant", async () => {
    const { tenant, env } = await createTestTenant({ seed: { collections: collections("Ada") } });
    const response = await worker.fetch(get("/"), env);
    expect(await response.json()).toEqual(["Ada"]);
    await tenant.journal.expect({ path: "/token" }, 1);
  });

  test("sees nothing of another tenant", async () => {
    const { env } = await createTestTenant({ seed: { collections: collections("Grace") } });
    expect(await (await worker.fetch(get("/"), env)).json()).toEqual(["Grace"]);
    expect((await worker.fetch(get("/nobody"), env)).status).toBe(404);
  });

  test("requests a new token after an hour", async () => {
    const { tenant, env } = await createTestTenant({ seed: { collections: collections("Ada") } });
    await worker.fetch(get("/"), env);
    await tenant.clock.advance("61m");
    expect((await worker.fetch(get("/"), env)).status).toBe(200);
    await tenant.journal.expect({ path: "/token" }, 2);
  });

  test("repeats a request whose response was lost", async () => {
    const { tenant, env } = await createTestTenant({ seed: { collections: collections("Ada") } });
    await tenant.faults.add({ kind: "cutBody", match: { path: "/collections/people" } });
    expect(await (await worker.fetch(get("/"), env)).json()).toEqual(["Ada"]);
    await tenant.journal.expect({ path: "/collections/people" }, 2);
  });
});

test("no request leaves the test", async () => {
  const response = await fetch("https://example.com/");
  expect(response.status).toBe(502);
  expect(await response.text()).toContain("does not handle GET http://example.com/");
});
