// The content of the tarball.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "bun:test";
import { type PackageManifest, packageManifest, root } from "../../scripts/lib/project.ts";
import { withPackage } from "./project.ts";

/** A folder's files, with slashes. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll(path.sep, "/"))
    .filter((name) => statSync(path.join(folder, name)).isFile());

const WANTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(?:mod|(?:src|mock-server|tools|cli|tests\/contract)\/.+)\.(?:js|d\.ts)|dist\/mock-server\/chunks\/zod-LICENSE|dist\/src\/jose-LICENSE\.md)$/;

test("the package contains only dist/, its types, README, LICENSE and CHANGELOG", () =>
  withPackage(async (folder) => {
    const files = filesIn(folder);
    assert.deepEqual(files.filter((name) => !WANTED.test(name)), []);
    for (const name of ["README.md", "LICENSE", "CHANGELOG.md", "package.json"]) {
      assert.ok(files.includes(name), `${name} is missing`);
    }
    const scripts = files.filter((name) => name.endsWith(".js") && !name.includes("/chunks/"));
    const untyped = scripts.filter((name) => !files.includes(name.replace(/\.js$/, ".d.ts")));
    assert.deepEqual(untyped, [], "scripts without types");
  }));

test("the package contains no source maps and no path of the build machine", () =>
  withPackage(async (folder) => {
    const ours = [root, os.homedir(), os.tmpdir()].filter((place) => place.length > 1);
    const forbidden = [...ours, ...ours.map((place) => place.replaceAll("\\", "/"))];
    for (const name of filesIn(folder)) {
      const text = readFileSync(path.join(folder, name), "utf8");
      assert.ok(!text.includes("sourceMappingURL"), `${name} names a source map`);
      for (const place of forbidden) {
        // A path at the root alone, such as /root, must not match the end of a longer path.
        const at = text.search(new RegExp(`(?<![\\w.-])${escape(place)}\\b`));
        assert.equal(at, -1, `${name} holds ${place}: ${text.slice(at - 40, at + 60)}`);
      }
      assert.ok(!/(?<![\w:/])file:\/\/\//.test(text), `${name} holds a file URL`);
    }
  }));

test("the package bundles zod with its license, and only the schemas import it", () =>
  withPackage(async (folder) => {
    const importing = filesIn(folder).filter((name) =>
      name.endsWith(".js") &&
      /^(?:import|export)\b.*from\s*"zod["/]/m.test(readFileSync(path.join(folder, name), "utf8"))
    );
    assert.deepEqual(importing, ["dist/src/wire/schemas.js"]);
    const license = readFileSync(path.join(folder, "dist/mock-server/chunks/zod-LICENSE"), "utf8");
    assert.match(license, /^MIT License/);
  }));

test("the client includes a function of jose with its license, and does not import jose", () =>
  withPackage(async (folder) => {
    const client = filesIn(folder)
      .filter((name) => /^dist\/(?:mod|src\/chunks\/[^/]+)\.js$/.test(name))
      .map((name) => readFileSync(path.join(folder, name), "utf8"))
      .join("\n");
    assert.match(client, /node_modules\/jose\//);
    assert.doesNotMatch(client, /from\s*"jose/);
    assert.match(
      readFileSync(path.join(folder, "dist/src/jose-LICENSE.md"), "utf8"),
      /MIT License/,
    );
  }));

test("the package contains every file that its manifest names", () =>
  withPackage(async (folder) => {
    const { exports, bin } = manifestIn(folder);
    const targets = (target: unknown): string[] =>
      typeof target === "string" ? [target] : Object.values(target ?? {}).flatMap(targets);
    const pointers = [...targets(exports), ...targets(bin)];
    assert.ok(pointers.length > 2);
    for (const to of pointers) {
      assert.ok(existsSync(path.join(folder, to)), `${to} is missing`);
    }
    for (const to of targets(bin)) {
      assert.match(readFileSync(path.join(folder, to), "utf8"), /^#!\/usr\/bin\/env node\n/);
    }
  }));

test("the package runs no install scripts", () =>
  withPackage(async (folder) => {
    const { scripts } = manifestIn(folder);
    for (const name of ["preinstall", "install", "postinstall"]) {
      assert.ok(!(name in scripts), name);
    }
  }));

const manifestIn = (folder: string): PackageManifest =>
  packageManifest.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")));

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
