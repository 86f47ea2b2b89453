// A copy of the current repository, to change without touching the original.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { inRoot, projectFiles } from "./project.ts";

/** Copies every file of the project, changed ones too, into `folder`, and links node_modules. */
export function copyRepository(folder: string): void {
  for (const file of projectFiles()) {
    const to = path.join(folder, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(inRoot(file), to);
  }
  symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
}
