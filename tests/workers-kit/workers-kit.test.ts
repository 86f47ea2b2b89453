// npm run test:workers-kit
// Runs the examples for Workers under wrangler and vitest, against a mock on a port.
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createClient } from "../../mod.ts";
import { createMockServer, demoSeed, type MockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { type Child, startChild } from "../examples/child.ts";
import { createKit, ownNode } from "./kit.ts";

const PATIENCE_MS = 300_000;

const kit = await createKit();
afterAll(() => kit.remove(), PATIENCE_MS);
if (kit.trouble !== undefined) console.log(`The workers kit is skipped: ${kit.trouble}`);
const whenInstallable = test.skipIf(kit.trouble !== undefined);

describe("workers kit", () => {
  whenInstallable("worker-vitest: its tests pass in workerd, on Node 22", async () => {
    const folder = await kit.install("worker-vitest");
    const vitest = path.join(folder, "node_modules/vitest/vitest.mjs");
    const env = { PATH: `${kit.node22}${path.delimiter}${process.env["PATH"]}` };
    const command = [path.join(kit.node22, "node"), vitest, "run"];
    const { code, output } = await startChild(command, { cwd: folder, env, limit: PATIENCE_MS })
      .ended;
    expect(output).toMatch(/Tests +5 passed/);
    expect(code).toBe(0);
  }, PATIENCE_MS);

  whenInstallable(
    "worker-mock: calls a mock on a port, with one token for two requests",
    () =>
      withWrangler("worker-mock", [], async ({ mock, get }) => {
        for (let i = 0; i < 2; i++) {
          expect(await (await get("/")).json()).toEqual({ companies: 50, people: 50, tasks: 50 });
        }
        expect(mock.journal.count({ path: "/token" })).toBe(1);
      }),
    PATIENCE_MS,
  );

  whenInstallable(
    "worker-mock: calls the mock as a second Worker, behind a service binding",
    () =>
      withWrangler(
        "worker-mock",
        ["-c", "wrangler.binding.jsonc", "-c", "mock/wrangler.jsonc"],
        async ({ mock, get }) => {
          expect(await (await get("/")).json()).toEqual({ companies: 50, people: 50, tasks: 50 });
          expect(mock.journal.count()).toBe(0);
        },
      ),
    PATIENCE_MS,
  );

  whenInstallable(
    "worker-mock: has a client at module scope",
    () =>
      withWrangler("worker-mock", ["src/module-scope.ts"], async ({ get }) => {
        expect(await (await get("/")).json()).toMatchObject([{ slug: "companies" }, {}, {}]);
      }),
    PATIENCE_MS,
  );

  whenInstallable(
    "worker-sync: writes records to KV",
    () =>
      withWrangler("worker-sync", ["--test-scheduled"], async ({ get, id }) => {
        expect((await get(`/${id("people")}`)).status).toBe(404);
        await get("/__scheduled?cron=*/5+*+*+*+*");
        expect(await (await get(`/${id("people")}`)).json()).toMatchObject({ id: id("people") });
      }),
    PATIENCE_MS,
  );

  whenInstallable(
    "sqlite-sync: writes records to D1, and finds a deletion with a full compare",
    () =>
      withWrangler("sqlite-sync", ["--test-scheduled"], async ({ mock, get, id }) => {
        const record = id("companies");
        await get("/__scheduled?cron=*/5+*+*+*+*");
        expect(await (await get(`/${record}`)).json()).toMatchObject({ id: record });
        await deleteOverHttp(mock, record);
        await get("/__scheduled?cron=*/5+*+*+*+*");
        expect((await get(`/${record}`)).status).toBe(200);
        await get("/__scheduled?cron=30+3+*+*+*");
        expect((await get(`/${record}`)).status).toBe(404);
      }),
    PATIENCE_MS,
  );
});

const folders = new Map<string, string>();

/** Installs the first example, and links the others: tests/examples/manifests.test.ts compares their lockfiles. */
async function folderOf(example: string): Promise<string> {
  const known = folders.get(example);
  if (known !== undefined) return known;
  const [installed] = folders.keys();
  const folder = installed === undefined
    ? await kit.install(example)
    : kit.link(example, installed);
  folders.set(example, folder);
  return folder;
}

/** Runs an example under `wrangler dev`, on free ports, against the demo of a mock. */
async function withWrangler(
  example: string,
  flags: readonly string[],
  use: (setup: {
    mock: MockServer;
    get(path: string): Promise<Response>;
    /** The ID of the first record of a collection. */
    id(slug: string): string;
  }) => Promise<void>,
): Promise<void> {
  const cwd = await folderOf(example);
  const mock = createMockServer({ seed: demoSeed() });
  const server = await serve(mock, { port: 0 });
  let child: Child | undefined;
  try {
    const [app] = demoSeed().apps;
    const variables = [
      `KINABASE_APP_ID=${app.appId}`,
      `KINABASE_APP_SECRET=${app.appSecret}`,
      `KINABASE_BASE_URL=${server.baseUrl}`,
    ];
    writeFileSync(path.join(cwd, "test.env"), variables.join("\n"));
    const wrangler = path.join(cwd, "node_modules/wrangler/bin/wrangler.js");
    const ports = ["--port", "0", "--inspector-port", "0"];
    child = startChild(
      [ownNode, wrangler, "dev", ...flags, ...ports, "--env-file", "test.env"],
      { cwd, env: { WRANGLER_SEND_METRICS: "false", CI: "1" }, limit: PATIENCE_MS },
    );
    const [, url = ""] = await child.prints(/Ready on (http:\S+)/);
    await use({
      mock,
      get: (to) => fetch(new URL(to, url)),
      id: (slug) =>
        mock.tenant.collections.list().find((one) => one.slug === slug)?.records.list()[0]?.id ??
          "",
    });
  } finally {
    child?.kill("SIGTERM");
    await child?.ended;
    await server.close();
  }
}

/** Deletes a company as a program would. */
async function deleteOverHttp(mock: MockServer, id: string): Promise<void> {
  const [{ appId, appSecret }] = demoSeed().apps;
  const client = createClient({
    appId,
    appSecret,
    baseUrl: mock.baseUrl,
    fetch: mock.fetch,
    clock: mock.clock,
  });
  await client.collection("companies").delete(id);
}
