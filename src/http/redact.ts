import { attempt } from "../support/attempt.ts";
import { createSecretParts } from "./secret-parts.ts";

/** Removes secrets from everything that leaves the client: messages, causes, events. */
export interface Redactor {
  /** Adds a secret that must never be shown. */
  hide(secret: string): void;
  /**
   * Replaces all secrets in a text, also in part and in other spellings, and everything that looks like a JWT. A
   * very long text is cut.
   */
  text(value: string): string;
  /**
   * Prepares text from a server for an error message: without secrets and control characters, and
   * shortened. Secrets are removed first, so that no part of a secret remains at the cut.
   */
  shown(value: string): string;
  /**
   * Copies a thrown value, with its name, message, stack and `code` redacted, and its causes. Other
   * properties are not copied: they may contain the whole request.
   */
  error(thrown: unknown): Error;
  /**
   * Returns the error itself if it contains only plain values without secrets, otherwise a redacted copy.
   */
  untouchedIfClean(error: Error): Error;
}

const MASK = "[redacted]";
const CAUSES_FOLLOWED = 4;
const LONGEST_SHOWN = 500;
// Longer texts are cut, so that the time is bounded.
const LONGEST = 10_000;

/**
 * Creates a redactor.
 *
 * @param appSecret A value that must never be shown, and that is never forgotten.
 */
export function createRedactor(appSecret?: string): Redactor {
  const secrets = createSecretParts(appSecret);

  function text(value: string): string {
    const cut = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
    return withoutJwts(secrets.masked(cut, MASK));
  }

  function error(thrown: unknown, depth = 0): Error {
    if (!(thrown instanceof Error)) return new Error(text(describe(thrown)));
    const redacted = (name: string) => {
      const value = property(thrown, name);
      return typeof value === "string" ? text(value) : undefined;
    };
    const copy = new Error(redacted("message"));
    copy.name = redacted("name") ?? "Error";
    copy.stack = redacted("stack") ?? `${copy.name}: ${copy.message}`;
    const code = redacted("code");
    if (code !== undefined) Object.assign(copy, { code });
    const cause = property(thrown, "cause");
    if (cause !== undefined && depth < CAUSES_FOLLOWED) copy.cause = error(cause, depth + 1);
    return copy;
  }

  /** Whether all properties of an error are plain values without secrets. */
  function isClean(thrown: Error): boolean {
    const names = new Set([...Reflect.ownKeys(thrown), "name", "message", "stack"]);
    return [...names].every((name) => {
      const [key, value] = [String(name), property(thrown, name)];
      if (typeof value === "function" || (typeof value === "object" && value !== null)) {
        return false;
      }
      return text(key) === key && text(String(value)) === String(value);
    });
  }

  return {
    hide: secrets.add,
    text,
    shown(value) {
      const plain = text(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
      return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
    },
    error: (thrown) => error(thrown),
    untouchedIfClean: (thrown) => isClean(thrown) ? thrown : error(thrown),
  };
}

/** Masks everything in a text that looks like a JWT, in linear time. */
function withoutJwts(text: string): string {
  return text.replace(/[\w.-]{12,}/g, (run) => {
    const parts = run.split(".");
    let result = "";
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] ?? "";
      const separator = i === 0 ? "" : ".";
      const at = parts[i + 1] ? jwtHeaderAt(part) : -1;
      if (at < 0) {
        result += separator + part;
        continue;
      }
      result += separator + part.slice(0, at) + MASK;
      // Skips the payload and the signature, if there is one.
      i += 2;
    }
    return result;
  });
}

/** The index where a JWT's header starts in the part before a dot: `ey`, not in the middle of a word. */
function jwtHeaderAt(part: string): number {
  for (let at = part.indexOf("ey"); at >= 0; at = part.indexOf("ey", at + 1)) {
    if (part.length - at < 10) return -1;
    if (!/[A-Za-z\d]/.test(part.charAt(at - 1))) return at;
  }
  return -1;
}

/** Reads a property of an unknown object, whose getter may throw. */
function property(of: object, name: PropertyKey): unknown {
  return attempt<unknown>(() => Reflect.get(of, name));
}

function describe(thrown: unknown): string {
  return attempt(() => String(thrown)) ?? "a value that cannot be shown";
}
