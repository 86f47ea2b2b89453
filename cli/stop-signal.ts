import process from "node:process";
import { environmentVariable, processFile } from "./system.ts";

/** The signals that ask the program to end, and the exit codes that shells use for them. */
export const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A signal that asks the program to end. */
export type StopSignal = keyof typeof STOP_SIGNALS;

const NAMES = ["SIGINT", "SIGTERM", "SIGHUP"] as const satisfies StopSignal[];

/**
 * A signal that comes again within this time is the same request: a terminal sends it to npm and to this program,
 * and npm sends it to this program too.
 */
const SAME_REQUEST_MS = 300;

/**
 * Calls a function at the first signal that asks the program to end. A second one ends the program at once. A
 * program started with nohup ignores SIGHUP, which a terminal sends when it closes.
 *
 * @returns A function that ends the wait for signals.
 */
export function onStopSignal(stop: (signal: StopSignal) => void): () => void {
  const ignoresHangup = isStartedWithNohup();
  let first: number | undefined;
  const listeners = NAMES.map((signal) => {
    const listener = () => {
      // Without a listener, Node and Deno end at this signal even with nohup.
      if (signal === "SIGHUP" && ignoresHangup) return;
      const now = performance.now();
      if (first === undefined) {
        first = now;
        stop(signal);
      } else if (now - first > SAME_REQUEST_MS) process.exit(STOP_SIGNALS[signal]);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.removeListener(signal, listener);
  };
}

/**
 * Whether this program was started with nohup. On Linux the system knows which signals are ignored, except that
 * Node resets this at its start. Then the variable that shells set to the name of the command tells.
 */
function isStartedWithNohup(): boolean {
  if (environmentVariable("_")?.endsWith("/nohup")) return true;
  const [, ignored = "0"] = /^SigIgn:\s*([\da-f]+)$/m.exec(processFile("self", "status")) ?? [];
  // The lowest bit stands for signal 1, SIGHUP.
  return (BigInt(`0x${ignored}`) & 1n) === 1n;
}
