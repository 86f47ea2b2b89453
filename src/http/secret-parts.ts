import { comparableText } from "./comparable-text.ts";

/** Finds secrets, and parts of them, in texts. */
export interface SecretParts {
  /** Adds a secret. */
  add(secret: string): void;
  /**
   * Replaces each place of a text that shows a secret, or at least 16 adjacent characters of it: in upper or lower
   * case, in the encodings of URLs, forms, HTML and JSON, or in base64. It takes linear time.
   */
  masked(text: string, mask: string): string;
}

/** A shorter part gives nothing away. A secret that is shorter itself is found only as a whole. */
const SHORTEST_PART = 16;

// Enough for the tokens of many concurrent calls, and a limit for servers that issue endless new tokens.
const MOST_CHARACTERS = 32_768;

/** A run of base64 that can contain a part of a secret. */
const BASE64 = /[\w+/-]{24,}/g;

/** @param first A secret that is never forgotten. */
export function createSecretParts(first: string | undefined): SecretParts {
  let secrets = new Set<string>(first === undefined ? [] : [first]);
  let characters = 0;
  // All parts of the secrets, by their length. Made when a text is masked first, which many clients never do.
  let parts: Map<number, Set<string>> | undefined;

  function forgetOldest(): void {
    const kept: string[] = [];
    characters = 0;
    for (const secret of [...secrets].reverse()) {
      if (characters > MOST_CHARACTERS / 2) break;
      characters += secret.length;
      kept.unshift(secret);
    }
    secrets = new Set(first === undefined ? kept : [first, ...kept]);
    parts = undefined;
  }

  function allParts(): Map<number, Set<string>> {
    if (parts !== undefined) return parts;
    const all = new Map<number, Set<string>>();
    for (const secret of secrets) addParts(all, secret);
    return parts = all;
  }

  /** Marks the characters of a comparable text that are part of a secret. Returns whether there are any. */
  function markParts(text: string, marks: Uint8Array): boolean {
    let found = false;
    for (const [length, known] of allParts()) {
      let end = 0;
      for (let i = 0; i + length <= text.length; i++) {
        if (!known.has(text.slice(i, i + length))) continue;
        found = true;
        marks.fill(1, Math.max(i, end), end = i + length);
      }
    }
    return found;
  }

  /** Marks runs of base64 that contain a part of a secret. */
  function markBase64(decoded: string, marks: Uint8Array): void {
    for (const { 0: run, index } of decoded.matchAll(BASE64)) {
      // The encoded text may start anywhere in the run.
      const isSecret = [0, 1, 2, 3].some((skipped) => {
        const { text } = comparableText(fromBase64(run.slice(skipped)));
        return markParts(text, new Uint8Array(text.length));
      });
      if (isSecret) marks.fill(1, index, index + run.length);
    }
  }

  return {
    add(secret) {
      if (secret === "" || secrets.has(secret)) return;
      secrets.add(secret);
      characters += secret.length;
      if (characters > MOST_CHARACTERS) forgetOldest();
      else if (parts !== undefined) addParts(parts, secret);
    },
    masked(original, mask) {
      const { text, decoded, start } = comparableText(original);
      const marks = new Uint8Array(text.length);
      markParts(text, marks);
      markBase64(decoded, marks);
      let result = "";
      let shownFrom = 0;
      for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at)) {
        result += original.slice(shownFrom, start(at)) + mask;
        const end = marks.indexOf(0, at);
        at = end < 0 ? text.length : end;
        // The padding of base64 belongs to it, but parts are compared without.
        for (let padding = 0; padding < 2 && text[at] === "="; padding++) at += 1;
        shownFrom = start(at);
      }
      return result + original.slice(shownFrom);
    },
  };
}

function addParts(all: Map<number, Set<string>>, secret: string): void {
  const { text } = comparableText(secret);
  // Without its padding a shorter secret could match ordinary words.
  const plain = text.length < SHORTEST_PART ? text : text.replace(/={1,2}$/, "");
  const length = Math.min(SHORTEST_PART, plain.length);
  const known = all.get(length) ?? new Set<string>();
  all.set(length, known);
  for (let i = 0; i + length <= plain.length; i++) known.add(plain.slice(i, i + length));
}

function fromBase64(run: string): string {
  const groups = run.slice(0, run.length - run.length % 4);
  return atob(groups.replaceAll("-", "+").replaceAll("_", "/"));
}
