import { readFileSync } from "node:fs";
import process from "node:process";

const INTERVAL_MS = 500;

/**
 * Calls a function when npm, or another package manager that runs this program, has ended. It may end without a
 * signal to this program, which would then go on without anybody noticing. If the program was started in another
 * way, nothing happens.
 *
 * @returns A function that ends the wait.
 */
export function onEndOfNpm(stop: () => void): () => void {
  if (!isRunByNpm(process.env)) return () => {};
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    stop();
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Whether a package manager runs this program and waits for its end. */
export function isRunByNpm(environment: Readonly<Record<string, string | undefined>>): boolean {
  // The script of npx and bunx is only the program's name.
  const script = environment["npm_lifecycle_script"] ?? "";
  const isInBackground = /(?<!&)&(?!&)/.test(script);
  return /\bkinabase\b|\bmock\b/.test(script) && !isInBackground;
}

/**
 * The process that started this one. If it is a shell, npm may have started it. It may go on after npm has ended,
 * so the process that started it is included.
 */
function starters(): string {
  const { ppid } = process;
  const [, name = "", parent] = stat(ppid) ?? [];
  return name.endsWith("sh") ? `${ppid} ${parent}` : `${ppid}`;
}

/** The name of a process and the ID of its parent, on Linux. */
function stat(pid: number): RegExpExecArray | null {
  try {
    return /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}
