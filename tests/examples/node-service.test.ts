import { describe, expect, test } from "bun:test";
import { build } from "esbuild";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { runChild, startChild } from "./child.ts";

const root = path.resolve(import.meta.dir, "../..");

describe("node-service", () => {
  test("passes its own test with MSW", () =>
    withBundle("service.test", async (script) => {
      const ended = await runChild(["node", "--test", script]);
      expect(ended.output).toContain("# pass 3");
      expect(ended.output).toContain("# fail 0");
      expect(ended.code).toBe(0);
    }), 60_000);

  test("works on a port against a mock server", () =>
    withBundle("main", async (script) => {
      const mock = createMockServer();
      const people = mock.tenant.collections.create({ slug: "people", name: "People" });
      const app = await mock.tenant.apps.create({ name: "Sign-up", description: "Keeps people" });
      const server = await serve(mock, { port: 0 });
      const child = startChild(["node", script], {
        env: {
          KINABASE_APP_ID: app.appId,
          KINABASE_APP_SECRET: app.appSecret,
          KINABASE_BASE_URL: server.baseUrl,
          PORT: "0",
        },
      });
      try {
        const url = (await child.firstLine).trim();
        expect(url).toStartWith("http://127.0.0.1:");
        const ada = { fullName: "Ada", email: "ada@example.com" };
        for (let i = 0; i < 2; i++) {
          const put = { method: "PUT", body: JSON.stringify(ada) };
          expect((await fetch(`${url}/people/1`, put)).status).toBe(200);
        }
        expect(people.records.count()).toBe(1);
        expect(await (await fetch(`${url}/people/1`)).json()).toEqual(ada);
        child.kill("SIGTERM");
        expect((await child.ended).code).toBe(0);
      } finally {
        child.kill();
        await server.close();
      }
    }), 60_000);

  test(
    "reports wrong credentials at startup, without the secret",
    () =>
      withBundle("main", async (script) => {
        const mock = createMockServer();
        const app = await mock.tenant.apps.create({ name: "Sign-up", description: "Keeps people" });
        const server = await serve(mock, { port: 0 });
        const wrong = btoa("wrong".repeat(13).slice(1));
        const env = {
          KINABASE_APP_ID: app.appId,
          KINABASE_APP_SECRET: wrong,
          KINABASE_BASE_URL: server.baseUrl,
        };
        try {
          const ended = await runChild(["node", script], { env });
          expect(ended.code).toBe(1);
          expect(ended.output).toContain("InvalidCredentialsError");
          expect(ended.output).not.toContain(wrong);
        } finally {
          await server.close();
        }
      }),
    60_000,
  );
});

/** Bundles the service, since Node 20 does not run TypeScript. */
async function withBundle(name: string, use: (script: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kinabase-service-"));
  try {
    // External packages are resolved as if they were installed.
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
    const outfile = path.join(folder, `${name}.mjs`);
    await build({
      absWorkingDir: root,
      entryPoints: [`examples/node-service/${name}.ts`],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      external: ["msw", "@mswjs/data", "hono", "@hono/*", "zod", "jose"],
      logLevel: "silent", // a failure throws an error with the messages
    });
    await use(outfile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
