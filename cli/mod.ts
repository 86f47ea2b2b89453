/**
 * The command line: `kinabase mock` and `kinabase contract`.
 *
 * ```sh
 * npx @kinakit/kinabase mock --port 8787
 * npx @kinakit/kinabase contract --base-url https://app.kinabase.com/api/v1/ --collection scratch
 * deno run -A jsr:@kinakit/kinabase/cli mock --help
 * ```
 *
 * @module
 */
import process from "node:process";
import { main } from "./main.ts";

export { main } from "./main.ts";

// `deno run jsr:@kinakit/kinabase/cli` runs this file itself; npm's bin is bin.ts.
if (import.meta.main) await main(process.argv.slice(2));
