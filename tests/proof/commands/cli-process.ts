import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import type { Credentials } from "../../../mod.ts";

/** A run of `kinabase`. */
export interface CliProcess {
  child: ChildProcess;
  /** Resolves at the end. */
  ended: Promise<CliResult>;
}

/** The result of a run. */
export interface CliResult {
  /** The exit code; `null` after a kill. */
  code: number | null;
  output: string;
  errors: string;
  /** The most memory that it used, in MB. Only known on Linux. */
  peakMegabytes: number | undefined;
}

const BUILT = "dist/cli/bin.js";

/** Starts `kinabase` on the runtime of this program. */
export function startCli(
  args: readonly string[],
  { appId, appSecret }: Credentials,
  baseUrl: string,
): CliProcess {
  const [command, ...first] = cliOnThisRuntime();
  const env = {
    ...process.env,
    KINABASE_APP_ID: appId,
    KINABASE_APP_SECRET: appSecret,
    KINABASE_BASE_URL: baseUrl,
  };
  const child = spawn(command, [...first, ...args], { env });
  return { child, ended: resultOf(child) };
}

function cliOnThisRuntime(): [string, ...string[]] {
  const { execPath } = process;
  if ("Bun" in globalThis) return [execPath, "cli/mod.ts"];
  if ("Deno" in globalThis) return [execPath, "run", "-A", "--no-lock", "cli/mod.ts"];
  if (!existsSync(BUILT)) throw new Error("On Node, build the package first: npm run build");
  return [execPath, BUILT];
}

async function resultOf(child: ChildProcess): Promise<CliResult> {
  let output = "";
  let errors = "";
  let peakMegabytes: number | undefined;
  child.stdout?.on("data", (chunk) => output += chunk);
  child.stderr?.on("data", (chunk) => errors += chunk);
  const timer = setInterval(() => peakMegabytes = peakOf(child.pid) ?? peakMegabytes, 50);
  const [code] = await once(child, "close");
  clearInterval(timer);
  return { code, output, errors, peakMegabytes };
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ??
      [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
