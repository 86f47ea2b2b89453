import type { JsonObject, JsonValue } from "../../mod.ts";
import { isoFormat } from "../types/iso-date.ts";
import { createKeyedRandom, type KeyedRandom } from "./keyed-random.ts";
import { FIRST_NAMES, LAST_NAMES, WORDS } from "./lexicon.ts";

/**
 * Replaces values by plausible ones. The same value always becomes the same one, so that links and repeated values
 * survive.
 */
export interface Pseudonyms {
  /**
   * Replaces a text that must stay different from others, such as an ID. Call it before `value` replaces the same
   * text.
   */
  id(text: string): Promise<string>;
  /**
   * Replaces a value of a field, and all values in it. Booleans and `null` stay.
   *
   * @param field The field's name. It helps to recognize names of people.
   */
  value(value: JsonValue, field: string): Promise<JsonValue>;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const NAME = /^\p{Lu}[\p{L}'’.-]*$/u;
const NAME_FIELD = /name|person|contact|author|owner|customer|client|employee|manager/i;

const MOST_DAYS = 365;
/** After so many replacements that are taken, a number is appended. */
const ATTEMPTS = 20;

/**
 * Creates the replacements of one run.
 *
 * @param key A random key. With another one, values become other ones.
 */
export async function createPseudonyms(key: Uint8Array<ArrayBuffer>): Promise<Pseudonyms> {
  const randomFor = await createKeyedRandom(key);
  const texts = new Map<string, string>();
  const taken = new Set<string>();
  // All dates move by the same time, so that their order and distances stay.
  const days = 30 + (await randomFor("days")).below(MOST_DAYS);

  async function text(original: string, field: string, isId: boolean): Promise<string> {
    if (original.trim() === "") return original;
    const known = texts.get(comparable(original));
    if (known !== undefined) return known;
    const format = isoFormat(original);
    if (format !== undefined) return moved(original, days);
    const mustDiffer = isId || UUID.test(original) || MAIL.test(original) || isCode(original);
    let replacement = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const random = await randomFor(`${attempt} ${comparable(original)}`);
      replacement = replacementOf(original, field, random);
      if (!mustDiffer || !taken.has(replacement)) break;
    }
    if (mustDiffer) {
      const stem = replacement;
      for (let n = 2; taken.has(replacement); n++) replacement = withNumber(stem, n);
      taken.add(replacement);
    }
    texts.set(comparable(original), replacement);
    return replacement;
  }

  async function value(original: JsonValue, field: string): Promise<JsonValue> {
    if (typeof original === "string") return await text(original, field, false);
    if (typeof original === "number") {
      // A number may be the same as an ID that is text.
      const known = texts.get(String(original));
      if (known !== undefined && /^[1-9]\d{0,14}$/.test(known)) return Number(known);
      return numberLike(original, await randomFor(`number ${original}`));
    }
    if (Array.isArray(original)) {
      const items: JsonValue[] = [];
      for (const item of original) items.push(await value(item, field));
      return items;
    }
    if (typeof original !== "object" || original === null) return original;
    return await object(original);
  }

  async function object(original: JsonObject): Promise<JsonObject> {
    const entries: [string, JsonValue][] = [];
    for (const [name, of] of Object.entries(original)) {
      // Other names are often values themselves, as in { "ada@example.com": 3 }.
      const isName = /^[A-Za-z_$][\w$]*$/.test(name);
      entries.push([isName ? name : await text(name, "", false), await value(of, name)]);
    }
    return Object.fromEntries(entries);
  }

  return { id: (original) => text(original, "", true), value };
}

/** The letter case of a UUID has no meaning. */
function comparable(text: string): string {
  return UUID.test(text) ? text.toLowerCase() : text;
}

/** A text without words: digits with letters or signs, such as `INV-2024-001` or `+49 171 23`. */
function isCode(text: string): boolean {
  return /\d/.test(text) && (!/\s/.test(text) || /^[\d\s+()./-]+$/.test(text));
}

function replacementOf(text: string, field: string, random: KeyedRandom): string {
  if (UUID.test(text)) return uuid(random);
  if (MAIL.test(text)) return mailAddress(random);
  if (/^https?:\/\//i.test(text)) {
    return `https://example.com/${random.pick(WORDS)}-${random.pick(WORDS)}`;
  }
  if (isCode(text)) return codeLike(text, random);
  const words = text.trim().split(/\s+/);
  const isName = words.length <= 4 && words.every((word) => NAME.test(word)) &&
    (NAME_FIELD.test(field) || words.length === 2 || words.length === 3);
  return isName ? personName(words.length, field, random) : wordsLike(text, random);
}

function uuid(random: KeyedRandom): string {
  const digits = Array.from({ length: 32 }, () => random.below(16).toString(16));
  // A random UUID (version 4).
  digits[12] = "4";
  digits[16] = (8 + random.below(4)).toString(16);
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function mailAddress(random: KeyedRandom): string {
  const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  return `${first}.${last}${random.below(1_000)}@example.com`.toLowerCase();
}

function personName(words: number, field: string, random: KeyedRandom): string {
  const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  if (words > 1) return `${first} ${last}`;
  return /last|family|sur/i.test(field) ? last : first;
}

/** A text of the same length, with digits for digits and letters for letters. */
function codeLike(text: string, random: KeyedRandom): string {
  return text.replace(/[\p{L}\p{M}\p{N}]/gu, (character, at: number) => {
    if (/\p{N}/u.test(character)) {
      // A number does not begin with 0 unless the original does.
      return String(at === 0 && character !== "0" ? 1 + random.below(9) : random.below(10));
    }
    return String.fromCharCode((/\p{Lu}/u.test(character) ? 65 : 97) + random.below(26));
  });
}

/** A text with as many words, capitalized in the same way. */
function wordsLike(text: string, random: KeyedRandom): string {
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => {
    if (/^\d+$/.test(word)) return codeLike(word, random);
    const other = random.pick(WORDS);
    return /^\p{Lu}/u.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
  });
}

function withNumber(text: string, n: number): string {
  return text.includes("@") ? text.replace("@", `${n}@`) : `${text}${n}`;
}

/** A number with as many digits before and after the point. */
function numberLike(value: number, random: KeyedRandom): number {
  if (value === 0) return 0;
  const digits = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(digits) || digits.length > 15) {
    return value * (0.5 + random.below(1_000) / 1_000);
  }
  const replaced = digits.replace(/\d/g, (digit, at: number) => {
    const isFirst = at === 0 || (at === 1 && digits.startsWith("-"));
    return String(isFirst && digit !== "0" ? 1 + random.below(9) : random.below(10));
  });
  return Number(replaced);
}

/** A date in ISO 8601 that is earlier by some days. */
function moved(text: string, days: number): string {
  // Years before 0 have another form.
  if (text < "0003") return text;
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return `${date.toISOString().slice(0, 10)}${text.slice(10)}`;
}
