// Checks that unit tests mirror the sources: tests/unit/src/http/retry.test.ts tests src/http/retry.ts.
import { existsSync } from "node:fs";
import { inRoot, projectFiles } from "../lib/project.ts";

/** The unit tests whose path matches neither a source file nor a folder. */
export function checkUnitLayout(): string[] {
  const tests = projectFiles().filter((file) => /^tests\/unit\/.+\.test\.tsx?$/.test(file));
  if (tests.length === 0) return ["tests/unit holds no test"];
  return tests.flatMap((file) => {
    const source = file.replace(/^tests\/unit\//, "").replace(/\.test\.tsx?$/, "");
    if (["", ".ts", ".tsx"].some((ending) => existsSync(inRoot(source + ending)))) return [];
    return [`${file}: there is no ${source}.ts and no folder ${source}/`];
  });
}
