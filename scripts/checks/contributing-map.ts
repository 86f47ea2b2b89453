// Checks that the map in CONTRIBUTING.md names every important folder, and only existing ones.
import { existsSync, readFileSync } from "node:fs";
import { inRoot, projectFiles } from "../lib/project.ts";

/** The folders whose subfolders are on the map; "" is the root. */
const MAPPED = ["", "src/", "mock-server/", "mock-server/world/", "tests/"];

/** The folders that the map lacks, and those it names that do not exist. */
export function checkMap(): string[] {
  const text = readFileSync(inRoot("CONTRIBUTING.md"), "utf8");
  const [, map] = /^## The map$([\s\S]*?)^## /m.exec(text) ?? [];
  if (map === undefined) return ['CONTRIBUTING.md has no section "The map"'];
  const named = [...map.matchAll(/^\| (.+?) \|/gm)]
    .flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
  const folders = new Set(projectFiles().flatMap(foldersOf));
  return [
    ...[...folders].filter((folder) => !named.includes(folder))
      .map((folder) => `CONTRIBUTING.md: the map lacks \`${folder}\``),
    ...named.filter((name) => !existsSync(inRoot(name)))
      .map((name) => `CONTRIBUTING.md: the map names \`${name}\`, which does not exist`),
  ];
}

/** The folders of a file that belong on the map, each with a trailing slash. */
function foldersOf(file: string): string[] {
  return MAPPED.filter((place) => file.startsWith(place) && file.indexOf("/", place.length) >= 0)
    .map((place) => file.slice(0, file.indexOf("/", place.length) + 1));
}
