import { readFileSync } from "node:fs";
import process from "node:process";
import { isPermitted } from "../mock-server/support/permission.ts";

/** An environment variable; `undefined` if it is not set, or not readable without asking the user. */
export function environmentVariable(name: string): string | undefined {
  return isPermitted({ name: "env", variable: name }) ? process.env[name] : undefined;
}

/** A file in which Linux describes a process; empty if it does not exist or is not readable. */
export function processFile(pid: number | "self", name: "stat" | "status"): string {
  const path = `/proc/${pid}/${name}`;
  try {
    return isPermitted({ name: "read", path }) ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}
