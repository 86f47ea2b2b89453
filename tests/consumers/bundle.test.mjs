// The dependencies of a program that imports the client.
import { build } from "esbuild";
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { build as viteBuild } from "vite";
import { withProject } from "./project.mjs";

/** Returns the packages of modules. @param {readonly string[]} modules */
const packagesOf = (modules) =>
  [...new Set(modules.map((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1]))]
    .filter((name) => name !== undefined)
    .sort();

/** @param {import("./project.mjs").Project} project @param {string} contents @param {string} platform */
async function bundled({ folder }, contents, platform = "neutral") {
  const { metafile, outputFiles } = await build({
    absWorkingDir: folder,
    stdin: { contents, resolveDir: folder },
    outfile: path.join(folder, "out.js"),
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    mainFields: ["module", "main"],
    metafile: true,
    logLevel: "silent",
  });
  const { contents: code } = outputFiles[0];
  return {
    packages: packagesOf(Object.keys(metafile.inputs)),
    inputs: Object.keys(metafile.inputs),
    bytes: code.length,
    gzipped: gzipSync(code, { level: 9 }).length,
  };
}

const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Generous: it should notice a new library, not a new function. */
const LIMIT = 30_000;

test("bundle: importing the client loads only jose", (t) =>
  withProject({}, async (project) => {
    const whole = await bundled(project, 'export * from "@kinakit/kinabase";');
    assert.deepEqual(whole.packages, ["@kinakit/kinabase", "jose"]);
    const strays = whole.inputs.filter((name) => /mock-server|tests\/contract|schemas/.test(name));
    assert.deepEqual(strays.filter((name) => !name.includes("standard-schema")), []);

    const one = await bundled(
      project,
      `import { createClient } from "@kinakit/kinabase";
await createClient(globalThis.options).status();`,
    );
    t.diagnostic(`a program with one call: ${kB(one.bytes)} minified, ${kB(one.gzipped)} gzipped`);
    t.diagnostic(`everything: ${kB(whole.bytes)} minified, ${kB(whole.gzipped)} gzipped`);
    assert.ok(whole.gzipped < LIMIT, `${kB(whole.gzipped)} gzipped, more than ${kB(LIMIT)}`);
  }));

test("bundle: importing the schemas loads only zod", () =>
  withProject({}, async (project) => {
    const { packages } = await bundled(project, 'export * from "@kinakit/kinabase/schemas";');
    assert.deepEqual(packages, ["@kinakit/kinabase", "zod"]);
  }));

test("bundle: the contract imports the client by its package name", () =>
  withProject({}, async (project) => {
    const { inputs } = await bundled(
      project,
      'export * from "@kinakit/kinabase/contract";',
      "node",
    );
    assert.equal(inputs.filter((name) => name.endsWith("dist/src/client.js")).length, 1);
  }));

test("Vite: a page with the client contains no Node module, no zod and no hono", (t) =>
  withProject({}, async ({ folder, take }) => {
    take("page.html", "index.html");
    take("page.js");
    const built = await viteBuild({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: { write: false, target: "es2022" },
    });
    const { output } = Array.isArray(built) ? built[0] : built;
    const chunks = output.filter((/** @type {any} */ part) => part.type === "chunk");
    const modules = chunks.flatMap((/** @type {any} */ chunk) => chunk.moduleIds);
    assert.deepEqual(packagesOf(modules), ["@kinakit/kinabase", "jose"]);
    const code = chunks.map((/** @type {any} */ { code }) => code).join("\n");
    assert.ok(!/["'`]node:|__vite-browser-external/.test(code), "it names a Node module");
    t.diagnostic(`the page: ${kB(code.length)} minified, ${kB(gzipSync(code).length)} gzipped`);
  }));
