import { behaviorsOf } from "../mock-server/mod.ts";
import { fileError } from "./file-error.ts";
import { readJsonObject } from "./json-file.ts";

/**
 * Reads a profile that `kinabase contract --write-profile` wrote.
 *
 * @throws {Error} When the file cannot be read, or is not a profile. The message names `--profile`.
 */
export async function readProfile(file: string): Promise<object> {
  try {
    const profile = await readJsonObject(file) ?? {};
    // Here, so that its errors name the file.
    behaviorsOf(profile);
    return profile;
  } catch (error) {
    return fileError("--profile", file)(error);
  }
}
