/** A signal that counts its listeners. */
export interface CountingSignal {
  signal: AbortSignal;
  abort(reason?: unknown): void;
  /** The listeners that were not removed; 0 after an abort. */
  listeners(): number;
}

/** Creates a signal that counts its listeners. */
export function countingSignal(): CountingSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.defineProperties(signal, {
    addEventListener: {
      value(...args: Parameters<typeof add>) {
        listening.add(args[1]);
        add(...args);
      },
    },
    removeEventListener: {
      value(...args: Parameters<typeof remove>) {
        listening.delete(args[1]);
        remove(...args);
      },
    },
  });
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    listeners: () => signal.aborted ? 0 : listening.size,
  };
}
