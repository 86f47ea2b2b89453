// The inspector's script is a text, so only this test type-checks it.
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SCRIPT } from "../../../../mock-server/inspector/script/mod.ts";
import { STYLES } from "../../../../mock-server/inspector/styles/mod.ts";

const root = path.join(import.meta.dir, "../../../..");

test("the inspector's script has no type errors", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "kinabase-inspector-script-"));
  try {
    const file = path.join(folder, "script.js");
    // The page loads it as a module.
    writeFileSync(file, `${SCRIPT}\nexport {};\n`);
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    const compiler = Bun.spawnSync([
      "node",
      tsc,
      "--noEmit",
      "--checkJs",
      "--allowJs",
      "--strict",
      "--target",
      "es2022",
      "--module",
      "esnext",
      "--lib",
      "es2023,dom,dom.iterable",
      "--types",
      "",
      "--ignoreConfig",
      file,
    ], { cwd: folder });
    expect(compiler.stdout.toString()).toBe("");
    expect(compiler.exitCode).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test("neither script nor styles can close their own element", () => {
  expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
  expect(STYLES).not.toMatch(/<\/style|@import|url\(/i);
});
