import { seededRandom } from "../../unit/seeded-random.ts";

/** Values that must not appear anywhere. */
export interface Canaries {
  /** Adds a value. */
  add(value: string): void;
  /** Throws if a text contains a part of one of the values that is long enough to be of use. */
  expectNone(text: string, where: string): void;
  /** The text without the values, to print it. */
  masked(text: string): string;
}

/** So many characters of a secret must appear together to count. */
const WINDOW = 24;
const STEP = 4;

/** Creates an empty set. */
export function createCanaries(): Canaries {
  const windows = new Map<string, string>();
  return {
    add(value) {
      for (let at = 0; at + WINDOW <= value.length; at += STEP) {
        windows.set(value.slice(at, at + WINDOW), value);
      }
    },
    expectNone(text, where) {
      for (const window of windows.keys()) {
        const at = text.indexOf(window);
        if (at < 0) continue;
        const around = text.slice(Math.max(0, at - 60), at + WINDOW + 60);
        throw new Error(`${where} contains a part of a secret: …${mask(around)}…`);
      }
    },
    masked: mask,
  };

  function mask(text: string): string {
    let masked = text;
    for (const value of new Set(windows.values())) masked = masked.replaceAll(value, "[canary]");
    for (const window of windows.keys()) masked = masked.replaceAll(window, "[canary]");
    return masked;
  }
}

/**
 * Makes an App Secret: 64 bytes in base64. It is made while the program runs, and is the same in every run, so
 * that a failure can be repeated.
 */
export function makeSecret(seed = 1): string {
  const random = seededRandom(seed);
  const bytes = Array.from({ length: 64 }, () => Math.floor(random() * 256));
  return btoa(String.fromCharCode(...bytes));
}
