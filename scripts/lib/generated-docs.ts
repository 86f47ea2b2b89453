// The files in docs/ that are generated.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { profileSchema } from "../../mock-server/world/behaviors/profile.ts";
import { seedSchema } from "../../mock-server/world/tenant/seed.ts";
import { fidelityPage } from "./fidelity-page.ts";
import { inRoot, root } from "./project.ts";
import { run } from "./run.ts";
import { withTemporaryFolder } from "./temporary.ts";
import { deno } from "./tools.ts";

/** The generated files: their paths and their texts, formatted. */
export async function generatedDocs(): Promise<[file: string, text: string][]> {
  return [
    ["docs/fidelity.md", await formatted("fidelity.md", fidelityPage())],
    await schemaFile("profile.schema.json", profileSchema),
    await schemaFile("seed.schema.json", seedSchema),
  ];
}

/** The generated files that differ from what would be generated now. */
export async function staleDocs(): Promise<string[]> {
  const docs = await generatedDocs();
  return docs.filter(([file, text]) => contentOf(file) !== text)
    .map(([file]) => `${file} is out of date. Run npm run docs:fidelity.`);
}

async function schemaFile(name: string, schema: z.ZodType): Promise<[string, string]> {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2);
  return [`docs/${name}`, await formatted(name, text)];
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(inRoot(file), "utf8");
  } catch {
    return undefined;
  }
}

function formatted(name: string, text: string): Promise<string> {
  return withTemporaryFolder("docs", async (folder) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const [command, ...args] = deno();
    await run(command, [...args, "fmt", "-q", "--config", inRoot("deno.json"), file], {
      cwd: root,
    });
    return readFileSync(file, "utf8");
  });
}
