// Deno, with packages from npm and without a network.
import assert from "node:assert/strict";
import { test } from "bun:test";
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
