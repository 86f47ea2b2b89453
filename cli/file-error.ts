import { existsSync, lstatSync } from "node:fs";
import { dirname } from "node:path";
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
  path: string,
  remedy = "Fix the file or omit the flag.",
): (error: unknown) => never {
  return (error) => {
    const problem = errorCode(error) === "ENOENT" ? missing(path) : problemOf(error);
    throw new Error(`${flag} ${path}: ${problem}. ${remedy}`.trim());
  };
}

/** Like {@linkcode fileError}, for a file that is written: a folder that is missing can be created. */
export function outputError(
  flag: string,
  path: string,
  remedy = "Choose another file.",
): (error: unknown) => never {
  return (error) => {
    const lacksFolder = errorCode(error) === "ENOENT" && !existsSync(dirname(path));
    return fileError(flag, path, lacksFolder ? "Create it." : remedy)(error);
  };
}

/** What is wrong, without a full stop: for an error of the system in words, else its message. */
export function problemOf(error: unknown): string {
  return PROBLEMS[errorCode(error) ?? ""] ?? messageOf(error).replace(/\.*$/, "");
}

function missing(path: string): string {
  const folder = dirname(path);
  if (!existsSync(folder)) return `the folder ${folder} does not exist`;
  const isLink = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return isLink ? "the file or its folder does not exist" : "the file does not exist";
}

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
