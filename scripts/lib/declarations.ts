// The declarations in dist/ that a user's compiler reads.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { inRoot, packageJson } from "./project.ts";

/** Removes the declarations that no entry imports, directly or through others. The compiler writes one for each file. */
export function removeUnusedDeclarations(): void {
  const { exports, bin } = packageJson();
  const entries = [...Object.values(exports), ...Object.values(bin)]
    .map((to) => declarationOf(inRoot(typeof to === "string" ? to : to.types)))
    .filter(existsSync);
  const used = new Set(entries);
  for (const file of used) for (const to of importedBy(file)) used.add(to);
  for (const name of readdirSync(inRoot("dist"), { recursive: true, encoding: "utf8" })) {
    const file = inRoot("dist", name);
    if (name.endsWith(".d.ts") && !used.has(file)) rmSync(file);
  }
}

/** The declarations of the package that a declaration imports. */
function importedBy(file: string): string[] {
  const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "");
  return [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*"(\.[^"]+)"/g)]
    .map(([, to = ""]) => declarationOf(path.join(path.dirname(file), to)));
}

const declarationOf = (module: string): string => module.replace(/(?:\.d)?\.[jt]s$/, ".d.ts");
