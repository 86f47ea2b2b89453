import { describe, expect, test } from "bun:test";
import { cpSync } from "node:fs";
import path from "node:path";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { withProject } from "../consumers/project.ts";
import { runChild, startChild } from "./child.ts";

const EXAMPLE = path.resolve(import.meta.dir, "../../examples/node-service");

describe("node-service", () => {
  test("passes its own tests with MSW, which node --test finds", () =>
    installed(async (cwd) => {
      const ended = await runChild(["node", "--test", "--test-reporter=tap"], { cwd });
      expect(ended.output).toContain("# pass 3");
      expect(ended.output).toContain("# fail 0");
      expect(ended.code).toBe(0);
    }), 60_000);

  test("works on a port against a mock server", () =>
    installed(async (cwd) => {
      const mock = createMockServer();
      const people = mock.tenant.collections.create({ slug: "people", name: "People" });
      const app = await mock.tenant.apps.create({ name: "Sign-up", description: "Keeps people" });
      const server = await serve(mock, { port: 0 });
      const child = startChild(["node", "main.js"], {
        cwd,
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
      installed(async (cwd) => {
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
          const ended = await runChild(["node", "main.js"], { cwd, env });
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

/** Copies the example into a project that has installed the packed package. */
async function installed(use: (folder: string) => Promise<void>): Promise<void> {
  await withProject({ extra: ["msw", "@mswjs/data"] }, async ({ folder }) => {
    for (const file of ["main.js", "service.js", "service.test.js"]) {
      cpSync(path.join(EXAMPLE, file), path.join(folder, file));
    }
    await use(folder);
  });
}
