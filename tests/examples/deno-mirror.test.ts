import { describe, expect, test } from "bun:test";
import { appendFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createMockServer, type MockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { type Child, startChild } from "./child.ts";

const SCRIPT = path.resolve(import.meta.dir, "../../examples/deno-mirror/mirror.ts");
const deno: string = createRequire(import.meta.url)("deno/install_api.cjs").runInstall();

describe("deno-mirror", () => {
  test(
    "mirrors all records, then fetches only new ones",
    () =>
      withMirror(async ({ mock, people, run, lines }) => {
        expect(await run().ended).toMatchObject({ code: 0 });
        expect(await lines()).toEqual(people.records.list());

        // The script uses the system's clock, and so do new records.
        await mock.clock.set(Date.now() + 1000);
        people.records.add({ data: { name: "New" } });
        expect(await run().ended).toMatchObject({ code: 0 });
        expect((await lines()).slice(700)).toEqual(people.records.list().slice(700));
      }),
    60_000,
  );

  test(
    "resumes at the page where it was killed, and drops an incomplete line",
    () =>
      withMirror(async ({ people, run, lines, file, pages }) => {
        pages.stallAt(3);
        const first = run();
        await pages.stalled;
        first.kill();
        expect((await first.ended).code).not.toBe(0);
        expect(await lines()).toHaveLength(600);
        await appendFile(file, '{"id":"torn');

        const second = await run().ended;
        expect(second.output).toContain("Resuming at page 2");
        expect(second.code).toBe(0);
        expect(await lines()).toEqual(people.records.list());
        // Two pages, the one that stalled, and that one again.
        expect(pages.asked).toBe(4);
        const files = await readdir(path.dirname(file));
        expect(files.toSorted()).toEqual(["people.jsonl", "people.jsonl.state"]);
      }),
    60_000,
  );

  test("does not touch a file that it did not write", () =>
    withMirror(async ({ run, file }) => {
      await appendFile(file, '{"id":"mine"}\n');
      const ended = await run().ended;
      expect(ended.code).toBe(1);
      expect(ended.output).toContain("is not a mirror of people");
      expect(await readFile(file, "utf8")).toBe('{"id":"mine"}\n');
    }), 60_000);

  test("says what went wrong and what to do", () =>
    withMirror(async ({ mock, run, lines }) => {
      mock.tenant.setApiEnabled(false);
      const ended = await run().ended;
      expect(ended.code).toBe(1);
      expect(ended.output).toContain("support@kinabase.com");
      expect(await lines()).toEqual([]);
    }), 60_000);
});

/** Runs a function with a served collection of 700 records and a way to mirror it. */
async function withMirror(
  use: (setup: {
    mock: MockServer;
    people: ReturnType<MockServer["tenant"]["collections"]["create"]>;
    pages: Gate;
    file: string;
    run(): Child;
    lines(): Promise<unknown[]>;
  }) => Promise<void>,
): Promise<void> {
  const mock = createMockServer();
  // Older than the overlap of a minute, so that a second run finds nothing new.
  await mock.clock.set(Date.now() - 600_000);
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  for (let i = 0; i < 700; i++) people.records.add({ data: { name: `Person ${i}` } });
  const app = await mock.tenant.apps.create({ name: "Mirror", description: "Reads people" });
  const pages = createGate(mock);
  const server = await serve({ fetch: pages.fetch }, { port: 0 });
  const folder = await mkdtemp(path.join(tmpdir(), "kinabase-mirror-"));
  const file = path.join(folder, "people.jsonl");
  const permissions = [
    "--allow-net=127.0.0.1",
    "--allow-env",
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
  ];
  const command = [deno, "run", "--no-remote", "--no-prompt", ...permissions, SCRIPT];
  const env = {
    // The package's name resolves to the sources, as deno.json says, and not to an installed package.
    DENO_NO_PACKAGE_JSON: "1",
    KINABASE_APP_ID: app.appId,
    KINABASE_APP_SECRET: app.appSecret,
    KINABASE_BASE_URL: server.baseUrl,
  };
  try {
    await use({
      mock,
      people,
      pages,
      file,
      run: () => startChild([...command, "people", file], { env }),
      lines: async () =>
        (await readFile(file, "utf8")).split("\n").filter((line) => line !== "")
          .map((line): unknown => JSON.parse(line)),
    });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Counts requests for pages, and can stall one of them. */
interface Gate {
  fetch(request: Request): Promise<Response>;
  asked: number;
  stallAt(nth: number): void;
  stalled: Promise<void>;
}

function createGate(mock: MockServer): Gate {
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  let stallAt = 0;
  const gate: Gate = {
    asked: 0,
    stalled,
    stallAt: (nth) => void (stallAt = nth),
    async fetch(request) {
      if (new URL(request.url).pathname.endsWith("/collections/people")) {
        gate.asked += 1;
        if (gate.asked === stallAt) {
          resolve();
          await new Promise(() => {});
        }
      }
      return await mock.fetch(request);
    },
  };
  return gate;
}
