/** A property in a file of types. */
export interface DeclaredProperty {
  optional: boolean;
  /** The types, of which one applies, without spaces and `undefined`. */
  union: string[];
}

/** The declared properties of each collection, by slug; `undefined` for one without known fields. */
export type DeclaredTypes = Map<string, Map<string, DeclaredProperty> | undefined>;

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\p{ID_Start}$_][\p{ID_Continue}$]*|\n|\S/gu;

/**
 * Reads a file that `kinabase types` wrote, also after a formatter changed it.
 *
 * @throws {TypeError} When the file has no interface `Collections`, or ends too early.
 */
export function declaredTypes(file: string): DeclaredTypes {
  const tokens = tokensOf(file);
  const interfaces = new Map<string, Map<string, DeclaredProperty>>();
  for (let i = 0; i < tokens.length; i++) {
    const name = tokens[i + 1];
    if (tokens[i] === "interface" && name !== undefined && tokens[i + 2] === "{") {
      interfaces.set(name, propertiesFrom(tokens, i + 3));
    }
  }
  const collections = interfaces.get("Collections");
  if (collections === undefined) {
    throw new TypeError("it has no interface Collections, as kinabase types writes it");
  }
  return new Map([...collections].map(([slug, { union }]) => [slug, interfaces.get(union.join())]));
}

/** The types of a union without spaces. */
export function splitUnion(text: string): string[] {
  return [...propertiesFrom(["x", ":", ...tokensOf(text), "}"], 0).values()]
    .flatMap(({ union }) => union);
}

function tokensOf(text: string): string[] {
  return (text.match(TOKEN) ?? [])
    .filter((token) => !token.startsWith("//") && !token.startsWith("/*"))
    .map(withDoubleQuotes);
}

/** The properties from an opening brace up to the closing one. */
function propertiesFrom(
  tokens: readonly string[],
  start: number,
): Map<string, DeclaredProperty> {
  const properties = new Map<string, DeclaredProperty>();
  let at = start;
  const skip = (what: RegExp) => {
    while (what.test(tokens[at] ?? "")) at += 1;
  };
  for (skip(/^\n$/); tokens[at] !== "}"; skip(/^[\n;,]$/)) {
    const name = nameIn(tokens[at]);
    at += 1;
    const optional = tokens[at] === "?";
    if (optional) at += 1;
    if (tokens[at] !== ":") throw new TypeError("it is not a file that kinabase types wrote");
    at += 1;
    const union: string[] = [];
    let part = "";
    for (let depth = 0;; at += 1) {
      const token = separatorAt(tokens, at, part);
      if (token === undefined) continue;
      if (depth === 0 && (token === ";" || token === "}")) break;
      if (depth === 0 && token === "|") {
        union.push(part);
        part = "";
        continue;
      }
      if (/^[[({]$/.test(token)) depth += 1;
      if (/^[\])}]$/.test(token)) {
        depth -= 1;
        part = part.replace(/;$/, "");
      }
      part += token;
    }
    union.push(part);
    properties.set(name, {
      optional,
      union: union.filter((text) => text !== "" && text !== "undefined"),
    });
  }
  return properties;
}

/**
 * A token in the form in which types are compared: a formatter may separate the properties of an object by
 * commas or line breaks. `undefined` for a line break that separates nothing.
 *
 * @param part The type so far.
 */
function separatorAt(tokens: readonly string[], at: number, part: string): string | undefined {
  const token = tokens[at];
  if (token === undefined) throw new TypeError("it ends before an interface is complete");
  if (token === ",") return ";";
  if (token !== "\n") return token;
  const next = tokens.slice(at).find((other) => other !== "\n") ?? "";
  return /^$|[[({|:;]$/.test(part) || /^[|\])};,]$/.test(next) ? undefined : ";";
}

function nameIn(token: string | undefined): string {
  if (token === undefined) throw new TypeError("it ends before an interface is complete");
  if (!token.startsWith('"')) return token;
  const name: unknown = JSON.parse(token);
  return String(name);
}

/** A string as JSON writes it, so that the quotes a formatter prefers make no difference. */
function withDoubleQuotes(token: string): string {
  if (!token.startsWith("'")) return token;
  return `"${token.slice(1, -1).replace(/\\'/g, "'").replace(/"/g, '\\"')}"`;
}
