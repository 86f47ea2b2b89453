/** Collects promises that were rejected and that nobody handled. */
export interface Rejections {
  /** Returns the ones since the last call. */
  take(): { reason: unknown }[];
  /** Stops to collect them. */
  stop(): void;
}

/** Starts to collect unhandled rejections, as far as the runtime reports them. */
export function collectRejections(): Rejections {
  const found: { reason: unknown }[] = [];
  const note = (reason: unknown) => void found.push({ reason });
  const onEvent = (event: Event) => {
    event.preventDefault();
    note(Reflect.get(event, "reason"));
  };
  const emitter = processEvents();
  // Deno has both, but reports to the first only what the second has not prevented.
  if (emitter === undefined || "Deno" in globalThis) {
    globalThis.addEventListener("unhandledrejection", onEvent);
  } else emitter.on("unhandledRejection", note);
  return {
    take: () => found.splice(0),
    stop() {
      globalThis.removeEventListener?.("unhandledrejection", onEvent);
      emitter?.off("unhandledRejection", note);
    },
  };
}

interface Emitter {
  on(event: string, listener: (reason: unknown) => void): void;
  off(event: string, listener: (reason: unknown) => void): void;
}

/** The events of a process, on Node and Bun. */
function processEvents(): Emitter | undefined {
  const process: unknown = Reflect.get(globalThis, "process");
  return isEmitter(process) ? process : undefined;
}

function isEmitter(value: unknown): value is Emitter {
  return typeof value === "object" && value !== null && "on" in value && "off" in value;
}
