// package.json and deno.json describe one package: where they overlap they must agree.
import { denoJson, entries, packageJson } from "./project.mjs";

/** @returns {string[]} the differences, in words */
export function compareManifests() {
  const npm = packageJson();
  const jsr = denoJson();
  return [
    ...["name", "version", "license"]
      .filter((field) => npm[field] !== jsr[field])
      .map((field) => `${field}: ${npm[field]} in package.json, ${jsr[field]} in deno.json`),
    ...compareEntries(npm.exports),
    ...compareRanges({ ...npm.peerDependencies, ...npm.dependencies }, jsr.imports),
  ];
}

/** @param {Record<string, any>} npmExports */
function compareEntries(npmExports) {
  const differences = [];
  const known = new Set(["./package.json"]); // tools read it; JSR has no such entry
  for (const { name, source } of entries()) {
    known.add(name);
    const stem = source.replace(/^\.\//, "./dist/").replace(/\.tsx?$/, "");
    const wanted = JSON.stringify({ types: `${stem}.d.ts`, default: `${stem}.js` });
    const found = JSON.stringify(npmExports[name]);
    if (found !== wanted) {
      differences.push(`entry ${name}: package.json has ${found}, not ${wanted}`);
    }
  }
  for (const name of Object.keys(npmExports)) {
    if (!known.has(name)) differences.push(`entry ${name}: deno.json lacks it`);
  }
  return differences;
}

/** @param {Record<string, string>} ranges @param {Record<string, string>} imports */
function compareRanges(ranges, imports) {
  const differences = [];
  const imported = new Set();
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
