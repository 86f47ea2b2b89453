import { readFileSync } from "node:fs";
import * as util from "node:util";
import { isPermitted } from "../mock-server/support/permission.ts";
import { withoutByteOrderMark } from "./byte-order-mark.ts";
import { errorCode, fileError } from "./file-error.ts";
import { environmentVariable } from "./system.ts";

/** The variables of a client, for `optionsFromEnv`. */
export type Environment = Partial<Record<typeof VARIABLES[number], string>>;

const VARIABLES = ["KINABASE_APP_ID", "KINABASE_APP_SECRET", "KINABASE_BASE_URL"] as const;

/** The file that is read if none is named. */
export const DEFAULT_ENV_FILE = ".env";

/** `.env` may also be the folder of a Python environment. */
const NO_FILE: ReadonlySet<string | undefined> = new Set(["ENOENT", "EISDIR"]);

/**
 * Reads the environment. A variable that is not set, or is empty, comes from a `.env` file.
 *
 * @param file The file, which must exist. Default: `.env` in the current folder, if it exists.
 * @throws {Error} When the file cannot be read. The message does not contain its content.
 */
export function readEnvironment(file?: string): Environment {
  const ofFile = variablesOf(file);
  return Object.fromEntries(
    VARIABLES.map((name) => [name, environmentVariable(name) || ofFile[name]] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function variablesOf(given: string | undefined): Record<string, string | undefined> {
  const file = given ?? DEFAULT_ENV_FILE;
  // On Deno, a file that nobody named is not worth a question to the user.
  if (given === undefined && !isPermitted({ name: "read", path: file })) return {};
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (given === undefined && NO_FILE.has(errorCode(error))) return {};
    return fileError("--env-file", file)(error);
  }
  if (!("parseEnv" in util)) {
    if (given === undefined) return {};
    throw new Error("--env-file needs Node 20.12 or later. Set the variables in the environment.");
  }
  return util.parseEnv(withoutByteOrderMark(text));
}
