import type { JsonValue } from "../../../src/wire/types.ts";
import { looselyRedacted, redactedBody } from "../../support/redacted.ts";

/** How many characters a secret has at most, in any encoding. */
const LONGEST_SECRET = 300;
/** A part of a secret that is shorter is of no use. */
const SHORTEST_PART = 16;

/** A body in the journal. It is parsed and redacted when it is first read. */
export class StoredBody {
  /** The text, or its beginning in bytes: a part of a text would keep all of it in memory. */
  #raw: string | Uint8Array | undefined;
  #shown: JsonValue = "";

  /** @param limit How many characters are stored. */
  constructor(text: string, limit: number) {
    this.#raw = text.length <= limit ? text : new TextEncoder().encode(text.slice(0, limit));
  }

  /** The body as entries show it. */
  get shown(): JsonValue {
    if (this.#raw !== undefined) this.#shown = shownBody(this.#raw);
    this.#raw = undefined;
    return this.#shown;
  }
}

function shownBody(raw: string | Uint8Array): JsonValue {
  if (typeof raw === "string") return redactedBody(raw);
  // Even part of a secret must not be shown, so the beginning is redacted as well.
  return `${
    looselyRedacted(withoutCutWord(new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw)))
  }…`;
}

/** Removes a long word at the end of a text that was cut: it may be the beginning of a secret. */
function withoutCutWord(text: string): string {
  const [word = ""] = /[\w+/%\\-]*$/.exec(text.slice(-LONGEST_SECRET)) ?? [];
  return word.length < SHORTEST_PART ? text : text.slice(0, text.length - word.length);
}
