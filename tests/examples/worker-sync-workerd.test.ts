import { expect, test } from "bun:test";
import { build } from "esbuild";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { APP_ID, APP_SECRET } from "./worker/world.ts";
import { runChild } from "./child.ts";

const root = path.resolve(import.meta.dir, "../..");

// On this date `process` and `Buffer` are not available.
const DATE = "2026-07-01";

const service = (name: string, more: string) =>
  `(name = "${name}", worker = (
      modules = [(name = "worker.js", esModule = embed "${name}.js")],
      compatibilityDate = "${DATE}",
      ${more}
    )),`;

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  ${
  service(
    "main",
    `compatibilityFlags = ["service_binding_extra_handlers"],
      bindings = [(name = "worker", service = "worker")],`,
  )
}
  ${
  service(
    "worker",
    `globalOutbound = "kinabase",
      bindings = [
        (name = "KINABASE_APP_ID", text = "${APP_ID}"),
        (name = "KINABASE_APP_SECRET", text = "${APP_SECRET}"),
        (name = "KINABASE_COLLECTION", text = "people"),
        (name = "RECORDS", kvNamespace = "kv"),
      ],`,
  )
}
  ${service("kinabase", "")}
  ${service("kv", "")}
]);
`;

test("worker-sync > runs bundled in workerd", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kinabase-worker-sync-"));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: {
        main: "tests/examples/worker/main.ts",
        worker: "examples/worker-sync/worker.ts",
        kinabase: "tests/examples/worker/kinabase.ts",
        kv: "tests/examples/worker/kv.ts",
      },
      outdir: folder,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["workerd", "worker", "browser"],
      logLevel: "silent", // a failure throws an error with the messages
    });
    await writeFile(path.join(folder, "config.capnp"), CONFIG);
    const workerd: unknown = createRequire(import.meta.url)("workerd").default;
    // Only calling the cron of another Worker is experimental.
    const command = [String(workerd), "test", "--experimental", "config.capnp"];
    const ended = await runChild(command, { cwd: folder });
    expect(ended.output).toContain("the record is there");
    expect(ended.code).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);
