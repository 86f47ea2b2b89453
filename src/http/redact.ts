/** Takes secrets out of whatever leaves the client: messages, causes, events. */
export interface Redactor {
  /** Adds a value that must never be shown. */
  hide(secret: string): void;
  /** The text with every secret, and everything that looks like a JWT, replaced. */
  text(value: string): string;
  /**
   * A copy of what was thrown, with its name, message, stack and `code` redacted. Nothing else is
   * copied: a foreign error may carry the whole request on a property.
   */
  error(thrown: unknown): Error;
}

// Tokens that are JWTs are known by their looks, so only a few odd ones need remembering.
const REMEMBERED = 8;
const JWT = /(?<![A-Za-z0-9])ey[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const MASK = "[redacted]";
const CAUSES_FOLLOWED = 4;

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
    let shown = value;
    for (const pattern of hidden.values()) shown = shown.replace(pattern, MASK);
    return shown.replace(JWT, MASK);
  }

  function error(thrown: unknown, depth = 0): Error {
    if (!(thrown instanceof Error)) return new Error(text(describe(thrown)));
    const shown = (name: string) => {
      const value = property(thrown, name);
      return typeof value === "string" ? text(value) : undefined;
    };
    const copy = new Error(shown("message"));
    copy.name = shown("name") ?? "Error";
    copy.stack = shown("stack") ?? `${copy.name}: ${copy.message}`;
    const code = shown("code");
    if (code !== undefined) Object.assign(copy, { code });
    const cause = property(thrown, "cause");
    if (cause !== undefined && depth < CAUSES_FOLLOWED) copy.cause = error(cause, depth + 1);
    return copy;
  }

  return { hide, text, error: (thrown) => error(thrown) };
}

/** A secret in all the ways URLs and JSON encoders write it. */
function anySpelling(secret: string): RegExp {
  const each = [...secret].map((character) => {
    if (/[A-Za-z0-9]/.test(character)) return character;
    const bytes = [...new TextEncoder().encode(character)];
    const percent = bytes.map((byte) => `%${caseless(byte.toString(16).padStart(2, "0"))}`).join(
      "",
    );
    const units = [...character.split("")].map((unit) =>
      `\\\\u${caseless(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`
    ).join("");
    const plain = character.replace(/[\\^$.|?*+()[\]{}\-/]/g, "\\$&");
    return `(?:\\\\?${plain}|${percent}|${units})`;
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
