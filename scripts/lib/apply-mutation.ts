// Applies a mutation to a file.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Mutation } from "../mutations.ts";
import { root } from "./project.ts";

/** A file before and after a mutation. */
export interface Mutated {
  file: string;
  before: string;
  after: string;
}

/** Reads the file that a mutation changes, in a copy of the repository. Throws if the mutation does not apply. */
export function mutate(folder: string, { file, find, replace }: Mutation): Mutated {
  const at = path.join(folder, file);
  const before = readFileSync(at, "utf8");
  const times = before.split(find).length - 1;
  if (times !== 1) throw new Error(`"${find}" occurs ${times} times in ${file}, not once`);
  return { file: at, before, after: before.replace(find, () => replace) };
}

/** The mutations that no longer apply because the code has changed. */
export function staleMutations(mutations: readonly Mutation[]): string[] {
  return mutations.flatMap((mutation) => {
    try {
      mutate(root, mutation);
      return [];
    } catch (error) {
      return [`${mutation.name}: ${error instanceof Error ? error.message : error}`];
    }
  });
}
