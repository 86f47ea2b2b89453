import process from "node:process";
import { onEndOfNpm } from "./npm.ts";
import { outputClosed, type OutputEnd, written } from "./output.ts";
import { onStopSignal, STOP_SIGNALS, type StopSignal } from "./stop-signal.ts";

/** Why a run was stopped. */
export interface Stopped {
  /** In words, for the user. */
  reason: string;
  /** The exit code that shells use for it. */
  exitCode: number;
}

/** Watches for what stops a run. */
export interface RunSignal {
  /** Aborts when the run must stop. */
  readonly signal: AbortSignal;
  /** Why it was stopped; `undefined` as long as it was not. */
  readonly stopped: Stopped | undefined;
  /** Ends the watch. */
  close(): void;
}

/** The exit code that shells use when nobody reads the output of a program. */
const BROKEN_PIPE = 141;
const FAILED = 2;

/**
 * Starts to watch: Ctrl-C and other signals, the end of the npm that runs this program, and an output that takes no
 * more. A second signal ends the program at once.
 *
 * @param onSignal Called at the first signal, for example to say what happens now.
 */
export function watchRun(onSignal: (signal: StopSignal) => void = () => {}): RunSignal {
  const controller = new AbortController();
  let stopped: Stopped | undefined;
  const stop = (reason: string, exitCode: number) => {
    stopped ??= { reason, exitCode };
    controller.abort(new Error(reason));
  };
  const closed = outputClosed();
  const onClosed = () => {
    const { reason, isReaderGone }: OutputEnd = closed.reason;
    // Unlike a reader that has enough, this is a failure that nobody knows of yet.
    if (!isReaderGone) console.error(`kinabase: ${reason}.`);
    stop(reason, isReaderGone ? BROKEN_PIPE : FAILED);
  };
  closed.addEventListener("abort", onClosed);
  if (closed.aborted) onClosed();
  const removeListeners = [
    () => closed.removeEventListener("abort", onClosed),
    onEndOfNpm(() => stop("npm has ended", STOP_SIGNALS.SIGTERM)),
    onStopSignal((signal) => {
      onSignal(signal);
      stop(`Stopped by ${signal}`, STOP_SIGNALS[signal]);
    }),
  ];
  return {
    signal: controller.signal,
    get stopped() {
      return stopped;
    },
    close() {
      for (const remove of removeListeners) remove();
    },
  };
}

/** Waits until the output is written, and ends the watch. Ends the program too if the run was stopped. */
export async function endRun(run: RunSignal): Promise<void> {
  await written();
  run.close();
  // What was stopped may have left timers.
  if (run.stopped !== undefined) process.exit(run.stopped.exitCode);
}
