// npm run examples:lock
// Updates what the manifests and lockfiles of the examples say about this package. Needs the network.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import * as z from "zod";
import { build } from "./lib/build.ts";
import { pack } from "./lib/pack.ts";
import { inRoot, packageJson, root } from "./lib/project.ts";
import { complaintOf, run } from "./lib/run.ts";
import { npm } from "./lib/tools.ts";

const manifestSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });
const lockSchema = z.looseObject({ packages: z.record(z.string(), z.looseObject({})) });

const { name } = packageJson();
const trouble = await build({ check: false });
if (trouble) throw new Error(trouble);
const tarball = await pack(root);
const [command, ...first] = npm();
const flags = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];

for (const example of readdirSync(inRoot("examples"), { withFileTypes: true })) {
  if (!example.isDirectory()) continue;
  const folder = inRoot("examples", example.name);
  const { dependencies } = manifestSchema.parse(read(`${folder}/package.json`));
  change(`${folder}/package.json`, {
    dependencies: { ...dependencies, [name]: `file:../../${tarball}` },
  });
  // Without the name, npm keeps what the lockfile says about the same version.
  const args = [...first, "install", `file:../../${tarball}`, ...flags];
  const ended = await run(command, args, { cwd: folder });
  const complaint = complaintOf(ended);
  if (complaint) {
    console.error(`${example.name}: ${complaint}`);
    process.exitCode = 1;
    continue;
  }
  const { packages } = lockSchema.parse(read(`${folder}/package-lock.json`));
  // Each build makes another tarball, and `npm ci` would refuse it.
  delete packages[`node_modules/${name}`]?.["integrity"];
  change(`${folder}/package-lock.json`, { packages });
  console.log(example.name);
}
rmSync(inRoot(tarball));

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Replaces some fields of a JSON file, and keeps the order of all. */
function change(file: string, fields: object): void {
  const before = z.record(z.string(), z.unknown()).parse(read(file));
  writeFileSync(file, `${JSON.stringify({ ...before, ...fields }, null, 2)}\n`);
}
