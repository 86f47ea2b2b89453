// Node, with import and with require.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "bun:test";
import { entries, packageJson } from "../../scripts/lib/project.ts";
import { node } from "../../scripts/lib/tools.ts";
import { FAULTS, withProject } from "./project.ts";

function entryNames(): string[] {
  const { name } = packageJson();
  return entries().map((entry) => name + entry.name.slice(1));
}

test("Node: import loads every entry", () => {
  const { peerDependencies } = packageJson();
  const names = entryNames();
  return withProject({ extra: Object.keys(peerDependencies) }, async ({ take, run }) => {
    take("entries.mjs");
    const output = await run(node(), "entries.mjs", ...names);
    assert.equal(output, names.map((of) => `${of} has some exports\n`).join(""));
  });
});

test("Node: the client calls the mock in process and on a port", () =>
  withProject({}, async ({ take, run }) => {
    ["call.mjs", "main.mjs", "served.mjs"].forEach((program) => take(program));
    assert.equal(await run(node(), "main.mjs"), "called, and found Ada Lovelace\n");
    assert.equal(await run(node(), "served.mjs"), "served 0 collections\n");
  }));

test("Node: the server prints bugs, but no faults that the test asked for", () =>
  withProject({}, async ({ take, run }) => {
    take("faults.mjs");
    assert.equal(await run(node(), "faults.mjs"), FAULTS);
    const bugs = await run(node(), "faults.mjs", "bugs");
    assert.match(bugs, /a bug in a handler[^]*a bug in a body/);
  }));

/** From 20.19 and 22.12 on. */
const takesModules = execFileSync(node()[0], ["-p", "process.features.require_module === true"], {
  encoding: "utf8",
}).trim() === "true";

const requires = "Node: require loads every entry where Node can require a module";
if (takesModules) {
  test(requires, () => {
    const { peerDependencies } = packageJson();
    const names = entryNames();
    return withProject({ extra: Object.keys(peerDependencies) }, async ({ take, run }) => {
      take("require.cjs");
      // Node may print a warning about require as well.
      const output = await run(node(), "require.cjs", ...names);
      for (const of of names) assert.ok(output.includes(`${of} has some exports\n`), output);
    });
  });
} else test.skip(`${requires} # SKIP this Node cannot`, () => {});

test("Node: require suggests import() where Node cannot require ES modules", () =>
  withProject({}, async ({ take, run }) => {
    take("require.cjs");
    const flags = takesModules ? ["--no-experimental-require-module"] : [];
    await assert.rejects(
      run(node(), ...flags, "require.cjs", packageJson().name),
      /Instead change the require of mod\.js in \S+ to a dynamic import\(\) which is available in all CommonJS modules/,
    );
  }));

test("Node: the error for a missing optional package names it", () =>
  withProject({}, async ({ take, run }) => {
    take("entries.mjs");
    await assert.rejects(
      run(node(), "entries.mjs", "@kinakit/kinabase/msw"),
      /Cannot find package 'msw' imported from \S+kinabase\/dist\/mock-server\/msw\.js/,
    );
  }));
