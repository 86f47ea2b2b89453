import type { Clock, FetchFunction } from "../../mod.ts";

/** A secret in the right form that opens nothing. */
export function otherSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));
}

/** A door that calls wait at until the test opens it. */
export interface Gate {
  /** Settles once the gate is open. */
  opened: Promise<void>;
  /** Lets everything through. */
  open(): void;
}

/** Makes a closed gate. */
export function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open };
}

/** Lets everything that is ready go on: a few turns of the event loop, no time to speak of. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * A `fetch` that hands the calls of one path to a function, which sends them on or does not.
 *
 * @param path The path below the base URL, without its query.
 */
export function onCall(
  fetch: FetchFunction,
  path: string,
  handle: (send: () => Promise<Response>, init?: RequestInit) => Promise<Response>,
): FetchFunction {
  return (input, init) => {
    const send = () => fetch(input, init);
    return new URL(input).pathname.endsWith(`/api/v1/${path}`) ? handle(send, init) : send();
  };
}

/** The same clock, read by somebody whose watch is wrong. */
export function skewed(clock: Clock, by: number): Clock {
  return { now: () => clock.now() + by, sleep: (ms, signal) => clock.sleep(ms, signal) };
}

/** Everything a value shows of itself: as text, as JSON, and each property, also hidden ones. */
export function everythingIn(value: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof value === "function") return everythingIn({ ...value }, seen);
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const properties = Reflect.ownKeys(value).map((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    return `${String(key)}: ${everythingIn(descriptor?.value, seen)}`;
  });
  return [String(value), JSON.stringify(value), ...properties].join("\n");
}

/**
 * Gives up an answer's body, without waiting until that is done: MSW hands out one of two copies of a
 * body, and to cancel one settles only when the other has ended too.
 */
export function leave({ body }: Response): void {
  body?.cancel().catch(() => {});
}
