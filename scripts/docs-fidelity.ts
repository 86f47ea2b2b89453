// npm run docs:fidelity
// Writes docs/fidelity.md, and the schemas docs/profile.schema.json and docs/seed.schema.json.
import { writeFileSync } from "node:fs";
import { generatedDocs } from "./lib/generated-docs.ts";
import { inRoot } from "./lib/project.ts";

for (const [file, text] of await generatedDocs()) writeFileSync(inRoot(file), text);
