// Runs one command to its end, however it ends: nothing started here outlives its time or this process.
import { spawn, spawnSync } from "node:child_process";
import process from "node:process";

/**
 * @typedef {object} Ended
 * @property {number | null} code the exit code, null when a signal or the clock ended it
 * @property {string} output what it printed, both streams in order of arrival
 * @property {string | undefined} trouble why it did not end well, in words; undefined for exit code 0
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** @param {import("node:child_process").ChildProcess} child */
function killTree(child) {
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

process.on("exit", () => running.forEach(killTree));
for (const [signal, code] of /** @type {const} */ ([["SIGINT", 130], ["SIGTERM", 143]])) {
  process.on(signal, () => process.exit(code));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, timeout?: number, echo?: boolean, env?: Record<string, string> }} options
 *   `timeout` in milliseconds, 180,000 unless told; `echo` prints what arrives
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd, timeout = 180_000, echo = false, env = {} }) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let late = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let grace;
    const child = spawn(command, args, {
      cwd,
      // Reports are read by machines first: no colors, and no runner that thinks it is nested in another.
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
      stream.on("data", (chunk) => {
        chunks.push(chunk);
        if (echo) process.stdout.write(chunk);
      });
    }
    const clock = setTimeout(() => {
      late = true;
      killTree(child);
    }, timeout);

    /** @param {number | null} code @param {string | undefined} trouble */
    const end = (code, trouble) => {
      clearTimeout(clock);
      clearTimeout(grace);
      running.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8"), trouble });
    };
    child.on("error", (error) => end(null, `could not start ${command}: ${error.message}`));
    child.on("exit", () => {
      // A grandchild that holds the pipes open must not hold this process up as well.
      grace = setTimeout(() => killTree(child), 2_000);
    });
    child.on("close", (code, signal) => {
      if (late) end(null, `did not end within ${timeout / 1000} s and was killed`);
      else if (signal) end(null, `was ended by ${signal}`);
      else end(code, code === 0 ? undefined : `exit code ${code}`);
    });
  });
}
