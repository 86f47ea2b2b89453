// Checks that package.json and deno.json agree, and that all repository addresses are the same.
import { readFileSync } from "node:fs";
import { BUNDLED } from "../lib/bundled.ts";
import {
  denoJson,
  entries,
  inRoot,
  packageJson,
  type PackageManifest,
  projectFiles,
} from "../lib/project.ts";

/** Files that contain the repository's address. */
const NAMING = /^(?:[A-Z]+\.md|docs\/[^/]+\.md|\.github\/.+)$/;

/** The differences. */
export function compareManifests(): string[] {
  const npm = packageJson();
  const jsr = denoJson();
  return [
    ...(["name", "version", "license"] as const)
      .filter((field) => npm[field] !== jsr[field])
      .map((field) => `${field}: ${npm[field]} in package.json, ${jsr[field]} in deno.json`),
    ...compareEntries(npm.exports),
    ...compareRanges({ ...npm.peerDependencies, ...bundledRanges(npm) }, jsr.imports),
    ...Object.keys(npm.dependencies)
      .map((name) => `dependency ${name}: npm would install it; bundle it, and see BUNDLED`),
    ...compareAddresses(npm),
  ];
}

function compareEntries(npmExports: PackageManifest["exports"]): string[] {
  const differences: string[] = [];
  const known = new Set(["./package.json"]); // tools read it; JSR has no such entry
  for (const { name, source } of entries()) {
    known.add(name);
    const stem = source.replace(/^\.\//, "./dist/").replace(/\.tsx?$/, "");
    const expected = JSON.stringify({ types: `${stem}.d.ts`, default: `${stem}.js` });
    const target = npmExports[name];
    const hasWorkerd = typeof target === "object" && target.workerd !== undefined;
    // Outside Workers, another file takes the place of what `cloudflare:workers` exports.
    const found = JSON.stringify(
      hasWorkerd ? { types: target.types, default: target.workerd } : target,
    );
    if (found !== expected) {
      differences.push(`entry ${name}: package.json has ${found}, not ${expected}`);
    }
  }
  for (const name of Object.keys(npmExports)) {
    if (!known.has(name)) differences.push(`entry ${name}: deno.json lacks it`);
  }
  return differences;
}

/** The ranges of what the npm package bundles: JSR installs these packages. */
function bundledRanges({ devDependencies }: PackageManifest): Record<string, string> {
  return Object.fromEntries(BUNDLED.map((name) => [name, `^${devDependencies[name]}`]));
}

function compareRanges(
  ranges: Readonly<Record<string, string>>,
  imports: Readonly<Record<string, string>>,
): string[] {
  const differences: string[] = [];
  const imported = new Set<string>();
  for (const [alias, specifier] of Object.entries(imports)) {
    const [, name = "", range] = /^npm:(@?[^@]+)@([^/]+)/.exec(specifier) ?? [];
    imported.add(name);
    if (ranges[name] !== range) {
      differences.push(`import ${alias}: ${specifier}, but package.json asks for ${ranges[name]}`);
    }
  }
  for (const name of Object.keys(ranges)) {
    if (!imported.has(name)) differences.push(`dependency ${name}: deno.json does not import it`);
  }
  return differences;
}

/** `repository` in package.json defines the owner; all other addresses must match it. */
function compareAddresses({ repository, homepage, bugs }: PackageManifest): string[] {
  const [, web, slug] = /^git\+(https:\/\/github\.com\/([\w.-]+\/[\w-]+))\.git$/
    .exec(repository.url) ?? [];
  if (web === undefined || slug === undefined) {
    return [`repository.url: ${repository.url}, not git+https://github.com/OWNER/NAME.git`];
  }
  const name = slug.slice(slug.indexOf("/") + 1);
  const other = new RegExp(`github(?:usercontent)?\\.com/(?!${slug}\\b)[\\w.-]+/${name}\\b`, "g");
  return [
    ...homepage === `${web}#readme` ? [] : [`homepage: ${homepage}, not ${web}#readme`],
    ...bugs === `${web}/issues` ? [] : [`bugs: ${bugs}, not ${web}/issues`],
    ...projectFiles().filter((file) => NAMING.test(file)).flatMap((file) =>
      [...readFileSync(inRoot(file), "utf8").matchAll(other)]
        .map(([found]) => `${file}: ${found}, but package.json says ${slug}`)
    ),
  ];
}
