import { messageOf } from "./fail.ts";

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "there is no permission to use the file",
  EISDIR: "it is a folder, not a file",
  ENOENT: "the file or its folder does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a folder",
  EPERM: "there is no permission to use the file",
  EROFS: "the file system is read-only",
};

/**
 * Returns a function that turns an error into one that names the flag and the file, and says what to do.
 *
 * @param flag The flag with the path, such as `--seed`.
 */
export function fileError(
  flag: string,
  path: string | undefined,
  remedy = "Fix the file or omit the flag.",
): (error: unknown) => never {
  return (error) => {
    throw new Error(`${flag} ${path}: ${problemOf(error)}. ${remedy}`.trim());
  };
}

/** What is wrong, without a full stop: for an error of the system in words, else its message. */
export function problemOf(error: unknown): string {
  return PROBLEMS[errorCode(error) ?? ""] ?? messageOf(error).replace(/\.*$/, "");
}

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
