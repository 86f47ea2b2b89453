import type { Plugin } from "esbuild";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../../scripts/lib/project.ts";
import { bundleSize } from "../../scripts/lib/bundle-size.ts";
import type { Measure } from "../lib/measure.ts";
import { PROGRAMS } from "./size.ts";

/** The parts of the client, by their files below `src/`. */
const PARTS: Readonly<Record<string, RegExp>> = {
  "checks of options":
    /^(?:base-url|check-options|support\/(?:describe-value|loopback|nearest|option-checks|unknown-options|uuid))\.ts$/,
  "redaction": /^http\/(?:comparable-text|redact|secret-parts)\.ts$/,
  "sending requests":
    /^(?:clock|http\/(?:abort|call-state|deadline|exchange|maybe-applied|rate-limit|retry|transport))\.ts$/,
  "reading bodies": /^http\/(?:body|fetch-result)\.ts$/,
  "errors from responses": /^errors\//,
  "tokens": /^auth\/(?!token-source)/,
  "bulk and ingest":
    /^records\/(?:batches|bulk|bulk-response|ingest|ranges|report|throw-on-failure)\.ts$/,
  "stream()": /^(?:records\/(?:json-.*|stream)|support\/one-by-one)\.ts$/,
};

const MEASURED: readonly [program: string, as: string][] = [
  ["client with one get", "in a client"],
  ["token source alone", "in a token source"],
];

export const measure: Measure = {
  id: "size-parts",
  title: "By how much a bundle gets smaller without a part of the client",
  unit: "kB",
  better: "lower",
  note: "Bundled by esbuild from the sources, minified and compressed with gzip, jose included.",
  async run() {
    const rows = MEASURED.flatMap(([program, as]) => {
      const source = PROGRAMS.find(({ name }) => name === program)?.source ?? "";
      return Object.entries(PARTS)
        // Without these files, nothing of a token source is left.
        .filter(([part]) => program.startsWith("client") || part !== "tokens")
        .map(async ([part, files]) => {
          const value = (await bundled(source) - await bundled(source, files)) / 1000;
          return { name: `${part}, ${as}`, figures: { any: { value } } };
        });
    });
    // Parts that a program does not contain leave a few bytes of difference.
    return (await Promise.all(rows)).filter(({ figures }) => figures.any.value > 0.05);
  },
};

/** The bytes of a program without some of the client's files. */
async function bundled(contents: string, without?: RegExp): Promise<number> {
  const { gzip } = await bundleSize(contents, {
    alias: { "@kinakit/kinabase": inRoot("mod.ts") },
    plugins: without === undefined ? [] : [emptied(without)],
  });
  return gzip;
}

/** Puts exports without a value in place of those of some files. */
function emptied(files: RegExp): Plugin {
  return {
    name: "emptied",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const name = path.relative(inRoot("src"), file).replaceAll(path.sep, "/");
        if (!files.test(name)) return undefined;
        const declared = readFileSync(file, "utf8")
          .matchAll(
            /^export (?:\* from .*|(?:async |abstract )?(?:function\*?|const|class) (\w+))/gm,
          );
        const exports = [...declared].map(([line, of]) =>
          of === undefined ? line : `export const ${of} = globalThis.${of};`
        );
        return { contents: exports.join("\n"), loader: "ts" };
      });
    },
  };
}
