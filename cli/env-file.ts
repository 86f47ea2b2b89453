import { readFile } from "node:fs/promises";
import type { Credentials } from "../mock-server/mod.ts";
import { ifExists, replaceFile, withoutLinks } from "./replace-file.ts";

/** An environment file that a mock may write. */
export interface EnvFile {
  /** Replaces the content. */
  write(variables: string): Promise<void>;
}

/** The first line of a file that a mock has written. */
const MARK = "# Written by kinabase mock, which replaces this file at each start.";

/** The variables that `optionsFromEnv` reads, in the format of `.env` and `.dev.vars` files. */
export function envVariables({ appId, appSecret }: Credentials, baseUrl: string): string {
  return [
    `KINABASE_APP_ID=${appId}`,
    `KINABASE_APP_SECRET=${appSecret}`,
    `KINABASE_BASE_URL=${baseUrl}`,
  ].join("\n");
}

/**
 * Checks that an environment file is new, is empty, or was written by a mock.
 *
 * @param given The path. A symbolic link is followed.
 * @throws {Error} When it has other content, or cannot be read.
 */
export async function openEnvFile(given: string): Promise<EnvFile> {
  const file = await withoutLinks(given);
  const before = await ifExists(readFile(file, "utf8")) ?? "";
  if (before.trim() !== "" && !before.startsWith(`${MARK}\n`)) {
    throw new Error("the file exists and was not written by kinabase mock");
  }
  return { write: (variables) => replaceFile(file, `${MARK}\n${variables}\n`) };
}
