/**
 * The `kinabase` command line: `kinabase types` writes types, `kinabase export` and `kinabase import` move records,
 * `kinabase pull` makes a seed, `kinabase mock` runs a mock server, `kinabase contract` checks a deployment.
 *
 * ```sh
 * npx @kinakit/kinabase types --out src/kinabase.ts
 * npx @kinakit/kinabase mock --port 8787
 * npx @kinakit/kinabase contract --base-url https://app.kinabase.com/api/v1/ --collection scratch
 * deno run -A jsr:@kinakit/kinabase/cli mock --help
 * ```
 *
 * Evidence marks in these docs: (S) stated by the specification this project implements, (D) documented
 * by Kinabase, (O) observed in programs that use the real service, (A) assumed by this project.
 *
 * @module
 */
import process from "node:process";
import { main } from "./main.ts";

export { main } from "./main.ts";

// `deno run jsr:@kinakit/kinabase/cli` runs this file directly. The npm bin is bin.ts. Without a top-level await, so that
// `require` can load it.
if (import.meta.main) void main(process.argv.slice(2));
