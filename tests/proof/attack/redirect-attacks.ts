import { createClient, createTokenSource, KinabaseError, memoryTokenStore } from "../../../mod.ts";
import { defended } from "./attempts.ts";
import { CLIENT_CALLS } from "./client-calls.ts";
import { fakeServer, TOKEN_URL } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";
import { expectAtHome } from "./recording-fetch.ts";
import { pick } from "./choices.ts";

const KIND = "redirects";
const STATUSES = [300, 301, 302, 303, 304, 305, 306, 307, 308];
const LOCATIONS = [
  "https://attacker.example/api/v1/token",
  "http://kinabase.invalid/api/v1/token",
  "//attacker.example/",
  "/\\attacker.example",
  "../../../token",
  "/token",
  "?x",
  "#x",
  "",
  "javascript:alert(1)",
  "data:application/json,{}",
  "https://user:password@attacker.example/",
  "https://kinabase.invalid@attacker.example/",
  "https://kinabase.invalid.attacker.example/",
];

/**
 * Redirects of every kind, on token requests and others, and other headers that could lead a client elsewhere. All
 * requests go to the base URL, and the number of requests stays small.
 */
export const redirectAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  for (const [name, call] of Object.entries(CLIENT_CALLS)) {
    for (const isToken of [true, false]) {
      const where = isToken ? "the token request" : "the request";
      if (!isToken && name === "token") continue;
      for (const status of STATUSES) {
        for (let i = 0; i < scale; i++) {
          const location = pick(LOCATIONS, random);
          await attempt(
            KIND,
            `${name}: ${where} gets ${status} to ${JSON.stringify(location)}`,
            async () => {
              const server = fakeServer(
                random,
                ({ url }) =>
                  (url === TOKEN_URL) === isToken ? redirect(status, location) : undefined,
              );
              const client = createClient({
                ...server.options,
                tokenStore: memoryTokenStore(),
                retry: false,
              });
              const thrown = await call(client).then(() => undefined, (error: unknown) => error);
              for (const request of server.sent) {
                expectAtHome(request, server.options.baseUrl, server.canaries);
              }
              const expected = isToken ? 1 : 2;
              defended(server.sent.length <= expected, `it sent ${server.sent.length} requests`);
              const isReturned = !isToken && name.startsWith("fetch") ||
                name.endsWith("without an error");
              defended(isReturned || thrown instanceof KinabaseError, "it passed as a success");
            },
          );
        }
      }
    }
  }
  await attempt(KIND, "a token source", async () => {
    const server = fakeServer(random, () => redirect(307, "https://attacker.example/"));
    const tokens = createTokenSource({ ...server.options, tokenStore: memoryTokenStore() });
    // One after the other: nobody would handle the error of the second one while the first is awaited.
    for (const call of [() => tokens.token(), () => tokens.renew("x")]) {
      const thrown = await call().then(() => undefined, (error: unknown) => error);
      defended(thrown instanceof KinabaseError, "it passed as a success");
    }
    for (const request of server.sent) {
      expectAtHome(request, server.options.baseUrl, server.canaries);
    }
  });
};

function redirect(status: number, location: string): Response {
  const headers = {
    location,
    refresh: `0;url=${location}`,
    link: `<${location}>; rel="next"`,
    "content-location": location,
    "alt-svc": 'h3="attacker.example:443"',
    "set-cookie": "session=attacker",
  };
  return new Response(status === 304 ? null : "{}", { status, headers });
}
