/** A way to show a server a token. */
export interface Presentation {
  name: string;
  /** Pairs, because a name may occur twice. */
  headers: readonly (readonly [string, string])[];
  /** The query, without a question mark. */
  query?: string;
  /** A body for requests that have none of their own. */
  body?: { type: string; text: string };
}

/** The way that counts. */
export function asBearer({ name, token }: { name: string; token: string }): Presentation {
  return { name, headers: [["authorization", `Bearer ${token}`]] };
}

/**
 * Other ways to show a good token, which must not count.
 *
 * @param bad A token that is not accepted.
 */
export function presentations(good: string, bad: string): Presentation[] {
  const encoded = encodeURIComponent(good);
  const bearer = `Bearer ${good}`;
  const values: Record<string, string> = {
    "no scheme": good,
    "the scheme alone": "Bearer",
    "the scheme and a space": "Bearer ",
    "no space": `Bearer${good}`,
    "a tab instead of a space": `Bearer\t${good}`,
    "a colon": `Bearer: ${good}`,
    "an equals sign": `Bearer=${good}`,
    "the scheme twice": `Bearer Bearer ${good}`,
    "a no-break space before it": `Bearer \u00a0${good}`,
    "a no-break space after it": `${bearer}\u00a0`,
    "a no-break space before the scheme": `\u00a0${bearer}`,
    "a next-line character after it": `${bearer}\u0085`,
    "a word after it": `${bearer} x`,
    "a parameter after it": `${bearer}; x=y`,
    "two tokens, the bad one first": `Bearer ${bad}, ${bearer}`,
    "two tokens, the good one first": `${bearer}, Bearer ${bad}`,
    "two tokens with a comma": `${bearer},${bad}`,
    "the same token twice": `${bearer}, ${bearer}`,
    "quoted": `Bearer "${good}"`,
    "as a parameter": `Bearer token="${good}"`,
    "percent-encoded": `Bearer ${encodeURIComponent(`${good} `)}`,
    ...Object.fromEntries(
      ["Basic", "Token", "JWT", "Digest", "MAC", "DPoP", "ApiKey", "Bearer2", "Bear", "Negotiate"]
        .map((scheme) => [`the scheme ${scheme}`, `${scheme} ${good}`]),
    ),
    "Basic with the token as password": `Basic ${btoa(`token:${good}`)}`,
    "Basic with the token as name": `Basic ${btoa(`${good}:`)}`,
  };
  const otherHeaders: Record<string, readonly (readonly [string, string])[]> = {
    "two headers, the bad one first": [["authorization", `Bearer ${bad}`], [
      "authorization",
      bearer,
    ]],
    "two headers, the good one first": [["authorization", bearer], [
      "authorization",
      `Bearer ${bad}`,
    ]],
    "two equal headers": [["authorization", bearer], ["authorization", bearer]],
    ...Object.fromEntries(
      [
        "proxy-authorization",
        "x-authorization",
        "x-forwarded-authorization",
        "x-original-authorization",
        "www-authenticate",
        "x-access-token",
        "x-api-key",
        "x-auth-token",
        "token",
        "api-key",
      ].map((name) => [`the header ${name}`, [[name, bearer], [`${name}-token`, good]]] as const),
    ),
    "a cookie": [["cookie", `token=${good}; access_token=${good}; Authorization=${bearer}`]],
    "another URL in a header": [
      ["x-original-url", "/api/v1/version"],
      ["x-rewrite-url", "/api/v1/version"],
      ["x-forwarded-uri", "/api/v1/version"],
    ],
    "another method in a header": [
      ["x-http-method-override", "POST"],
      ["x-http-method", "POST"],
      ["x-method-override", "GET"],
    ],
    "a trusted address in a header": [
      ["x-forwarded-for", "127.0.0.1"],
      ["forwarded", "for=127.0.0.1;host=localhost"],
      ["x-real-ip", "127.0.0.1"],
      ["x-mock-control", "1"],
      ["x-inspector", "script"],
    ],
  };
  const queries: Record<string, string> = {
    "a query": `token=${encoded}&access_token=${encoded}`,
    "a header in the query": `authorization=${encodeURIComponent(bearer)}`,
    "another method in the query": "_method=POST&method=POST",
  };
  const json = JSON.stringify({ token: good, access_token: good, authorization: bearer });
  return [
    ...Object.entries(values).map(([name, value]) => ({
      name,
      headers: [["authorization", value]] as const,
    })),
    ...Object.entries(otherHeaders).map(([name, headers]) => ({ name, headers })),
    ...Object.entries(queries).map(([name, query]) => ({ name, headers: [], query })),
    { name: "a JSON body", headers: [], body: { type: "application/json", text: json } },
    {
      name: "a form",
      headers: [],
      body: { type: "application/x-www-form-urlencoded", text: `access_token=${encoded}` },
    },
  ];
}
