import type { Clock, FetchFunction } from "../../mod.ts";

/** Returns a new secret in the right format that belongs to no app. */
export function otherSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));
}

/** Blocks calls until the test opens it. */
export interface Gate {
  /** Settles once the gate is open. */
  opened: Promise<void>;
  /** Resolves `opened`. */
  open(): void;
}

/** Creates a closed gate. */
export function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open };
}

/** Waits for a few turns of the event loop, so that settled promises continue. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Waits until something is true, turn by turn, however busy the machine is.
 *
 * @param nudge Called before each look but the first.
 * @throws {Error} When it is still false after many turns.
 */
export async function until(
  condition: () => boolean,
  nudge: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (condition()) return;
    await turns();
    await nudge();
  }
  throw new Error("what the case waits for did not happen");
}

/**
 * Returns a `fetch` that passes the calls of one path to a function, which may send them.
 *
 * @param path The path below the base URL, without its query.
 */
export function onCall(
  fetch: FetchFunction,
  path: string,
  handle: (
    send: () => Promise<Response>,
    init: RequestInit | undefined,
    input: string,
  ) => Promise<Response>,
): FetchFunction {
  return (input, init) => {
    const send = () => fetch(input, init);
    return new URL(input).pathname.endsWith(`/api/v1/${path}`) ? handle(send, init, input) : send();
  };
}

/** Returns a clock whose time differs from another by a number of milliseconds. */
export function skewed(clock: Clock, by: number): Clock {
  return { now: () => clock.now() + by, sleep: (ms, signal) => clock.sleep(ms, signal) };
}

/** Returns everything that a value shows: its text, its JSON and each property, including hidden ones. */
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
 * Cancels a response's body without waiting for it. MSW returns one of two copies of a body, and
 * canceling one settles only when the other has ended too.
 */
export function discard({ body }: Response): void {
  body?.cancel().catch(() => {});
}
