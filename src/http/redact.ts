import { attempt } from "../support/attempt.ts";
import { keepNewest } from "../support/keep-newest.ts";

/** Removes secrets from everything that leaves the client: messages, causes, events. */
export interface Redactor {
  /** Adds a secret that must never be shown. */
  hide(secret: string): void;
  /** Replaces all secrets in a text, and everything that looks like a JWT. */
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
  /** Returns the error itself if its message and stack contain no secret, otherwise a redacted copy. */
  untouchedIfClean(error: Error): Error;
}

// JWTs are recognized by their format, so only a few other tokens must be remembered.
const REMEMBERED = 8;
const MASK = "[redacted]";
const CAUSES_FOLLOWED = 4;
const LONGEST_SHOWN = 500;

/**
 * Creates a redactor.
 *
 * @param secrets Values that must never be shown.
 */
export function createRedactor(...secrets: string[]): Redactor {
  const always = secrets.filter((secret) => secret !== "").map(anySpelling);
  const hidden = new Map<string, RegExp>();

  function hide(secret: string): void {
    if (secret === "" || hidden.has(secret)) return;
    hidden.set(secret, anySpelling(secret));
    keepNewest(hidden, REMEMBERED);
  }

  function text(value: string): string {
    let redacted = value;
    for (const pattern of [...always, ...hidden.values()]) {
      redacted = redacted.replace(pattern, MASK);
    }
    return withoutJwts(redacted);
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

  return {
    hide,
    text,
    shown(value) {
      const plain = text(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
      return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
    },
    error: (thrown) => error(thrown),
    untouchedIfClean(thrown) {
      const { message, stack } = thrown;
      const isClean = [message, stack].every((part) => part === undefined || text(part) === part);
      return isClean ? thrown : error(thrown);
    },
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

// The characters of base64 in base64url and in forms, and the named entities of HTML.
const ALIASES: Readonly<Record<string, string>> = {
  "+": "|[- ]|&plus;",
  "/": "|_|&sol;",
  "=": "|&equals;",
  "&": "|&amp;",
  "<": "|&lt;",
  ">": "|&gt;",
  '"': "|&quot;",
  "'": "|&apos;",
};

// Without its padding a shorter secret could match ordinary words.
const SHORTEST_UNPADDED = 16;

/**
 * Matches a secret in all encodings of URLs, HTML and JSON, also when it is encoded up to four times more: JSON
 * within JSON, a URL in a query.
 */
function anySpelling(secret: string): RegExp {
  const each = [...secret].map((character) => {
    if (/[A-Za-z0-9]/.test(character)) return character;
    const bytes = [...new TextEncoder().encode(character)];
    const percent = bytes.map((byte) =>
      `%(?:25){0,4}${caseless(byte.toString(16).padStart(2, "0"))}`
    ).join("");
    const units = character.split("").map((unit) =>
      `\\\\{1,16}u${caseless(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`
    ).join("");
    const codePoint = character.codePointAt(0) ?? 0;
    const entity = `&#(?:0{0,4}${codePoint}|[xX]0{0,4}${caseless(codePoint.toString(16))});`;
    const others = ALIASES[character] ?? "";
    const plain = character.replace(/[\\^$.|?*+()[\]{}\-/]/g, "\\$&");
    return `(?:\\\\{0,16}${plain}|${percent}|${units}|${entity}${others})`;
  });
  const padding = secret.length < SHORTEST_UNPADDED ? -1 : secret.search(/=+$/);
  // A secret of nothing but padding would match everywhere.
  const pattern = each.map((one, i) => padding > 0 && i >= padding ? `${one}?` : one).join("");
  return new RegExp(pattern, "g");
}

function caseless(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Reads a property of an unknown object, whose getter may throw. */
function property(of: object, name: string): unknown {
  return attempt<unknown>(() => Reflect.get(of, name));
}

function describe(thrown: unknown): string {
  return attempt(() => String(thrown)) ?? "a value that cannot be shown";
}
