// Deno, with packages from npm and without a network.
import assert from "node:assert/strict";
import { test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { filesIn, sectionsOf } from "../../scripts/lib/markdown.ts";
import { link } from "../../scripts/lib/pack.ts";
import { denoJson, inRoot } from "../../scripts/lib/project.ts";
import { copyClone } from "../../scripts/lib/repository-copy.ts";
import { run } from "../../scripts/lib/run.ts";
import { withTemporaryFolder } from "../../scripts/lib/temporary.ts";
import { deno } from "../../scripts/lib/tools.ts";
import { FAULTS, withProject } from "./project.ts";

const OFFLINE = ["--no-remote", "--no-lock", "--no-prompt"];
const DENO_JSON = JSON.stringify({ nodeModulesDir: "manual" });

test("Deno: a script calls the mock in process without permissions, and on a port", () =>
  withProject({}, async ({ take, write, run }) => {
    write("deno.json", DENO_JSON);
    ["call.mjs", "main.mjs", "served.mjs"].forEach((program) => take(program));
    const main = await run(deno(), "run", ...OFFLINE, "main.mjs");
    assert.equal(main, "called, and found Ada Lovelace\n");
    const served = await run(deno(), "run", ...OFFLINE, "--allow-net=127.0.0.1", "served.mjs");
    assert.equal(served, "served 0 collections\n");
  }));

test("Deno: deno test type-checks and calls the mock through npm: specifiers", () =>
  withProject({}, async ({ take, write, run }) => {
    write("deno.json", DENO_JSON);
    take("people.deno.ts", "people.test.ts");
    assert.match(await run(deno(), "test", ...OFFLINE, "--check"), /1 passed \| 0 failed/);
  }));

test("Deno: the server prints bugs, but no faults that the test asked for", () =>
  withProject({}, async ({ take, write, run }) => {
    write("deno.json", DENO_JSON);
    take("faults.mjs");
    assert.equal(
      await run(deno(), "run", ...OFFLINE, "--allow-net=127.0.0.1", "faults.mjs"),
      FAULTS,
    );
    const bugs = await run(
      deno(),
      "run",
      ...OFFLINE,
      "--allow-net=127.0.0.1",
      "faults.mjs",
      "bugs",
    );
    assert.match(bugs, /a bug in a handler[^]*a bug in a body/);
  }));

test("Deno: the sources of a clone run with the deno.json of the README", () =>
  withTemporaryFolder("deno-sources", async (folder) => {
    copyClone(path.join(folder, "kinabase"));
    const project = path.join(folder, "project");
    mkdirSync(project);
    const write = (name: string, text: string) => writeFileSync(path.join(project, name), text);
    const sections = sectionsOf(readFileSync(inRoot("README.md"), "utf8"));
    const blocksOf = (name: string) =>
      sections.find(({ heading }) => heading === name)?.blocks ?? [];
    const { "deno.json": settings = "" } = filesIn(blocksOf("Install"));
    // Offline, the packages come from a folder that both can reach.
    write("deno.json", settings.replace("{", '{ "nodeModulesDir": "manual",'));
    const modules = path.join(folder, "node_modules");
    const { imports } = denoJson();
    link(modules, Object.keys(imports));
    const [program] = blocksOf("Try it").filter(({ language }) => language === "ts");
    write("first.ts", program?.code ?? "");
    const options = { cwd: project, env: { DENO_DIR: path.join(folder, ".deno"), NO_COLOR: "1" } };
    const [command] = deno();
    const printed = await run(command, ["run", ...OFFLINE, "first.ts"], options);
    assert.match(printed.output, /fullName: "Ada Lovelace"/);
  }));
