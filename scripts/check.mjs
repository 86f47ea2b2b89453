// npm run check
// All that can be said about the package without running its tests. Every step runs, whatever the others say.
import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { bites } from "./bites.mjs";
import { staleBites } from "./lib/bitten.mjs";
import { build } from "./lib/build.mjs";
import { dryRunJsr } from "./lib/jsr.mjs";
import { compareManifests } from "./lib/manifests.mjs";
import { pack } from "./lib/pack.mjs";
import { entries, filesWithExamples, inRoot, root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { withTemporaryFolder } from "./lib/temporary.mjs";
import { attw, bun, deno, publint, redocly, tsc } from "./lib/tools.mjs";
import { checkWorkedExample } from "./lib/worked-example.mjs";

/** What is wrong, in words; undefined when nothing is. */
/** @typedef {string | undefined} Complaint */

/** @param {import("./lib/tools.mjs").Tool} tool @param {...string} args */
const command = ([program, ...first], ...args) => async () => {
  const ended = await run(program, [...first, ...args], { cwd: root });
  return ended.trouble && `${ended.output.trimEnd()}\n${ended.trouble}`;
};

const sources = entries().map(({ source }) => source);

await withTemporaryFolder("check", async (folder) => {
  /** @type {string | undefined} */
  let tarball;
  /** @param {(file: string) => Promise<Complaint>} look */
  const onTarball = (look) => () => tarball ? look(tarball) : "there is no package to look at";

  /** @type {Record<string, () => Complaint | Promise<Complaint>>} */
  const steps = {
    "manifests agree": () => compareManifests().join("\n") || undefined,
    "GitHub's files": command(bun(), "scripts/check-github.ts"),
    "bites go in": () => staleBites(bites).join("\n") || undefined,
    "the worked example": () => checkWorkedExample(folder),
    "types, portable code": command(tsc(), "-p", "tsconfig.json"),
    "types, everything else": command(tsc(), "-p", "tsconfig.runtime.json"),
    "types, as Deno sees them": command(
      deno(),
      "check",
      ...sources,
      "tests/runners/run-deno.ts",
      "tests/runners/run-runtime-deno.ts",
      "tests/runners/run-msw-deno.ts",
      "examples/deno-mirror/mirror.ts",
    ),
    "types, examples in comments": command(
      deno(),
      "check",
      "--doc-only",
      ...filesWithExamples(),
    ),
    "deno fmt": command(deno(), "fmt", "--check"),
    "deno lint": command(deno(), "lint"),
    "deno doc --lint": command(deno(), "doc", "--lint", ...sources),
    "deno publish --dry-run": async () => (await dryRunJsr()).trouble,
    "build and pack": async () => {
      const trouble = await build();
      if (!trouble) tarball = path.join(folder, await pack(folder));
      return trouble;
    },
    "OpenAPI document": async () => {
      const { openApiDocument } = await import(
        pathToFileURL(inRoot("dist/mock-server/mod.js")).href
      );
      const file = path.join(folder, "openapi.json");
      writeFileSync(file, JSON.stringify(await openApiDocument(), null, 2));
      const [program, ...first] = redocly();
      const args = [...first, "lint", "--config", inRoot("redocly.yaml"), file];
      // It needs nothing from elsewhere, and is to tell nobody.
      const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
      const ended = await run(program, args, { cwd: root, env });
      return ended.trouble && `${ended.output.trimEnd()}\n${ended.trouble}`;
    },
    "publint": onTarball((file) => command(publint(), "run", file, "--strict")()),
    "attw": onTarball((file) => command(attw(), file, "--profile", "esm-only", "--no-emoji")()),
  };

  for (const [name, step] of Object.entries(steps)) {
    process.stdout.write(`${name.padEnd(28)} `);
    const start = performance.now();
    /** @type {Complaint} */
    let complaint;
    try {
      complaint = await step();
    } catch (error) {
      complaint = error instanceof Error ? error.message : String(error);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${complaint ? "FAILED" : "ok"} (${seconds} s)`);
    if (complaint) {
      console.log(`${complaint.replace(/^/gm, "    ")}\n`);
      process.exitCode = 1;
    }
  }
});
console.log(process.exitCode ? "\nSome checks failed." : "\nAll checks passed.");
