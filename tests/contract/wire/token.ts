import { decodeProtectedHeader } from "jose/decode/protected_header";
import { decodeJwt } from "jose/jwt/decode";
import * as z from "zod";
import { errorResponse, tokenClaims, tokenResponse } from "../../../src/wire/response-schemas.ts";
import { between, equal, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import type { Credentials } from "../../../mod.ts";
import { otherSecret } from "../tools.ts";

/** `POST /token`. */
export const tokenCases: Definition[] = [
  define({
    id: "credentials",
    title: "an App ID is a UUID, and an App Secret is 64 bytes in base64",
    level: "wire",
    evidence: "S",
    run({ credentials: { appId, appSecret } }) {
      ok(z.guid().safeParse(appId).success, "expected a UUID as the App ID");
      // Without its text: it must not get into a report.
      const { length } = appSecret;
      ok(
        /^[A-Za-z\d+/]{86}==$/.test(appSecret),
        `expected 88 characters of base64 that end with ==, got ${length} characters`,
      );
      return Promise.resolve();
    },
  }),
  define({
    id: "issued",
    title: "valid credentials return 200 and a JWT signed with HS256",
    level: "wire",
    evidence: "S",
    async run({ credentials, requestToken }) {
      const response = await requestToken(credentials);
      equal(response.status, 200, "status");
      const { token } = tokenResponse.parse(await response.json());
      equal(token.split(".").length, 3, "parts of the token");
      equal(decodeProtectedHeader(token), { alg: "HS256", typ: "JWT" }, "header of the token");
    },
  }),
  define({
    id: "one-hour",
    title: "a token expires one hour after it was issued",
    level: "wire",
    evidence: "S",
    async run({ newToken, target: { clock } }) {
      const now = () => (clock?.now() ?? Date.now()) / 1000;
      const before = now();
      const { exp } = decodeJwt(await newToken());
      // The clock of a real deployment may differ a little.
      const tolerance = clock === undefined ? 120 : 1;
      between(exp ?? 0, before + 3600 - tolerance, now() + 3600 + tolerance, "exp");
    },
  }),
  define({
    id: "claims",
    title: "a token contains jti, tntid, appid, exp, iss and aud, but neither iat nor nbf",
    level: "wire",
    evidence: "O",
    async run({ credentials, newToken }) {
      const payload = decodeJwt(await newToken());
      const { appid, aud } = tokenClaims.parse(payload);
      equal(appid.toLowerCase(), credentials.appId.toLowerCase(), "appid");
      equal(aud, "kinabase.client", "aud");
      ok(!("iat" in payload) && !("nbf" in payload), "expected neither iat nor nbf");
    },
  }),
  define({
    id: "fresh-each-time",
    title: "a new token can be requested at any time, and differs from the previous one",
    level: "wire",
    evidence: "S",
    async run({ newToken }) {
      const [one, other] = [decodeJwt(await newToken()), decodeJwt(await newToken())];
      ok(one.jti !== other.jti, "expected another jti");
    },
  }),
  define({
    id: "earlier-stays-valid",
    title: "an earlier token stays valid when a new one is requested",
    level: "wire",
    evidence: "A",
    dependsOn: { "token.earlier": { ended: "the earlier token is rejected" } },
    async run({ newToken, statusWith, behavior }) {
      const earlier = await newToken();
      await newToken();
      const expected = await behavior("token.earlier") === "valid" ? 200 : 401;
      equal(await statusWith(earlier), expected, "status with the earlier token");
    },
  }),
  ...(["appSecret", "secret"] as const).map((name) =>
    define({
      id: `sent-as-${name}`,
      title: `the secret is accepted in the field ${name}`,
      level: "wire",
      evidence: "D",
      async run({ credentials: { appId, appSecret }, requestToken }) {
        const response = await requestToken({ appId, [name]: appSecret });
        equal(response.status, 200, "status");
        tokenResponse.parse(await response.json());
      },
    })
  ),
  define({
    id: "both-names-equal",
    title: "appSecret and secret with the same value are accepted",
    level: "wire",
    evidence: "A",
    async run({ credentials: { appId, appSecret }, requestToken }) {
      const response = await requestToken({ appId, appSecret, secret: appSecret });
      equal(response.status, 200, "status");
      tokenResponse.parse(await response.json());
    },
  }),
  define({
    id: "both-names-unequal",
    title: "appSecret and secret with different values are 400",
    level: "wire",
    evidence: "A",
    dependsOn: {
      "token.two-secrets": {
        appSecret: "appSecret is used, so that a token is issued",
        secret: "secret is used, so that a wrong one is 401",
      },
    },
    async run({ credentials: { appId, appSecret }, requestToken, behavior }) {
      const response = await requestToken({ appId, appSecret, secret: otherSecret() });
      const expected = { refuse: 400, appSecret: 200, secret: 401 };
      equal(response.status, expected[await behavior("token.two-secrets")], "status");
      const form = response.ok ? tokenResponse : errorResponse;
      form.parse(await response.json());
    },
  }),
  ...(["appId", "appSecret"] as const).flatMap((field) =>
    [
      ["missing", undefined],
      ["empty", ""],
      ["null", null],
      ["numeric", 42],
    ].map(([kind, value]) =>
      define({
        id: `${field}-${kind}`,
        title: `a token request whose ${field} is ${kind} is 400`,
        level: "wire",
        // That both are required is specified, but not what counts as missing.
        evidence: kind === "missing" ? "D" : "A",
        ...(kind === "missing" ? {} : { dependsOn: { "token.invalid-field": { "401": "401" } } }),
        async run({ credentials, requestToken, behavior }) {
          const response = await requestToken({ ...credentials, [field]: value });
          const expected = kind === "missing" ? 400 : Number(await behavior("token.invalid-field"));
          equal(response.status, expected, "status");
          errorResponse.parse(await response.json());
        },
      })
    )
  ),
  ...([
    ["malformed-json", "malformed JSON", '{"appId": '],
    ["empty-body", "an empty body", ""],
    ["no-object", "JSON that is not an object", '"token, please"'],
    ["null", "the JSON value null", "null"],
  ] as const).map(([id, what, body]) =>
    define({
      id,
      title: `a token request with ${what} is 400`,
      level: "wire",
      evidence: "A",
      async run({ requestToken }) {
        const response = await requestToken(body);
        equal(response.status, 400, "status");
        errorResponse.parse(await response.json());
      },
    })
  ),
  define({
    id: "wrong-content-type",
    title: "a token request with a content type other than JSON is 400",
    level: "wire",
    evidence: "A",
    dependsOn: { "request.content-type": { ignore: "it is read as JSON, and a token is issued" } },
    async run({ credentials, requestToken, behavior }) {
      const response = await requestToken(credentials, { "content-type": "text/plain" });
      const refused = await behavior("request.content-type") === "refuse";
      equal(response.status, refused ? 400 : 200, "status");
      const form = refused ? errorResponse : tokenResponse;
      form.parse(await response.json());
    },
  }),
  define({
    id: "wrong-secret",
    title: "a wrong secret is 401",
    level: "wire",
    evidence: "S",
    async run({ credentials: { appId }, requestToken }) {
      const response = await requestToken({ appId, appSecret: otherSecret() });
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "unknown-app",
    title: "an unknown App ID is 401",
    level: "wire",
    evidence: "S",
    async run({ credentials: { appSecret }, requestToken }) {
      const response = await requestToken({ appId: crypto.randomUUID(), appSecret });
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "malformed-app-id",
    title: "an App ID that is not a UUID is 401",
    level: "wire",
    evidence: "S",
    async run({ credentials: { appSecret }, requestToken }) {
      const response = await requestToken({ appId: "not-a-uuid", appSecret });
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "api-disabled",
    title:
      "while the tenant's API is off, no token is issued; after it is on again, tokens are issued",
    level: "wire",
    evidence: "S",
    needs: ["apps"],
    async run({ credentials, requestToken, apps }) {
      await apps.setApiEnabled(false);
      const refused = await requestToken(credentials);
      ok(refused.status >= 400, `while the API is off: expected an error, got ${refused.status}`);
      errorResponse.parse(await refused.json());
      await apps.setApiEnabled(true);
      equal((await requestToken(credentials)).status, 200, "status once it is on");
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    define({
      id: `app-${end}d`,
      title: `no token is issued to an app that is ${end}d, and other apps still get tokens`,
      level: "wire",
      evidence: "S",
      needs: ["apps"],
      async run({ credentials, requestToken, apps }) {
        const other = await apps.create();
        await apps[end](credentials.appId);
        const refused = await requestToken(credentials);
        ok(refused.status >= 400, `expected an error, got ${refused.status}`);
        errorResponse.parse(await refused.json());
        equal((await requestToken(other)).status, 200, "status for the other app");
      },
    })
  ),
  define({
    id: "refusal-status",
    title: "a token request is 401 while the API is off, and for an app that is expired or revoked",
    level: "wire",
    evidence: "A",
    needs: ["apps"],
    dependsOn: {
      "token.refusal.api-off": { "400": "400 while the API is off", "403": "403 while it is off" },
      "token.refusal.expired": { "400": "400 for an expired app", "403": "403 for an expired app" },
      "token.refusal.revoked": { "400": "400 for a revoked app", "403": "403 for a revoked app" },
    },
    async run({ credentials, requestToken, apps, behavior }) {
      const revoked = await apps.create();
      const statusOf = async (of: Credentials) => String((await requestToken(of)).status);
      const off = await behavior("token.refusal.api-off");
      await apps.setApiEnabled(false);
      equal(await statusOf(credentials), off, "status while the API is off");
      await apps.setApiEnabled(true);
      await apps.expire(credentials.appId);
      const expired = await behavior("token.refusal.expired");
      equal(await statusOf(credentials), expired, "status of an app that is expired");
      await apps.revoke(revoked.appId);
      const refused = await behavior("token.refusal.revoked");
      equal(await statusOf(revoked), refused, "status of an app that is revoked");
    },
  }),
  define({
    id: "inactive-needs-secret",
    title: "an app's state is revealed only with its secret",
    level: "wire",
    evidence: "A",
    needs: ["apps", "isolate"],
    async run({ credentials: { appId }, requestToken, apps }) {
      const appSecret = otherSecret();
      const before = await (await requestToken({ appId, appSecret })).text();
      await apps.revoke(appId);
      const after = await (await requestToken({ appId, appSecret })).text();
      equal(after, before, "response to a wrong secret");
    },
  }),
];
