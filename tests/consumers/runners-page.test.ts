// The set-ups of docs/runners.md that need no packages besides those of this repository. `npm run test:runners`
// installs the others.
import assert from "node:assert/strict";
import { test } from "bun:test";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { inRoot } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { isInstall, readRunnersPage } from "../../scripts/lib/runners-page.ts";
import { node } from "../../scripts/lib/tools.ts";
import { withProject } from "./project.ts";

const offline = readRunnersPage(readFileSync(inRoot("docs/runners.md"), "utf8"))
  .filter(({ packages }) => packages.every((name) => existsSync(inRoot("node_modules", name))));

test("node:test, bun test, deno test and MSW need no network", () => {
  assert.deepEqual(offline.map(({ name }) => name), ["node:test", "bun test", "deno test", "MSW"]);
});

for (const { name, files, packages, commands } of offline) {
  // Its commands need a shell with the programs in PATH.
  test.skipIf(process.platform === "win32")(
    `${name}: the set-up of the page passes`,
    () =>
      withProject({ extra: packages }, async ({ folder, write }) => {
        for (const [file, text] of Object.entries(files)) write(file, text);
        const cache = path.join(folder, ".deno");
        mkdirSync(cache);
        const programs = [
          path.dirname(node()[0]),
          inRoot("node_modules/.bin"),
          process.env["PATH"],
        ];
        const env = {
          PATH: programs.join(path.delimiter),
          DENO_DIR: cache,
          DENO_NO_UPDATE_CHECK: "1",
        };
        for (const command of commands.filter((line) => !isInstall(line))) {
          const { output, trouble } = await run("sh", ["-ec", command], { cwd: folder, env });
          assert.equal(trouble, undefined, output);
          assert.match(output, /\b1 pass(?:ed)?\b|\bpass 1\b/);
        }
      }),
  );
}
