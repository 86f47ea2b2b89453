import { readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { errorCode } from "./file-error.ts";

/** The right of this process to write a file. */
export interface Lock {
  /** Gives up the right. It also ends with the process. */
  release(): void;
}

// The folder of a file that is mounted into a container often cannot be written.
const NO_PERMISSION: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "EROFS"]);

/**
 * Makes this process the only writer of a file, with a file `<path>.lock` that holds the process ID. The lock
 * of a process that has ended is taken over.
 *
 * @param onUnlocked Called with the reason when the lock cannot be created. Then nothing prevents a second
 * writer.
 * @param program What uses the file, for messages.
 * @throws {Error} When another process has the lock. The message names it and says what to do.
 */
export function lockFile(
  path: string,
  onUnlocked: (reason: string) => void,
  program: string = "mock",
): Lock {
  const lock = `${path}.lock`;
  try {
    create(lock, program);
  } catch (error) {
    if (errorCode(error) === "ENOENT") {
      throw new Error("its folder does not exist. Create it, or choose another file");
    }
    if (!NO_PERMISSION.has(errorCode(error))) throw error;
    onUnlocked(
      `${lock} cannot be created, so nothing prevents a second ${program} from writing ${path}`,
    );
    return { release: () => {} };
  }
  const release = () => {
    process.removeListener("exit", release);
    rmSync(lock, { force: true });
  };
  process.once("exit", release);
  return { release };
}

function create(lock: string, program: string): void {
  try {
    return writeNew(lock);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  const owner = readFileSync(lock, "utf8").trim();
  if (!/^\d+$/.test(owner)) {
    throw new Error(
      `${lock} does not name a process. If no ${program} uses the file, delete ${lock}`,
    );
  }
  if (isRunning(Number(owner))) {
    throw new Error(
      `the process ${owner} already uses the file. Stop it, or choose another file. ` +
        `If the process ${owner} is not a ${program}, delete ${lock}`,
    );
  }
  rmSync(lock, { force: true });
  writeNew(lock);
}

function writeNew(lock: string): void {
  writeFileSync(lock, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
}

/** Whether another process with this ID is running. */
function isRunning(pid: number): boolean {
  // In a new container, the same IDs are in use again: this process cannot be the owner, nor can its parent.
  if (pid === process.pid || pid === process.ppid) return false;
  try {
    // Signal 0 only checks whether the process exists.
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}
