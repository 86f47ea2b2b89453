import { errorResponse } from "../../../src/wire/response-schemas.ts";
import { equal } from "../assert.ts";
import { expectRefusal } from "../response.ts";
import { define, type Definition } from "../case.ts";
import {
  algNone,
  algNoneSigned,
  alteredPayload,
  alteredSignature,
  otherAlgorithm,
  otherKey,
} from "../forge.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The status of an unexpired token whose app or API has ended, by the option of the behavior. */
const STATUS = { "401": 401, "403": 403, accepted: 200 } as const;

/** Requests with a bearer token. */
export const bearerCases: Definition[] = [
  define({
    id: "accepted",
    title: "a token is accepted as a bearer token",
    level: "wire",
    evidence: "S",
    async run({ newToken, statusWith }) {
      equal(await statusWith(await newToken()), 200, "status");
    },
  }),
  define({
    id: "59-59",
    title: "a token is accepted 59:59 after it was issued",
    level: "wire",
    evidence: "S",
    needs: ["clock"],
    async run({ newToken, statusWith, clock }) {
      const token = await newToken();
      await clock.advance("59m59s");
      equal(await statusWith(token), 200, "status");
    },
  }),
  define({
    id: "60-01",
    title: "a token is rejected 60:01 after it was issued",
    level: "wire",
    evidence: "S",
    needs: ["clock"],
    async run({ newToken, request, clock }) {
      const token = await newToken();
      await clock.advance("60m1s");
      const response = await request("status", { headers: { authorization: `Bearer ${token}` } });
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  ...([
    ["altered-payload", "whose payload was altered", alteredPayload],
    ["altered-signature", "whose signature was altered", alteredSignature],
    ["alg-none", "with alg none and without a signature", algNone],
    ["alg-none-signed", "with alg none and its original signature", algNoneSigned],
    ["other-algorithm", "that was signed with another algorithm", otherAlgorithm],
    ["other-key", "that another server signed", otherKey],
    ["no-jwt", "that is not a JWT", () => "not-a-token"],
  ] satisfies [string, string, (token: string) => string | Promise<string>][]).map(
    ([id, what, forge]) =>
      define({
        id,
        title: `a token ${what} is rejected`,
        level: "wire",
        evidence: "S",
        async run({ newToken, request }) {
          const authorization = `Bearer ${await forge(await newToken())}`;
          const response = await request("status", { headers: { authorization } });
          equal(response.status, 401, "status");
          errorResponse.parse(await response.json());
        },
      }),
  ),
  define({
    id: "last-character",
    title: "a token with any other last character is rejected",
    level: "wire",
    evidence: "A",
    dependsOn: {
      "bearer.signature": { "any-spelling": "one that changes only unused bits is accepted" },
    },
    async run({ newToken, statusWith, behavior }) {
      const isAnySpelling = await behavior("bearer.signature") === "any-spelling";
      const token = await newToken();
      // The last two bits of a signature's last character are not used.
      const same = ALPHABET.indexOf(token.slice(-1));
      for (const bits of [1, 2, 3, 4]) {
        const changed = token.slice(0, -1) + ALPHABET.charAt(same ^ bits);
        const expected = isAnySpelling && bits < 4 ? 200 : 401;
        equal(await statusWith(changed), expected, `status with the bits ${bits} flipped`);
      }
    },
  }),
  define({
    id: "missing",
    title: "a request without an Authorization header is 401",
    level: "wire",
    evidence: "S",
    async run({ request }) {
      const response = await request("status");
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "other-scheme",
    title: "a token with another authorization scheme is 401",
    level: "wire",
    evidence: "S",
    async run({ newToken, request }) {
      const authorization = `Basic ${await newToken()}`;
      equal((await request("status", { headers: { authorization } })).status, 401, "status");
    },
  }),
  define({
    id: "scheme-case",
    title: "the authorization scheme is case-insensitive",
    level: "wire",
    evidence: "A",
    dependsOn: { "bearer.scheme": { exact: "bearer and BEARER are 401" } },
    async run({ newToken, request, behavior }) {
      const expected = await behavior("bearer.scheme") === "exact" ? 401 : 200;
      const token = await newToken();
      for (const scheme of ["bearer", "BEARER"]) {
        const authorization = `${scheme} ${token}`;
        equal((await request("status", { headers: { authorization } })).status, expected, scheme);
      }
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    define({
      id: `app-${end}d`,
      title: `an unexpired token is rejected once its app is ${end}d`,
      level: "wire",
      evidence: "A",
      needs: ["apps"],
      dependsOn: {
        "bearer.app-ended": { "403": "it is 403", accepted: "it is accepted until it expires" },
      },
      async run({ credentials, newToken, statusWith, apps, behavior }) {
        const token = await newToken();
        const other = await newToken(await apps.create());
        await apps[end](credentials.appId);
        equal(await statusWith(token), STATUS[await behavior("bearer.app-ended")], "status");
        equal(await statusWith(other), 200, "status of another app");
      },
    })
  ),
  define({
    id: "api-disabled",
    title:
      "an unexpired token is rejected while the tenant's API is off, and accepted again afterward",
    level: "wire",
    evidence: "A",
    needs: ["apps"],
    dependsOn: {
      "bearer.api-off": { "403": "it is 403", accepted: "it is accepted until it expires" },
    },
    async run({ newToken, statusWith, apps, behavior }) {
      const token = await newToken();
      await apps.setApiEnabled(false);
      const expected = STATUS[await behavior("bearer.api-off")];
      equal(await statusWith(token), expected, "status while the API is off");
      await apps.setApiEnabled(true);
      equal(await statusWith(token), 200, "status once it is on");
    },
  }),
  define({
    id: "before-routing",
    title: "an unknown path is 401 without a token and 404 with one",
    level: "wire",
    evidence: "A",
    dependsOn: { "routing.unknown-path": { "404": "404 without a token too" } },
    async run({ newToken, request, behavior }) {
      const expected = Number(await behavior("routing.unknown-path"));
      equal((await request("no-such-thing")).status, expected, "status without a token");
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await request("no-such-thing", { headers });
      equal(response.status, 404, "status with a token");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "method",
    title: "a known path with another method is 405, and Allow lists its methods",
    level: "wire",
    evidence: "A",
    dependsOn: { "routing.wrong-method": { "404": "404" } },
    async run({ call, behavior }) {
      const status = Number(await behavior("routing.wrong-method"));
      for (const [path, methods] of [["status", ["GET"]], ["token", ["POST"]]] as const) {
        const response = await call("DELETE", path);
        expectRefusal(response, status);
        if (status === 404) continue;
        const allowed = response.headers.get("allow")?.split(",").map((method) => method.trim());
        equal(allowed, methods, `Allow of ${path}`);
      }
    },
  }),
];
