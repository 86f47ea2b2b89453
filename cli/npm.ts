import process from "node:process";
import { environmentVariable, processFile } from "./system.ts";

const INTERVAL_MS = 500;

/**
 * Calls a function when npm, or another package manager that runs this program, has ended. It may end without a
 * signal to this program, which would then go on without anybody noticing. If the program was started in another
 * way, nothing happens.
 *
 * @returns A function that ends the wait.
 */
export function onEndOfNpm(stop: () => void): () => void {
  if (!waitsForEnd(environmentVariable("npm_lifecycle_script"))) return () => {};
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    stop();
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/**
 * Whether the script that a package manager runs is this program, in the foreground.
 *
 * @param script Its variable `npm_lifecycle_script`. With npx, it is only the program's name.
 */
export function waitsForEnd(script: string = ""): boolean {
  const isInBackground = /(?<!&)&(?!&)/.test(script);
  return /\bkinabase\b|\bmock\b/.test(script) && !isInBackground;
}

/**
 * The process that started this one. If it is a shell, npm may have started it. It may go on after npm has ended,
 * so the process that started it is included.
 */
function starters(): string {
  const { ppid } = process;
  // "123 (name) S 45 …"
  const [, name = "", parent] = /^\d+ \((.*)\) \S (\d+) /s.exec(processFile(ppid, "stat")) ?? [];
  return name.endsWith("sh") ? `${ppid} ${parent}` : `${ppid}`;
}
