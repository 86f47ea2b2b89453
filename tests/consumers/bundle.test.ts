// The dependencies of a program that imports the client.
import { build, type Platform } from "esbuild";
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "bun:test";
import { gzipSync } from "node:zlib";
import { build as viteBuild } from "vite";
import { type Project, withProject } from "./project.ts";

/** The packages that modules belong to. */
const packagesOf = (modules: readonly string[]): string[] =>
  [...new Set(modules.map((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1]))]
    .filter((name) => name !== undefined)
    .sort();

interface Bundle {
  packages: string[];
  inputs: string[];
  code: string;
  bytes: number;
  gzipped: number;
}

async function bundled(
  { folder }: Project,
  contents: string,
  platform: Platform = "neutral",
): Promise<Bundle> {
  const { metafile, outputFiles: [file] } = await build({
    absWorkingDir: folder,
    stdin: { contents, resolveDir: folder },
    outfile: path.join(folder, "out.js"),
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    ...(platform === "browser" ? {} : { mainFields: ["module", "main"] }),
    metafile: true,
    logLevel: "silent",
  });
  assert.ok(file, "esbuild wrote no file");
  return {
    packages: packagesOf(Object.keys(metafile.inputs)),
    inputs: Object.keys(metafile.inputs),
    code: file.text,
    bytes: file.contents.length,
    gzipped: gzipSync(file.contents, { level: 9 }).length,
  };
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

test("bundle: importing the client loads no other package", () =>
  withProject({}, async (project) => {
    const whole = await bundled(project, 'export * from "@kinakit/kinabase";');
    assert.deepEqual(whole.packages, ["@kinakit/kinabase"]);
    const strays = whole.inputs.filter((name) =>
      name.includes("/dist/") && !/\/dist\/(?:mod|src\/chunks\/[\w-]+)\.js$/.test(name)
    );
    assert.deepEqual(strays, []);

    const one = await bundled(
      project,
      `import { createClient } from "@kinakit/kinabase";
await createClient(globalThis.options).status();`,
    );
    // A part that the program does not use costs nothing: the logger, and the variables of the environment.
    for (const text of ["debug", "KINABASE_APP_SECRET"]) {
      assert.ok(whole.code.includes(text), text);
      assert.ok(!one.code.includes(text), text);
    }
    // A reader contains no call that writes.
    const reader = await bundled(
      project,
      `import { createReader } from "@kinakit/kinabase";
await createReader(globalThis.options).collection("people").get("1");`,
    );
    for (const text of ["bulk.create", "/ingest", "/all"]) {
      assert.ok(one.code.includes(text), text);
      assert.ok(!reader.code.includes(text), text);
    }
    console.log(`a program with one call: ${kB(one.bytes)} minified, ${kB(one.gzipped)} gzipped`);
    console.log(`everything: ${kB(whole.bytes)} minified, ${kB(whole.gzipped)} gzipped`);
  }));

test("bundle: importing the schemas loads no other package", () =>
  withProject({}, async (project) => {
    const { packages } = await bundled(project, 'export * from "@kinakit/kinabase/schemas";');
    assert.deepEqual(packages, ["@kinakit/kinabase"]);
  }));

test("bundle: the tools load the client, and neither another package nor a Node module", () =>
  withProject({}, async (project) => {
    // As for a Worker or a page: a Node module would be an error.
    const contents = 'export * from "@kinakit/kinabase/tools";';
    const { packages, inputs } = await bundled(project, contents, "browser");
    assert.deepEqual(packages, ["@kinakit/kinabase"]);
    assert.deepEqual(inputs.filter((name) => /mock-server|tests\/contract/.test(name)), []);
  }));

test("bundle: the contract imports the client by its package name", () =>
  withProject({}, async (project) => {
    const { inputs } = await bundled(
      project,
      'export * from "@kinakit/kinabase/contract";',
      "node",
    );
    assert.equal(inputs.filter((name) => name.endsWith("dist/mod.js")).length, 1);
  }));

test("Vite: a page with the client contains no Node module, no zod and no hono", () =>
  withProject({}, async ({ folder, take }) => {
    take("page.html", "index.html");
    take("page.js");
    const built = await viteBuild({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: { write: false, target: "es2022" },
    });
    const chunks = [built].flat().flatMap((result) => "output" in result ? result.output : [])
      .filter((part) => part.type === "chunk");
    assert.deepEqual(packagesOf(chunks.flatMap(({ moduleIds }) => moduleIds)), [
      "@kinakit/kinabase",
    ]);
    const code = chunks.map((chunk) => chunk.code).join("\n");
    assert.ok(!/["'`]node:|__vite-browser-external/.test(code), "it names a Node module");
    console.log(`the page: ${kB(code.length)} minified, ${kB(gzipSync(code).length)} gzipped`);
  }));
