// npm run test:workers-kit
// Runs the examples for Workers and the set-ups of docs/workers.md under wrangler and vitest.
import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { createClient } from "../../mod.ts";
import {
  createMockServer,
  demoCredentials,
  demoSeed,
  type MockServer,
} from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { type CodeBlock, filesIn, sectionsOf } from "../../scripts/lib/markdown.ts";
import { inRoot } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { tsc } from "../../scripts/lib/tools.ts";
import { startChild } from "../examples/child.ts";
import { createKit, ownNode } from "./kit.ts";

const PATIENCE_MS = 300_000;

const kit = await createKit();
afterAll(() => kit.remove(), PATIENCE_MS);
if (kit.trouble !== undefined) console.log(`The workers kit is skipped: ${kit.trouble}`);
const whenInstallable = test.skipIf(kit.trouble !== undefined);

describe("workers kit", () => {
  whenInstallable("worker-vitest: its tests pass in workerd, on Node 22", async () => {
    expect(await runVitest(await folderOf("worker-vitest"))).toMatch(/Tests +5 passed/);
  }, PATIENCE_MS);

  whenInstallable("docs/workers.md: the tests of both Workers pass in workerd", async () => {
    await folderOf("worker-vitest");
    for (
      const sections of [
        ["In a handler", "Test in workerd"],
        ["At module scope", "With a client at module scope"],
      ]
    ) {
      const folder = kit.project(filesOfPage("Create the client", ...sections), "worker-vitest");
      expect(await runVitest(folder)).toMatch(/Tests +1 passed/);
    }
  }, PATIENCE_MS);

  whenInstallable(
    "docs/workers.md: the mock as a second Worker has types, and responds",
    async () => {
      await folderOf("worker-mock");
      const files = filesOfPage("Create the client", "The mock as a second Worker");
      const cwd = kit.project(files, "worker-mock");
      const variables = [files["wrangler.binding.jsonc"]].join();
      for (const value of Object.values(demoCredentials())) expect(variables).toContain(value);
      const [types = [], dev = []] = commandsOfPage("The mock as a second Worker");
      const written = await run(ownNode, [wranglerOf(cwd), ...types], { cwd });
      expect([written.trouble, written.output]).toEqual([undefined, expect.any(String)]);
      writeFileSync(
        path.join(cwd, "tsconfig.json"),
        JSON.stringify({ compilerOptions: TSC_OPTIONS }),
      );
      const [tool, ...first] = tsc();
      const checked = await run(tool, [...first, "-p", "."], { cwd });
      expect([checked.trouble, checked.output]).toEqual([undefined, ""]);
      await underWrangler(cwd, dev, async (get) => {
        expect(await (await get("/")).json()).toMatchObject([{ slug: "companies" }, {}, {}]);
      });
    },
    PATIENCE_MS,
  );

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

  whenInstallable(
    "worker-import: imports a file in steps, and writes nothing twice after a lost response",
    () =>
      withWrangler("worker-import", [], async ({ mock, get }) => {
        const lines = Array.from(
          { length: ROWS },
          (_, i) => JSON.stringify({ key: `row-${i}`, data: { fullName: `Person ${i}` } }),
        );
        const file = new Blob([lines.join("\n")]);
        // R2 does not store a body of unknown length, as of a pipe.
        const pipe = file.stream().pipeThrough(new TransformStream());
        expect((await get("/files/people.ndjson", { method: "PUT", body: pipe })).status).toBe(411);
        await get("/files/people.ndjson", { method: "PUT", body: file });
        // The last batch, in the second step: it is written, but its response is lost.
        const path = "/collections/people/bulk";
        mock.faults.add({ kind: "cutBody", match: { path, nth: BATCHES } });
        const importOf = async (file: string): Promise<ImportState> => {
          const started = await get(`/imports?file=${file}`, { method: "POST" });
          const { id } = importStarted.parse(await started.json());
          for (;;) {
            const state = importState.parse(await (await get(`/imports/${id}`)).json());
            if (["complete", "errored"].includes(state.status)) return state;
            await Bun.sleep(500);
          }
        };
        const result = { status: "complete", progress: { done: ROWS, refused: [] } };
        expect(await importOf("people.ndjson")).toMatchObject(result);
        expect(await importOf("people.ndjson")).toMatchObject(result);
        const missing = await importOf("missing.ndjson");
        expect(missing.status).toBe("errored");
        expect(JSON.stringify(missing)).toContain("There is no file files/missing.ndjson");
        expect((await get("/imports/unknown")).status).toBe(404);
        expect((await get("/imports", { method: "POST" })).status).toBe(400);
        const records = mock.tenant.collections.list().find(({ slug }) => slug === "people")
          ?.records.list() ?? [];
        const keys = records.flatMap(({ external }) =>
          (external ?? []).flatMap(({ key, id }) => key === "import" ? [id] : [])
        );
        expect(keys.length).toBe(ROWS);
        expect(new Set(keys).size).toBe(ROWS);
      }),
    PATIENCE_MS,
  );

  whenInstallable(
    "mock-worker: its control API needs the key",
    () =>
      withWrangler("mock-worker", ["--var", `CONTROL_KEY:${CONTROL_KEY}`], async ({ get }) => {
        expect((await get("/__mock/tenants")).status).toBe(401);
        const headers = { authorization: `Bearer ${CONTROL_KEY}` };
        expect((await get("/__mock/tenants", { headers })).status).toBe(200);
      }),
    PATIENCE_MS,
  );

  const server = Bun.which("valkey-server") ?? Bun.which("redis-server");
  if (server === null) {
    console.log("redis-budget is skipped: neither valkey-server nor redis-server is installed");
  }
  test.skipIf(kit.trouble !== undefined || server === null)(
    "redis-budget: processes share a budget through a real server",
    async () => {
      const cwd = await kit.install("redis-budget");
      const port = freePort();
      const redis = startChild(
        [server ?? "", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", cwd],
        { limit: PATIENCE_MS },
      );
      const mock = createMockServer({ seed: demoSeed() });
      const served = await serve(mock, { port: 0 });
      try {
        await redis.prints(/Ready to accept connections/);
        const { code, output } = await startChild(
          [path.join(cwd, "node_modules/.bin/bun"), "--env-file=.env.example", "main.ts"],
          {
            cwd,
            env: { REDIS_URL: `redis://127.0.0.1:${port}`, KINABASE_BASE_URL: served.baseUrl },
            limit: PATIENCE_MS,
          },
        ).ended;
        expect(output).toMatch(/: \d+ of 15 requests sent/);
        expect(code).toBe(0);
        const sent = mock.journal.count();
        expect(sent).toBeLessThanOrEqual(40);
        expect(sent).toBeGreaterThan(20);
      } finally {
        await served.close();
        redis.kill("SIGTERM");
        await redis.ended;
      }
    },
    PATIENCE_MS,
  );
});

/** A port that was free a moment ago: the client of Redis accepts no path of a socket. */
function freePort(): string {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop();
  return String(listener.port);
}

/** Two steps: five batches of 300 rows, and one of the rest. */
const ROWS = 1_520;
const BATCHES = 6;
const CONTROL_KEY = crypto.randomUUID();

const importStarted = z.object({ id: z.string() });
const importState = z.looseObject({ status: z.string(), progress: z.unknown() });
type ImportState = z.infer<typeof importState>;

/** The options of a project whose types `wrangler types` has written. */
const TSC_OPTIONS = {
  target: "ES2024",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2024"],
  types: ["./worker-configuration.d.ts"],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

const page = sectionsOf(readFileSync(inRoot("docs/workers.md"), "utf8"));

/** The blocks of the sections with these headings. */
function blocksOfPage(...headings: string[]): CodeBlock[] {
  return headings.flatMap((name) => {
    const found = page.find(({ heading }) => heading === name);
    if (found === undefined) throw new Error(`docs/workers.md has no section "${name}"`);
    return found.blocks;
  });
}

/** The files of these sections, in a project of ES modules. */
const filesOfPage = (...headings: string[]): Record<string, string> => ({
  "package.json": '{ "private": true, "type": "module" }\n',
  ...filesIn(blocksOfPage(...headings)),
});

/** The arguments of wrangler in the commands of a section. */
const commandsOfPage = (heading: string): string[][] =>
  blocksOfPage(heading).filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split("\n"))
    .map((line) => {
      const [npx, program, ...args] = line.split(" ");
      expect([npx, program]).toEqual(["npx", "wrangler"]);
      return args;
    });

const folders = new Map<string, string>();

/**
 * Installs the first example with wrangler, and links the others: tests/examples/manifests.test.ts compares their
 * lockfiles. The example with vitest has other packages.
 */
async function folderOf(example: string): Promise<string> {
  const known = folders.get(example);
  if (known !== undefined) return known;
  const installed = [...folders.keys()].find((name) => name !== "worker-vitest");
  const folder = installed === undefined || example === "worker-vitest"
    ? await kit.install(example)
    : kit.link(example, installed);
  folders.set(example, folder);
  return folder;
}

/** Runs the tests of a folder with vitest on Node 22, and returns what it prints. */
async function runVitest(cwd: string): Promise<string> {
  const vitest = path.join(cwd, "node_modules/vitest/vitest.mjs");
  const env = { PATH: `${kit.node22}${path.delimiter}${process.env["PATH"]}` };
  const command = [path.join(kit.node22, "node"), vitest, "run"];
  const { code, output } = await startChild(command, { cwd, env, limit: PATIENCE_MS }).ended;
  expect([code, output]).toEqual([0, expect.any(String)]);
  return output;
}

const wranglerOf = (folder: string) => path.join(folder, "node_modules/wrangler/bin/wrangler.js");

/** Runs wrangler with arguments, on free ports, until `use` has ended. */
async function underWrangler(
  cwd: string,
  args: readonly string[],
  use: (get: (path: string, init?: RequestInit) => Promise<Response>) => Promise<void>,
): Promise<void> {
  const ports = ["--port", "0", "--inspector-port", "0"];
  const child = startChild(
    [ownNode, wranglerOf(cwd), ...args, ...ports],
    { cwd, env: { WRANGLER_SEND_METRICS: "false", CI: "1" }, limit: PATIENCE_MS },
  );
  try {
    const [, url = ""] = await child.prints(/Ready on (http:\S+)/);
    await use((to, init) => fetch(new URL(to, url), init));
  } finally {
    child.kill("SIGTERM");
    await child.ended;
  }
}

/** Runs an example under `wrangler dev`, on free ports, against the demo of a mock. */
async function withWrangler(
  example: string,
  flags: readonly string[],
  use: (setup: {
    mock: MockServer;
    get(path: string, init?: RequestInit): Promise<Response>;
    /** The ID of the first record of a collection. */
    id(slug: string): string;
  }) => Promise<void>,
): Promise<void> {
  const cwd = await folderOf(example);
  const mock = createMockServer({ seed: demoSeed() });
  const server = await serve(mock, { port: 0 });
  try {
    const [app] = demoSeed().apps;
    const variables = [
      `KINABASE_APP_ID=${app.appId}`,
      `KINABASE_APP_SECRET=${app.appSecret}`,
      `KINABASE_BASE_URL=${server.baseUrl}`,
    ];
    writeFileSync(path.join(cwd, "test.env"), variables.join("\n"));
    await underWrangler(cwd, ["dev", ...flags, "--env-file", "test.env"], (get) =>
      use({
        mock,
        get,
        id: (slug) =>
          mock.tenant.collections.list().find((one) => one.slug === slug)?.records.list()[0]?.id ??
            "",
      }));
  } finally {
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
