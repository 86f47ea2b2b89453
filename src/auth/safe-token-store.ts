import { TimeoutError } from "../errors/timeout-error.ts";
import type { Emit } from "../events.ts";
import type { Deadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import { isToken } from "./b64token.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

/** A token store whose errors do not fail a call. */
export interface SafeTokenStore {
  /**
   * Returns the token stored under a key, if it may be used. A store that fails, or returns something else, has no token.
   *
   * @throws {TimeoutError} When the deadline passes. An abort throws its reason.
   */
  get(key: () => Promise<string>, deadline: Deadline): Promise<StoredToken | undefined>;
  /** Stores a token under a key, if the store can. */
  set(key: () => Promise<string>, token: StoredToken, deadline: Deadline): Promise<void>;
}

/**
 * Makes a token store safe to use: its errors become events, its responses are checked, and waits for it end at
 * the deadline.
 *
 * @param given Returns the store.
 * @param isUsable Whether a stored token may be used now.
 * @param redactor Hides the tokens that the store returns, also in its errors.
 */
export function safeTokenStore(
  given: () => TokenStore,
  isUsable: (stored: StoredToken) => boolean,
  redactor: Redactor,
  emit: Emit,
): SafeTokenStore {
  const report = (error: unknown) =>
    emit?.({ type: "token", outcome: "store_failed", reason: redactor.error(error).message });
  return {
    async get(key, deadline) {
      try {
        const found = await settled(given().get(await key()), deadline);
        // Some stores return null when they have no token.
        if (!found) return undefined;
        if (!isToken(found.token)) {
          throw new TypeError("The token store returned a value that is not a token");
        }
        redactor.hide(found.token);
        return isUsable(found) ? found : undefined;
      } catch (error) {
        if (error instanceof TimeoutError) throw error;
        // Rejects with the reason of the abort. The store's own error may show the token.
        if (deadline.aborted()) {
          return await settled(new Promise<never>(() => {}), deadline);
        }
        report(error);
        return undefined;
      }
    },
    async set(key, token, deadline) {
      try {
        await settled(given().set(await key(), token), deadline);
      } catch (error) {
        report(error);
      }
    },
  };
}

/** What a token store returned, now or as a promise. */
function settled<T>(returned: T | Promise<T>, deadline: Deadline): T | Promise<T> {
  if (!isPromise(returned)) return returned;
  const promise = Promise.resolve(returned);
  // It may fail when nobody waits for it any more, after an abort.
  promise.catch(() => {});
  return deadline.guard("response from the token store", () => promise);
}

/** Also a promise of a library, or of another realm, as in Jest. */
function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}
