import { onEndOfNpm } from "./npm.ts";
import { outputClosed } from "./output.ts";
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

/**
 * Starts to watch: Ctrl-C and other signals, the end of the npm that runs this program, and an output that nobody
 * reads any more. A second signal ends the program at once.
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
  const onClosed = () => stop("Nobody reads the output", BROKEN_PIPE);
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
