// The content of the tarball.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "bun:test";
import { BUNDLED } from "../../scripts/lib/bundled.ts";
import { type PackageManifest, packageManifest, root } from "../../scripts/lib/project.ts";
import { withPackage } from "./project.ts";

/** A folder's files, with slashes. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll(path.sep, "/"))
    .filter((name) => statSync(path.join(folder, name)).isFile());

const WANTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(?:mod|(?:src|mock-server|tools|cli|tests\/contract)\/.+)\.(?:js|d\.ts)|dist\/bundled-licenses\.txt)$/;

test("the package contains only dist/, its types, README, LICENSE and CHANGELOG", () =>
  withPackage(async (folder) => {
    const files = filesIn(folder);
    assert.deepEqual(files.filter((name) => !WANTED.test(name)), []);
    for (const name of ["README.md", "LICENSE", "CHANGELOG.md", "package.json"]) {
      assert.ok(files.includes(name), `${name} is missing`);
    }
    const scripts = files.filter((name) => name.endsWith(".js") && !name.includes("/chunks/"));
    // They have the types of the same entry in Workers.
    const typed = scripts.filter((name) => !name.endsWith("outside-workers.js"));
    const untyped = typed.filter((name) => !files.includes(name.replace(/\.js$/, ".d.ts")));
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

test("npm installs no other package, and the code of those in the bundles has its license", () =>
  withPackage(async (folder) => {
    const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    for (const field of ["dependencies", "optionalDependencies", "bundledDependencies"]) {
      assert.ok(!(field in manifest), field);
    }
    const imported = filesIn(folder).filter((name) => name.endsWith(".js")).flatMap((name) => {
      const text = readFileSync(path.join(folder, name), "utf8");
      return [
        ...text.matchAll(/^(?:import "|(?:import|export|\}) ?[^"]*\bfrom ")([^."][^"]*)";$/gm),
      ]
        .map(([, from = ""]) => from);
    });
    const others = imported.filter((from) => !/^(?:node|cloudflare):/.test(from));
    assert.deepEqual([...new Set(others)].sort(), ["@kinakit/kinabase", "msw"]);
    const licenses = readFileSync(path.join(folder, "dist/bundled-licenses.txt"), "utf8");
    for (const name of BUNDLED) assert.match(licenses, new RegExp(`^${name} \\d+\\.`, "m"));
    assert.equal(licenses.match(/Permission is hereby granted/g)?.length, BUNDLED.length - 1);
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
