// A copy of the current repository, to change without touching the original.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { inRoot, projectFiles } from "./project.ts";

/** Copies the files of the project into `folder`, and links node_modules. */
export function copyRepository(folder: string): void {
  copyClone(folder);
  symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"), "junction");
}

/** Copies every file of the project, changed ones too, into `folder`: like a clone, before `npm ci`. */
export function copyClone(folder: string): void {
  for (const file of projectFiles()) {
    const to = path.join(folder, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(inRoot(file), to);
  }
}
