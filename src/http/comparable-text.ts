/** A text in the spelling in which secrets are compared. */
export interface ComparableText {
  /** The text in lower case, decoded, and in one alphabet. */
  readonly text: string;
  /** The same in its own case and alphabet. */
  readonly decoded: string;
  /** Where a character of these comes from: its index in the original. */
  start(index: number): number;
}

// Such as JSON within a URL within JSON. Repetitions of one encoding need no further round.
const ROUNDS = 3;

/** HTML's names of characters that a secret contains, or that are part of an escape. */
const ENTITIES: Readonly<Record<string, string | undefined>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  plus: "+",
  sol: "/",
  equals: "=",
};

/**
 * `\u002B`, `%2B`, `&#43;`, `&#x2B;` and `&plus;`, also if the escape itself is escaped again. A name is too short
 * to be that of a property that every object inherits.
 */
const ESCAPE =
  /\\{1,16}u([\da-f]{4})|%(?:25)*([\da-f]{2})|&(?:amp;)*(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi;

/**
 * Makes two spellings of a secret comparable: those of URLs, forms, HTML and JSON, of base64 and base64url, and of
 * upper and lower case. It takes linear time.
 */
export function comparableText(original: string): ComparableText {
  let decoded = original;
  // Absent while each character comes from its own index.
  let starts: number[] | undefined;
  const start = (index: number) => starts === undefined ? index : starts[index] ?? original.length;

  /** Replaces each match by one character or none, unless it stays. Returns whether one was replaced. */
  function replace(pattern: RegExp, by: (match: RegExpExecArray) => string | undefined): boolean {
    let text = "";
    const kept: number[] = [];
    let from = 0;
    const keep = (to: number) => {
      for (let i = from; i < to; i++) kept.push(start(i));
    };
    for (const match of decoded.matchAll(pattern)) {
      const character = by(match);
      if (character === undefined) continue;
      text += decoded.slice(from, match.index) + character;
      keep(match.index + character.length);
      from = match.index + match[0].length;
    }
    if (from === 0) return false;
    keep(decoded.length);
    decoded = text + decoded.slice(from);
    starts = kept;
    return true;
  }

  for (let round = 0; round < ROUNDS && replace(ESCAPE, decodedEscape); round++);
  replace(/\\+/g, () => "");
  return { text: inOneAlphabet(decoded), decoded, start };
}

/** The character of an escape. Others than those of a secret stay. */
function decodedEscape([, unit, byte, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return ENTITIES[name.toLowerCase()];
  const code = decimal === undefined ? parseInt(unit ?? byte ?? hex ?? "", 16) : Number(decimal);
  return String.fromCharCode(code);
}

/** Each character stays one character, so that the indexes stay. */
function inOneAlphabet(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[- ]/g, "+")
    .replaceAll("_", "/");
}
