import type { JsonValue } from "../../../src/wire/types.ts";
import { looselyRedacted, redactedBody } from "../../support/redacted.ts";

/** How many characters a secret has at most, in any encoding. */
const LONGEST_SECRET = 300;
/** A part of a secret that is shorter is of no use. */
const SHORTEST_PART = 16;

/** A body in the journal. It is parsed and redacted when it is first read. */
export class StoredBody {
  #text: string | undefined;
  #shown: JsonValue = "";

  /** @param limit How many characters are stored. */
  constructor(text: string, limit: number) {
    if (text.length <= limit) {
      this.#text = text;
      return;
    }
    // At once, because a part of a text keeps all of it in memory. Even part of a secret must not be shown, so the
    // beginning is redacted as well.
    this.#shown = `${looselyRedacted(withoutCutWord(text.slice(0, limit)))}…`;
  }

  /** The body as entries show it. */
  get shown(): JsonValue {
    if (this.#text !== undefined) this.#shown = redactedBody(this.#text);
    this.#text = undefined;
    return this.#shown;
  }
}

/** Removes a long word at the end of a text that was cut: it may be the beginning of a secret. */
function withoutCutWord(text: string): string {
  const [word = ""] = /[\w+/%\\-]*$/.exec(text.slice(-LONGEST_SECRET)) ?? [];
  return word.length < SHORTEST_PART ? text : text.slice(0, text.length - word.length);
}
