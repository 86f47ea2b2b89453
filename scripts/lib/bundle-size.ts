// The size of a program in one file.
import { build, type BuildOptions } from "esbuild";
import { gzipSync } from "node:zlib";
import { root } from "./project.ts";

/** The bytes of a bundled program: minified, and also compressed. */
export interface BundleSize {
  minified: number;
  gzip: number;
}

/** Bundles and minifies a program, and returns its size. */
export async function bundleSize(
  contents: string,
  options: Pick<BuildOptions, "alias" | "external" | "plugins">,
): Promise<BundleSize> {
  const { outputFiles: [file] = [] } = await build({
    ...options,
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  if (file === undefined) throw new Error("esbuild wrote no file");
  return {
    minified: file.contents.length,
    gzip: gzipSync(file.contents, { level: 9 }).length,
  };
}
