import { createClient, createTokenSource } from "../../../mod.ts";
import { equal, fails, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";

/** The options of `createClient`. */
export const optionCases: Definition[] = [
  ...badOptions().map(([id, title, over, expected]) =>
    define({
      id: `client-option-${id}`,
      title: `createClient immediately throws a clear error for ${title}`,
      level: "client",
      evidence: "S",
      async run({ clientOptions, credentials: { appSecret } }) {
        const options = { ...clientOptions(), ...over };
        for (const make of [createClient, createTokenSource]) {
          // Wrong on purpose, as the compiler would also report.
          const error = await fails(() => Reflect.apply(make, undefined, [options]), TypeError, id);
          for (const part of expected) includes(error.message, part, "message");
          ok(!error.message.includes(appSecret), "expected no secret in the message");
        }
      },
    })
  ),
  define({
    id: "client-option-allowed",
    title: "createClient accepts http: for loopback hosts, and for others with allowInsecure",
    level: "client",
    evidence: "S",
    run({ clientOptions }) {
      const urls = ["http://localhost:8787", "http://127.0.0.1:1", "http://[::1]:1", "https://a.b"];
      for (const url of urls) createClient(clientOptions({ baseUrl: `${url}/api/v1` }));
      const baseUrl = "http://mock:8787/api/v1";
      const c = createClient(clientOptions({ baseUrl, allowInsecure: true }));
      equal(c.baseUrl, "http://mock:8787/api/v1/", "baseUrl");
      return Promise.resolve();
    },
  }),
];

function badOptions(): [id: string, title: string, over: object, message: string[]][] {
  const at = (baseUrl: string) => ({ baseUrl });
  return [
    ["app-id-missing", "a missing App ID", { appId: undefined }, ["appId", "missing"]],
    ["app-id-no-uuid", "an App ID that is not a UUID", { appId: "42" }, ["appId", "UUID"]],
    ["secret-missing", "a missing secret", { appSecret: "" }, ["appSecret", "missing"]],
    ["secret-cut", "a secret that is not base64", { appSecret: "abc" }, ["appSecret", "base64"]],
    ["secret-field", "an unknown secretField", { secretField: "key" }, [
      "secretField",
      "appSecret",
    ]],
    ["base-no-url", "an invalid base URL", at("kinabase"), ["baseUrl", "kinabase"]],
    ["base-no-path", "a base URL without /api/v1", at("https://a.b/"), ["baseUrl", "/api/v1"]],
    ["base-doubled", "a base URL with /api/v1 twice", at("https://a.b/api/v1/api/v1"), [
      "baseUrl",
      "twice",
    ]],
    [
      "base-http",
      "http: with a public host",
      { ...at("http://a.b/api/v1"), allowInsecure: false },
      [
        "baseUrl",
        "https:",
      ],
    ],
    ["base-query", "a base URL with a query", at("https://a.b/api/v1?a=b"), ["baseUrl", "query"]],
    ["timeout", "an invalid timeout", { timeout: -1 }, ["timeout", "-1"]],
    ["fetch", "a fetch that is not a function", { fetch: "fetch" }, ["fetch", "function"]],
    ["clock", "a clock that cannot sleep", { clock: { now: Date.now } }, ["clock", "sleep"]],
    ["retry-unknown", "a misspelled option of retry", { retry: { limits: 1 } }, [
      "limits",
      "limit",
    ]],
    ["url", "url instead of baseUrl", { url: "https://a.b/api/v1" }, ["url", "baseUrl"]],
    ["insecure", "allowInsecure as a text", { allowInsecure: "false" }, [
      "allowInsecure",
      '"false"',
    ]],
    ["renew", "a renewBefore of an hour", { renewBefore: 3_600_000 }, ["renewBefore", "3600000"]],
    ["retry", "a negative number of retries", { retry: { limit: -1 } }, ["retry.limit", "-1"]],
    ["spelling", "baseURL instead of baseUrl", { baseURL: "x" }, ["baseURL", "baseUrl"]],
  ];
}
