// A Worker, bundled like wrangler does, run in workerd.
import { build } from "esbuild";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "bun:test";
import { workerd } from "../../scripts/lib/tools.ts";
import { withProject } from "./project.ts";

// From 2026-08-15 on, the date enables `process` and `Buffer`, so this test would prove nothing.
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "test", worker = (
      modules = [(name = "test.js", esModule = embed "worker-test.js")],
      bindings = [(name = "worker", service = "worker")],
      compatibilityDate = "2026-07-01",
    )),
    (name = "worker", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-07-01",
    )),
  ],
);
`;

test("Workers: a bundle with the client and the mock at module scope runs in workerd", () =>
  withProject({}, async ({ folder, take, write, run }) => {
    take("worker.ts");
    take("worker-test.js");
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: ["worker.ts"],
      outfile: path.join(folder, "worker.js"),
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "browser",
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*"],
      metafile: true,
      logLevel: "silent", // a failure throws an error with the messages
    });
    const outputs = Object.values(metafile.outputs);
    assert.deepEqual(outputs.flatMap(({ imports }) => imports), [], "what the bundle imports");
    assert.ok(!/["']node:/.test(readFileSync(path.join(folder, "worker.js"), "utf8")));
    write("config.capnp", CONFIG);
    await run(workerd(), "test", "config.capnp");
  }));
