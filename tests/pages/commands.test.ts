// The commands of docs/commands.md, in order, against a mock on a port.
import assert from "node:assert/strict";
import { test } from "bun:test";
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createManualClock, createMockServer, type Seed } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { filesIn, partsOf } from "../../scripts/lib/markdown.ts";
import { inRoot, packageJson } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { withProject } from "../consumers/project.ts";

const NPX = `npx ${packageJson().name} `;

const seed: Seed = {
  collections: ["people", "orders", "purchase-orders"].map((slug) => ({
    slug,
    name: slug,
    records: ["4711", "4712"].map((number) => ({ data: { number, email: `${number}@a.example` } })),
  })),
};

const commands = partsOf(readFileSync(inRoot("docs/commands.md"), "utf8"))
  .filter((part) => "code" in part && part.language === "sh")
  .flatMap((part) => "code" in part && !(".env" in filesIn([part])) ? part.code.split("\n") : []);

// They need a shell and jq.
test.skipIf(process.platform === "win32" || Bun.which("jq") === null)(
  "each command of the page works",
  () =>
    withProject({}, async ({ folder, program, write }) => {
      const mock = createMockServer({ clock: createManualClock({ running: true }), seed });
      const app = await mock.tenant.apps.create({ name: "Commands", description: "On a port" });
      const server = await serve(mock, { port: 0 });
      const [kinabase] = program();
      write("src/kinabase.ts", "");
      write(
        ".env",
        `KINABASE_APP_ID=${app.appId}\nKINABASE_APP_SECRET=${app.appSecret}\n` +
          `KINABASE_BASE_URL=${server.baseUrl}\n`,
      );
      try {
        for (const command of commands) {
          assert.ok(command.startsWith(NPX), `${command} does not start with ${NPX}`);
          // It would run until it is stopped. The tutorial's test starts one.
          if (command.startsWith(`${NPX}mock `)) continue;
          const line = command.replace(NPX, () => `${kinabase} `);
          const ended = await run("sh", ["-ec", line], { cwd: folder });
          assert.equal(ended.trouble, undefined, `${command}\n${ended.output}`);
          if (command.includes("--out people.csv")) {
            cpSync(path.join(folder, "people.csv"), path.join(folder, "edited-export.csv"));
          }
        }
        assert.ok(commands.length > 10);
        const pulled: Seed = JSON.parse(readFileSync(path.join(folder, "seed.json"), "utf8"));
        const { collections } = createMockServer({ seed: pulled }).tenant;
        const slugs = collections.list().map(({ slug }) => slug);
        assert.deepEqual(slugs.toSorted(), ["orders", "people"]);
      } finally {
        await server.close();
      }
    }),
);
