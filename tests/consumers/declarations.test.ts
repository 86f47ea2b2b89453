// What the declarations of the package import.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "bun:test";
import { entries, packageJson } from "../../scripts/lib/project.ts";
import { withPackage } from "./project.ts";

/**
 * The packages whose types each entry needs. The types of others, such as hono, do not compile with every version of
 * TypeScript unless `skipLibCheck` is on.
 */
const NEEDED: Readonly<Record<string, readonly string[]>> = { "./msw": ["msw"] };

for (const { name } of entries()) {
  const needed = NEEDED[name] ?? [];
  const what = needed.length === 0 ? "no other package" : `no other package than ${needed.join()}`;
  test(`the types of ${name} need ${what}`, () =>
    withPackage((folder) => {
      const target = packageJson().exports[name];
      assert.ok(typeof target === "object");
      const imports = importsOf(path.join(folder, target.types));
      assert.deepEqual([...new Set(imports.map(({ from }) => from))], needed, where(imports));
      return Promise.resolve();
    }));
}

/** An import of another package, and the declaration that contains it. */
interface Import {
  file: string;
  from: string;
}

/** The packages that a declaration imports, directly or through other declarations of the package. */
function importsOf(entry: string): Import[] {
  const files = new Set([entry]);
  const found: Import[] = [];
  for (const file of files) {
    const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "");
    for (const [, from = ""] of text.matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]+)"/g)) {
      if (!from.startsWith(".")) found.push({ file, from });
      else files.add(declarationOf(path.join(path.dirname(file), from)));
    }
  }
  return found;
}

function declarationOf(module: string): string {
  const file = module.replace(/\.[jt]s$/, ".d.ts");
  assert.ok(existsSync(file), `${file} is missing`);
  return file;
}

const where = (imports: readonly Import[]): string =>
  imports.map(({ file, from }) => `${path.basename(file)} imports ${from}`).join("\n");
