import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pack } from "../../scripts/lib/pack.ts";
import { complaintOf, run } from "../../scripts/lib/run.ts";
import { withTemporaryFolder } from "../../scripts/lib/temporary.ts";
import { npm } from "../../scripts/lib/tools.ts";
import type { Measure } from "../lib/measure.ts";

export const measure: Measure = {
  id: "install",
  title: "What `npm install` of the package brings",
  unit: "packages, MB",
  better: "lower",
  note: "The size is that of all files in node_modules. 1 MB is 1,000,000 bytes.",
  async run() {
    return await withTemporaryFolder("install", async (folder) => {
      const tarball = await pack(folder);
      const [command, ...first] = npm();
      const flags = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
      const args = [...first, "install", ...flags, "--prefix", folder, path.join(folder, tarball)];
      const complaint = complaintOf(await run(command, args, { cwd: folder }));
      if (complaint) throw new Error(`npm install: ${complaint}`);
      const { packages }: { packages: object } = JSON.parse(
        readFileSync(path.join(folder, "package-lock.json"), "utf8"),
      );
      const installed = Object.keys(packages).filter((name) => name !== "").length;
      return [
        { name: "packages", figures: { any: { value: installed } }, before: { any: 7 } },
        {
          name: "MB on the disk",
          figures: { any: { value: sizeOf(path.join(folder, "node_modules")) / 1e6 } },
          before: { any: 10.2 },
        },
        {
          name: "MB of the tarball",
          figures: { any: { value: statSync(path.join(folder, tarball)).size / 1e6 } },
        },
      ];
    });
  },
};

/** The size of all files below a folder, in bytes. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, of) => sum + (of.isFile() ? of.size : 0), 0);
}
