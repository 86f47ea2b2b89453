import { type BehaviorOptions, behaviorsOf } from "../mock-server/mod.ts";
import { fileError } from "./file-error.ts";
import { readJsonObject } from "./json-file.ts";

/**
 * Reads the behaviors of a profile that `kinabase contract --write-profile` wrote.
 *
 * @throws {Error} When the file cannot be read, or is not a profile. The message names `--profile`.
 */
export async function readProfile(file: string): Promise<BehaviorOptions> {
  return await readJsonObject(file).then((json) => behaviorsOf(json ?? {}))
    .catch(fileError("--profile", file));
}
