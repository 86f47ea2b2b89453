// The steps for CI in docs/runners.md. `npm run test:runners` runs the set-ups of the page.
import assert from "node:assert/strict";
import { test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { inRoot, packageJson } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { freePort } from "../../scripts/lib/free-port.ts";
import { partsOf } from "../../scripts/lib/markdown.ts";
import { node } from "../../scripts/lib/tools.ts";
import { withProject } from "../consumers/project.ts";

const page = readFileSync(inRoot("docs/runners.md"), "utf8");

// Its commands need a shell with the programs in PATH.
const withShell = test.skipIf(process.platform === "win32");
const PATH = [path.dirname(node()[0]), inRoot("node_modules/.bin"), process.env["PATH"]]
  .join(path.delimiter);

withShell(
  "GitHub Actions: the steps that start a mock give a test its credentials",
  () =>
    withProject({}, async ({ folder, program, write }) => {
      const steps = partsOf(page).flatMap((part) =>
        "code" in part && part.code.includes("--write-env") ? [part.code] : []
      );
      assert.equal(steps.length, 1);
      const [kinabase = ""] = program();
      const script = (steps[0] ?? "")
        .replace(/^- run: (?:\|$)?/gm, "")
        .replaceAll(`npx ${packageJson().name}`, kinabase)
        .replaceAll("8787", String(await freePort()));
      write("people.test.mjs", TEST_OF_A_PROGRAM);
      write("package.json", JSON.stringify({ scripts: { test: "node --test" } }));
      // The runner ends the processes of a job, as the last command does here.
      const commands = `${script}\nkill $!`;
      const { output, trouble } = await run("sh", ["-ec", commands], {
        cwd: folder,
        env: { PATH },
      });
      assert.equal(trouble, undefined, output);
      assert.match(output, /\bpass 1\b/);
    }),
);

const TEST_OF_A_PROGRAM = `
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, optionsFromEnv } from "@kinakit/kinabase";

test("calls the mock", async () => {
  assert.equal((await createClient(optionsFromEnv(process.env)).collections()).length, 3);
});
`;
