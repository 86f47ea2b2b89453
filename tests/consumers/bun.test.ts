// Bun, with a program and with bun test.
import assert from "node:assert/strict";
import { test } from "bun:test";
import { packageJson } from "../../scripts/lib/project.ts";
import { bun } from "../../scripts/lib/tools.ts";
import { FAULTS, withProject } from "./project.ts";

// A missing package must be an error, not a download.
const BUNFIG = 'telemetry = false\n[install]\nauto = "disable"\n';

test("Bun: a script calls the mock in process and on a port, and can require the client", () =>
  withProject({}, async ({ take, write, run }) => {
    write("bunfig.toml", BUNFIG);
    ["call.mjs", "main.mjs", "served.mjs", "require.cjs"].forEach((program) => take(program));
    assert.equal(await run(bun(), "main.mjs"), "called, and found Ada Lovelace\n");
    assert.equal(await run(bun(), "served.mjs"), "served 0 collections\n");
    const { name } = packageJson();
    const required = await run(bun(), "require.cjs", name);
    assert.equal(required, `${name} has some exports\n`);
  }));

test("Bun: bun test calls the mock", () =>
  withProject({}, async ({ take, write, run }) => {
    write("bunfig.toml", BUNFIG);
    take("call.mjs");
    take("people.bun.ts", "people.test.ts");
    assert.match(await run(bun(), "test"), / 1 pass\n 0 fail/);
  }));

test("Bun: the server prints bugs, but no faults that the test asked for", () =>
  withProject({}, async ({ take, write, run }) => {
    write("bunfig.toml", BUNFIG);
    take("faults.mjs");
    assert.equal(await run(bun(), "faults.mjs"), FAULTS);
    const bugs = await run(bun(), "faults.mjs", "bugs");
    assert.match(bugs, /a bug in a handler[^]*a bug in a body/);
  }));
