// The packages whose code is in the files of dist/, so that npm does not install them with the package.
// See docs/decisions/0022-npm-installs-no-other-package.md.
import type { Metafile, Plugin } from "esbuild";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { inRoot, packageJson } from "./project.ts";

/** Their names: the packages that deno.json imports, without the optional ones. */
export const BUNDLED: readonly string[] = [
  "@hono/node-server",
  "@hono/zod-validator",
  "commander",
  "hono",
  "jose",
  "papaparse",
  "zod",
];

/** What stays an import in every bundle. */
export function externals(): string[] {
  const packages = Object.keys(packageJson().peerDependencies);
  return ["node:*", "cloudflare:*", ...packages.flatMap((name) => [name, `${name}/*`])];
}

/** The packages whose code is in a bundle. */
export function packagesIn({ inputs }: Metafile): string[] {
  const names = Object.keys(inputs)
    .map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "");
  return [...new Set(names)].filter((name) => name !== "").sort();
}

const manifestSchema = z.looseObject({ version: z.string(), license: z.string() });

/** Writes the licenses of all bundled packages into one file. */
export function writeLicenses(): void {
  const parts = BUNDLED.map((name) => {
    const folder = inRoot("node_modules", name);
    const { version, license } = manifestSchema.parse(
      JSON.parse(readFileSync(`${folder}/package.json`, "utf8")),
    );
    const file = ["LICENSE", "LICENSE.md"].map((of) => `${folder}/${of}`).find(existsSync);
    const text = file === undefined ? `License: ${license}` : readFileSync(file, "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  const title = "The files of this package include code of these packages.\n";
  writeFileSync(
    inRoot("dist/bundled-licenses.txt"),
    [title, ...parts].join(`\n${"-".repeat(72)}\n\n`),
  );
}

/** The contract and the tools import the client by its package name, so that there is only one copy. */
export function packageByName(name: string): Plugin {
  return {
    name: "package-by-name",
    setup({ onResolve }) {
      onResolve({ filter: /\/mod\.js$/ }, ({ path: to, resolveDir, kind }) => {
        if (kind === "entry-point" || path.resolve(resolveDir, to) !== inRoot("dist/mod.js")) {
          return undefined;
        }
        return { path: name, external: true };
      });
    },
  };
}

/** papaparse requires `stream` of Node, but only for its own streams, which nothing here uses. */
export const papaparseWithoutStreams: Plugin = {
  name: "papaparse-without-streams",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^stream$/ }, () => ({ path: "stream", namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
  },
};
