import type { FetchFunction } from "../../../mod.ts";
import { toBase64, toBase64Url } from "./base64.ts";
import { randomBytes } from "./choices.ts";
import type { Canary } from "./disclosure.ts";
import { unsigned } from "./jwt.ts";
import { recordingFetch, type Sent } from "./recording-fetch.ts";

/** A server that issues one token, with the credentials for it. */
export interface FakeServer {
  /** The options of a client that uses it. */
  options: { appId: string; appSecret: string; baseUrl: string; fetch: FetchFunction };
  /** What must not appear anywhere. */
  canaries: { secret: Canary; token: Canary };
  /** The requests so far. */
  sent: Sent[];
}

/** Responds to a request of the API; `undefined` for the usual response. */
export type Respond = (
  sent: Sent,
  canaries: FakeServer["canaries"],
) => Response | Promise<Response> | undefined;

const BASE_URL = "https://kinabase.invalid/api/v1/";
/** Where the token request goes. */
export const TOKEN_URL: string = `${BASE_URL}token`;
const APP_ID = "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7";

/** Creates a server with a random secret and a random token. */
export function fakeServer(random: () => number, respond: Respond = () => undefined): FakeServer {
  const claims = {
    jti: toBase64(randomBytes(24, random)),
    exp: Math.floor(Date.now() / 1000) + 3_600,
  };
  const signature = toBase64Url(randomBytes(32, random));
  const appSecret = toBase64(randomBytes(64, random));
  const token = `${unsigned({ alg: "HS256", typ: "JWT" }, claims)}.${signature}`;
  const canaries = {
    secret: { name: "the App Secret", value: appSecret },
    token: { name: "the token", value: token },
  };
  const { fetch, sent } = recordingFetch((request) =>
    respond(request, canaries) ??
      (request.url.endsWith("/token")
        ? Response.json({ token })
        : Response.json({ id: "1", data: {} }))
  );
  return { options: { appId: APP_ID, appSecret, baseUrl: BASE_URL, fetch }, canaries, sent };
}
