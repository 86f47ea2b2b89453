import { createClient, memoryTokenStore } from "../../../mod.ts";
import { isLoopback } from "../../../src/support/loopback.ts";
import { defended } from "./attempts.ts";
import type { ClientCall } from "./client-calls.ts";
import { type FakeServer, fakeServer, TOKEN_URL } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";
import { hostileBaseUrls, hostilePaths } from "./hostile-addresses.ts";
import { expectAtHome } from "./recording-fetch.ts";

const KIND = "addresses";
const COMBINATIONS = 150;

/**
 * Hostile base URLs, paths, names and IDs. What is refused sends nothing. What is sent goes to the host and below
 * the path of the base URL, and each name stays one segment of the path.
 */
export const addressAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const count = COMBINATIONS * scale;
  for (const text of hostileBaseUrls(random, count)) {
    for (const allowInsecure of [false, true]) {
      await attempt(
        KIND,
        `the base URL ${shown(text)}`,
        () => useBaseUrl(text, allowInsecure, random),
      );
    }
  }
  const paths = hostilePaths(random, count);
  for (const path of paths) {
    await attempt(KIND, `client.fetch(${shown(path)})`, async () => {
      const server = fakeServer(random);
      await settled((client) => client.fetch(path), server);
    });
  }
  for (const text of paths) {
    for (const [place, { call, segments }] of Object.entries(NAMES)) {
      await attempt(KIND, `${shown(text)} as ${place}`, async () => {
        const server = fakeServer(random);
        const isRefused = await settled(call(text), server);
        const request = server.sent.find(({ url }) => url !== TOKEN_URL);
        if (request === undefined) return defended(isRefused, "it sent nothing, and no error");
        const { pathname, search, hash } = new URL(request.url);
        const found = pathname.slice("/api/v1/".length).split("/").map(decodeURIComponent);
        const expected = ["collections", ...segments(text)];
        defended(found.join("\n") === expected.join("\n"), "it changed the path");
        defended(search === "" && hash === "", "it changed the query");
      });
    }
  }
  for (const [name, init] of Object.entries(INITS)) {
    await attempt(KIND, `client.fetch with ${name}`, async () => {
      const server = fakeServer(random);
      await settled((client) => Reflect.apply(client.fetch, client, ["status", init]), server);
    });
  }
};

interface NamedCall {
  call: (text: string) => ClientCall;
  /** The segments of the path after `collections`. */
  segments: (text: string) => string[];
}

const NAMES: Readonly<Record<string, NamedCall>> = {
  "a collection": {
    call: (text) => async (client) => await client.collection(text).create({ data: { a: 1 } }),
    segments: (text) => [text],
  },
  "a record's ID": {
    call: (text) => async (client) => await client.collection("things").get(text),
    segments: (text) => ["things", text],
  },
  "a service": {
    call: (text) => async (client) => await client.collection("things").external(text).get("1"),
    segments: (text) => ["things", "ext", text, "1"],
  },
  "an external ID": {
    call: (text) => async (client) =>
      await client.collection("things").external("bank").delete(text),
    segments: (text) => ["things", "ext", "bank", text],
  },
};

/** Further options for `fetch` that would send the request elsewhere, or the token with another header. */
const INITS: Readonly<Record<string, object>> = {
  "redirect follow": { redirect: "follow" },
  "another URL": { url: "https://attacker.example/", href: "https://attacker.example/" },
  "a token of its own": { headers: { authorization: "Bearer attacker" } },
  "a token in upper case": { headers: [["AUTHORIZATION", "Bearer attacker"]] },
  "an iterator of headers": { headers: new Map([["Authorization", "Bearer attacker"]]) },
  "a header with a line break": { headers: { "x-a": "1\r\nauthorization: x" } },
  "a name with a line break": { headers: { "x-a\r\nauthorization": "x" } },
  "a method with a line break": { method: "GET /\r\nHost: attacker.example" },
  "a method that is not a text": { method: { toString: () => "GET", toUpperCase: () => "GET" } },
  "__proto__": JSON.parse('{"__proto__":{"redirect":"follow"},"headers":{"__proto__":"x"}}'),
};

/** Runs a call, and checks all its requests. Returns whether it was refused; then it has sent nothing. */
async function settled(call: ClientCall, server: FakeServer): Promise<boolean> {
  let refused: unknown;
  try {
    await call(createClient({ ...server.options, tokenStore: memoryTokenStore(), retry: false }));
  } catch (error) {
    refused = error;
  }
  for (const request of server.sent) expectAtHome(request, server.options.baseUrl, server.canaries);
  const isRefused = refused instanceof TypeError;
  defended(!isRefused || server.sent.length === 0, "it was refused after a request was sent");
  return isRefused;
}

async function useBaseUrl(
  baseUrl: string,
  allowInsecure: boolean,
  random: () => number,
): Promise<void> {
  const server = fakeServer(random);
  const tokenStore = memoryTokenStore();
  let client;
  try {
    client = createClient({ ...server.options, baseUrl, allowInsecure, tokenStore, retry: false });
  } catch (error) {
    return defended(error instanceof TypeError, "it was refused with another error");
  }
  const given = new URL(baseUrl);
  const used = new URL(client.baseUrl);
  defended(used.origin === given.origin, "the client uses another host than a browser does");
  defended(used.href === client.baseUrl, "the client's base URL is not in its usual form");
  defended(given.username + given.password === "", "it accepted a user name or a password");
  defended(
    used.protocol === "https:" ||
      (used.protocol === "http:" && (allowInsecure || isLoopback(used.hostname))),
    "it accepted a URL without encryption",
  );
  await client.status();
  for (const request of server.sent) expectAtHome(request, client.baseUrl, server.canaries);
  defended(server.sent.length === 2, "it sent another number of requests");
}

function shown(text: string): string {
  const json = JSON.stringify(text);
  return json.length > 90 ? `${json.slice(0, 90)}…` : json;
}
