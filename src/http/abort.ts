const subscriptions = new WeakMap<AbortSignal, Subscription>();

/** The only listener of a signal, and the callbacks it calls. */
interface Subscription {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

/**
 * Calls a function when a signal aborts. All calls that share a signal share one listener, because Node
 * warns of a leak from the eleventh listener on.
 *
 * @returns A function that ends the subscription. The last one removes the listener from the signal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const subscription = subscriptions.get(signal) ?? subscribe(signal);
  // A wrapper, so that the same function can subscribe twice.
  const entry = () => callback();
  subscription.callbacks.add(entry);
  return () => {
    subscription.callbacks.delete(entry);
    if (subscription.callbacks.size > 0) return;
    if (subscriptions.get(signal) === subscription) subscriptions.delete(signal);
    signal.removeEventListener("abort", subscription.listener);
  };
}

/**
 * Returns the result of the work, or `undefined` as soon as the signal aborts. After that an error of the work
 * is ignored.
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => resolve(undefined));
    if (signal.aborted) resolve(undefined);
    work.then(resolve, reject).finally(stopListening);
  });
}

function subscribe(signal: AbortSignal): Subscription {
  const callbacks = new Set<() => void>();
  const listener = () => {
    subscriptions.delete(signal);
    for (const callback of callbacks) {
      try {
        callback();
      } catch {
        // On Workers a callback may belong to a request that has ended. The others must still run.
      }
    }
  };
  const subscription = { callbacks, listener };
  subscriptions.set(signal, subscription);
  signal.addEventListener("abort", listener, { once: true });
  return subscription;
}
