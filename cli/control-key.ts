import { checkedKey, randomKey } from "../mock-server/control/key.ts";
import { isLoopback } from "../src/support/loopback.ts";

/** The environment variable with the key. Unlike an argument, other users of the machine cannot see it. */
export const KEY_VARIABLE = "KINABASE_CONTROL_KEY";

/** The key of the control API. */
export interface ControlKey {
  /** The key; `undefined` if the control API needs none. */
  key?: string | undefined;
  /** Whether the key was made now, so that it must be printed. A given key is never printed. */
  isNew: boolean;
}

/** The flags that decide about the key. */
export interface KeyFlags {
  host: string;
  allowHost?: string[] | undefined;
  controlKey?: string | undefined;
}

/**
 * The given key. Otherwise a new one if other machines may reach the mock: by its address, or by the name of
 * a host that is allowed.
 *
 * @param source The name of the flag or variable with the given key, for the error.
 * @throws {TypeError} When the given key is invalid. The message does not contain it.
 */
export function controlKey(
  { host, allowHost = [], controlKey: given }: KeyFlags,
  source: string,
): ControlKey {
  if (given !== undefined) return { key: checkedKey(source, given), isNew: false };
  if (isLoopback(host.toLowerCase()) && allowHost.length === 0) return { isNew: false };
  return { key: randomKey(), isNew: true };
}
