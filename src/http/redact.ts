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
const JWT = /\bey[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const MASK = "[redacted]";
const CAUSES_FOLLOWED = 4;

/** @param secrets Values that must never be shown. */
export function createRedactor(...secrets: string[]): Redactor {
  const hidden = new Map<string, string[]>();
  secrets.forEach(hide);

  function hide(secret: string): void {
    if (secret === "" || hidden.has(secret)) return;
    hidden.set(secret, spellings(secret));
    const [, secondOldest] = hidden.keys();
    // The first is the App Secret, which stays.
    if (hidden.size > REMEMBERED && secondOldest !== undefined) hidden.delete(secondOldest);
  }

  function text(value: string): string {
    let shown = value;
    for (const variants of hidden.values()) {
      for (const variant of variants) shown = shown.replaceAll(variant, MASK);
    }
    return shown.replace(JWT, MASK);
  }

  function error(thrown: unknown, depth = 0): Error {
    if (!(thrown instanceof Error)) return new Error(text(describe(thrown)));
    const copy = new Error(text(thrown.message));
    copy.name = text(thrown.name);
    if (thrown.stack !== undefined) copy.stack = text(thrown.stack);
    if ("code" in thrown && typeof thrown.code === "string") {
      Object.assign(copy, { code: text(thrown.code) });
    }
    if (thrown.cause !== undefined && depth < CAUSES_FOLLOWED) {
      copy.cause = error(thrown.cause, depth + 1);
    }
    return copy;
  }

  return { hide, text, error: (thrown) => error(thrown) };
}

/** A secret in the ways it is written in URLs and by JSON encoders. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      secret,
      json,
      json.replaceAll("/", "\\/"),
      json.replaceAll("+", "\\u002B"),
      json.replaceAll("+", "\\u002b"),
      encodeURIComponent(secret),
    ]),
  ];
}

function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}
