import * as fc from "fast-check";
import { type Edit, edits } from "./edits.ts";
import { anyJson } from "./json.ts";
import { ODD_RESPONSES } from "./odd-responses.ts";
import { once } from "./once.ts";
import { anyText } from "./text.ts";

/** What a hostile `fetch` does with one request. */
export interface Reply {
  /** Where the body comes from: the right one with changes, a text, an error, or a page. */
  body:
    | { kind: "right"; edits: Edit[] }
    | { kind: "text"; text: string }
    | { kind: "error"; message: string; echo?: Echo | undefined }
    | { kind: "html"; echo?: Echo | undefined };
  status: number;
  headers: [name: string, value: string][];
  /** A header that shows the secret or the token. */
  headerEcho?: { name: string; echo: Echo } | undefined;
  /** How the body arrives. */
  delivery: "text" | "pieces" | "cut" | "stall" | "endless" | "none" | "used";
  /** Instead of a response: an error, a value that is no response, or nothing at all. */
  instead?: { throws: Thrown } | { returns: number } | { never: true } | undefined;
}

/** A secret in a response, in one of its spellings. */
export interface Echo {
  of: "secret" | "token";
  spelling: "plain" | "percent" | "twice" | "json" | "html" | "url";
}

/** What is thrown instead of a response. */
export type Thrown =
  | "failed"
  | "failed with secret"
  | "abort"
  | "timeout"
  | "text"
  | "undefined"
  | "null"
  | "symbol"
  | "cycle"
  | "getters"
  | "reference"
  | "range"
  | "not a function"
  | "frozen"
  | "class";

const THROWN: readonly Thrown[] = [
  "failed",
  "failed with secret",
  "abort",
  "timeout",
  "text",
  "undefined",
  "null",
  "symbol",
  "cycle",
  "getters",
  "reference",
  "range",
  "not a function",
  "frozen",
  "class",
];

const STATUSES = [
  201,
  202,
  204,
  205,
  301,
  302,
  304,
  307,
  400,
  401,
  403,
  404,
  405,
  407,
  408,
  409,
  410,
  413,
  418,
  422,
  429,
  451,
  499,
  500,
  501,
  502,
  503,
  504,
  522,
  599,
];

/** Messages that prove a cause, or seem to. */
const MESSAGES = [
  "Invalid App ID or Secret",
  "The API is not enabled",
  "The app has expired",
  "This app was revoked",
  "The token has expired",
  "Too many requests",
  "",
];

const DATES = [
  "Wed, 21 Oct 2026 07:28:00 GMT",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Sat, 13 Sep 275760 00:00:00 GMT",
  "soon",
  "-1",
];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  "retry-after": ["0", "1", "60", "-5", "1.5", "1e9", "9".repeat(40), ...DATES],
  date: DATES,
  "content-type": ["text/html", "application/problem+json", "application/octet-stream", "x"],
  "content-length": ["0", "5", "-1", "99999999999"],
  location: ["/", "https://evil.invalid/x?y", "\u00ff", "//"],
  "x-request-id": ["abc", " ", "x".repeat(3_000)],
  "transfer-encoding": ["chunked"],
  "www-authenticate": ["Bearer"],
  via: ["1.1 proxy"],
};

const echo = (): fc.Arbitrary<Echo> =>
  fc.record({
    of: fc.constantFrom("secret", "token"),
    spelling: fc.constantFrom("plain", "percent", "twice", "json", "html", "url"),
  });

/** Any reply; about a third are right or nearly right. */
export const anyReply = once((): fc.Arbitrary<Reply> => {
  const header = fc.oneof(
    ...Object.entries(HEADERS).map(([name, values]) =>
      fc.tuple(fc.constant(name), fc.constantFrom(...values))
    ),
  );
  const right = fc.record({
    kind: fc.constant<"right">("right"),
    edits: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Edit[]>([]) },
      {
        weight: 4,
        arbitrary: edits(fc.oneof(anyJson(), fc.constantFrom(0, 1, -1, null, true, "1", []))),
      },
    ),
  });
  const body = fc.oneof(
    { weight: 8, arbitrary: right },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant<"text">("text"), text: anyText() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant<"error">("error"),
        message: fc.oneof(fc.constantFrom(...MESSAGES), anyText()),
        echo: fc.option(echo(), { nil: undefined }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant<"html">("html"),
        echo: fc.option(echo(), { nil: undefined }),
      }),
    },
  );
  const instead = fc.oneof(
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.constantFrom(...THROWN).map((throws) => ({ throws })) },
    { weight: 1, arbitrary: fc.nat(ODD_RESPONSES.length - 1).map((returns) => ({ returns })) },
    { weight: 1, arbitrary: fc.constant<{ never: true }>({ never: true }) },
  );
  return fc.record({
    body,
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constant(200) },
      { weight: 2, arbitrary: fc.constantFrom(...STATUSES) },
    ),
    headers: fc.oneof(
      { weight: 2, arbitrary: fc.constant<[string, string][]>([]) },
      { weight: 1, arbitrary: fc.array(header, { maxLength: 3 }) },
    ),
    headerEcho: fc.option(
      fc.record({
        name: fc.constantFrom("location", "x-request-id", "content-type", "retry-after", "date"),
        echo: echo(),
      }),
      { nil: undefined, freq: 6 },
    ),
    delivery: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom("text", "pieces") },
      { weight: 3, arbitrary: fc.constantFrom("cut", "stall", "endless", "none", "used") },
    ),
    instead,
  });
});

/** The right reply. */
export const RIGHT: Reply = {
  body: { kind: "right", edits: [] },
  status: 200,
  headers: [],
  delivery: "text",
};
