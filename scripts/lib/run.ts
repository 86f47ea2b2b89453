// Runs one command. Nothing it starts outlives its time limit or this process.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import process from "node:process";

/** How a command ended. */
export interface Ended {
  /** The exit code; null when a signal or the time limit ended it. */
  code: number | null;
  /** What it printed, both streams in order of arrival. */
  output: string;
  /** Why it failed; `undefined` for exit code 0. */
  trouble: string | undefined;
}

/** How to run a command. */
export interface RunOptions {
  /** The folder it runs in. */
  cwd: string;
  /** In milliseconds; 180,000 unless given. After that it is killed, with all it started. */
  timeout?: number;
  /** Print what arrives. */
  echo?: boolean;
  /** Variables beside those of this process. */
  env?: Readonly<Record<string, string>> | undefined;
}

const running = new Set<ChildProcess>();

process.on("exit", () => running.forEach(killTree));
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

/** Runs a program without a shell. It never rejects: `trouble` says what went wrong. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, timeout = 180_000, echo = false, env = {} }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let late = false;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const child = spawn(command, args, {
      cwd,
      // Programs read this output: no colors, and no runner that detects an outer one.
      env: {
        ...process.env,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        NODE_TEST_CONTEXT: undefined,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk);
        if (echo) process.stdout.write(chunk);
      });
    }
    const limit = setTimeout(() => {
      late = true;
      killTree(child);
    }, timeout);

    const end = (code: number | null, trouble: string | undefined) => {
      clearTimeout(limit);
      clearTimeout(grace);
      running.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8"), trouble });
    };
    child.on("error", (error) => end(null, `could not start ${command}: ${error.message}`));
    child.on("exit", () => {
      // A grandchild that keeps the pipes open must not block this process.
      grace = setTimeout(() => killTree(child), 2_000);
    });
    child.on("close", (code, signal) => {
      if (late) end(null, `did not end within ${timeout / 1000} s and was killed`);
      else if (signal) end(null, `was ended by ${signal}`);
      else end(code, code === 0 ? undefined : `exit code ${code}`);
    });
  });
}

/** The output of a failed command and how it ended; `undefined` on success. */
export const complaintOf = ({ output, trouble }: Ended): string | undefined =>
  trouble && `${output.trimEnd()}\n${trouble}`.trimStart();

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    // Each child leads a process group of its own, so its children go with it.
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}
