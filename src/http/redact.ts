/** Takes secrets out of whatever leaves the client: messages, causes, events. */
export interface Redactor {
  /** Adds a value that must never be shown. */
  hide(secret: string): void;
  /** The text with every secret, and everything that looks like a JWT, replaced. */
  text(value: string): string;
  /**
   * A foreign text as an error may show it: without secrets and control characters, and shortened.
   * It is redacted before it is shortened, so that no part of a secret is left at the cut.
   */
  shown(value: string): string;
  /**
   * A copy of what was thrown, with its name, message, stack and `code` redacted. Nothing else is
   * copied: a foreign error may carry the whole request on a property.
   */
  error(thrown: unknown): Error;
  /** The error itself when no secret is in its message and stack, otherwise a redacted copy. */
  untouchedIfClean(error: Error): Error;
}

// Tokens that are JWTs are known by their looks, so only a few odd ones need remembering.
const REMEMBERED = 8;
const MASK = "[redacted]";
const CAUSES_FOLLOWED = 4;
const LONGEST_SHOWN = 500;

/** @param secrets Values that must never be shown. */
export function createRedactor(...secrets: string[]): Redactor {
  const hidden = new Map<string, RegExp>();
  secrets.forEach(hide);

  function hide(secret: string): void {
    if (secret === "" || hidden.has(secret)) return;
    hidden.set(secret, anySpelling(secret));
    const [, secondOldest] = hidden.keys();
    // The first is the App Secret, which stays.
    if (hidden.size > REMEMBERED && secondOldest !== undefined) hidden.delete(secondOldest);
  }

  function text(value: string): string {
    let redacted = value;
    for (const pattern of hidden.values()) redacted = redacted.replace(pattern, MASK);
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
      const { message, stack = "" } = thrown;
      return text(message) === message && text(stack) === stack ? thrown : error(thrown);
    },
  };
}

/** A text in which each run that looks like a JWT is masked. It looks at each character once. */
function withoutJwts(text: string): string {
  return text.replace(/[\w.-]{12,}/g, (run) => {
    if (!run.includes("ey")) return run;
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
      // The payload and, where there is one, the signature.
      i += 2;
    }
    return result;
  });
}

/** Where a JWT's header begins in the letters before a dot: `ey`, not in the middle of a word. */
function jwtHeaderAt(part: string): number {
  for (let at = part.indexOf("ey"); at >= 0; at = part.indexOf("ey", at + 1)) {
    if (part.length - at < 10) return -1;
    if (at === 0 || !/[A-Za-z\d]/.test(part.charAt(at - 1))) return at;
  }
  return -1;
}

/**
 * A secret in all the ways that URLs and JSON encoders write it, also encoded again up to four times:
 * JSON within JSON, a URL in a query.
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
    const plain = character.replace(/[\\^$.|?*+()[\]{}\-/]/g, "\\$&");
    return `(?:\\\\{0,16}${plain}|${percent}|${units})`;
  });
  return new RegExp(each.join(""), "g");
}

function caseless(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** A property of somebody else's object, whose getter may throw. */
function property(of: object, name: string): unknown {
  try {
    return Reflect.get(of, name);
  } catch {
    return undefined;
  }
}

function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}
