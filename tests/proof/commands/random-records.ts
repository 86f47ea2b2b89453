import type { ExternalLink, JsonObject, JsonValue } from "../../../mod.ts";

/** A record that may be difficult to write as CSV. */
export interface RandomRecord {
  data: JsonObject;
  external: ExternalLink[] | null;
}

const PIECES = [
  ...["", " ", "a", "Zoë", "漢字", "😀", "\u2028", "\ufeff", "\u0000", "e\u0301", "אב", "\ud800"],
  ...['"', '""', ",", ";", "\t", "\n", "\r\n", "\r", "'", "\\", "\\n", "$", "=1+1", "@"],
  ...["0", "12", "-", ".5", "1e9", "true", "null", "[", "]", "{", "}", "[1]", '{"a":1}', "007"],
];

const FIELDS = ["name", "note", "amount", "active", "tags", "boss", "$id", "with space", "ünï", ""];

/** Creates records with random data: Unicode, line breaks, quotes, nested values, links, null and missing fields. */
export function createRandomRecords(random: () => number): (n: number) => RandomRecord {
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
  const text = () => Array.from({ length: below(6) }, () => PIECES[below(PIECES.length)]).join("");

  function value(depth: number): JsonValue {
    const kinds: [() => JsonValue, ...(() => JsonValue)[]] = [
      text,
      text,
      () => below(1_000_000) / 100,
      () => (random() - 0.5) * 10 ** below(300),
      () => random() < 0.5,
      () => null,
      () => ({ id: crypto.randomUUID() }),
    ];
    if (depth < 3) {
      kinds.push(
        () => Array.from({ length: below(4) }, () => value(depth + 1)),
        () => Object.fromEntries([[text(), value(depth + 1)], ["key", value(depth + 1)]]),
      );
    }
    return pick(kinds)();
  }

  return (n) => ({
    data: Object.fromEntries(
      FIELDS.filter(() => random() < 0.7).map((field) => [field, value(0)]),
    ),
    external: random() < 0.3
      ? null
      : [{ key: "crm", id: `${n} ${text()}` }, { key: "shop", id: String(n) }],
  });
}
