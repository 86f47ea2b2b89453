import {
  type Client,
  type CoordinatedTokenFunction,
  createClient,
  createCoordinator,
  memoryTokenStore,
  type TokenStore,
} from "../../../mod.ts";
import { toBase64Url } from "./base64.ts";
import { capturedConsole } from "./captured-console.ts";
import { randomBytes } from "./choices.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";
import { everythingShown, runtimeInspectors } from "./everything-shown.ts";
import { fakeServer, TOKEN_URL } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";

const KIND = "stores and token functions";
const CONCURRENT = 60;

/**
 * Token stores and coordinators that fail with the token in their errors, and token functions that give each call
 * its own token. Neither events nor errors contain a token, and no key of a store contains the secret.
 */
export const storeLeakAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const inspectors = await runtimeInspectors();

  for (const [name, spoil] of Object.entries(STORES)) {
    await attempt(KIND, name, async () => {
      const server = fakeServer(random);
      const secrets = Object.values(server.canaries);
      const keys: string[] = [];
      const shown: unknown[] = [];
      const store = spoil(server.canaries.token.value, recorded(memoryTokenStore(), keys));
      const written = await capturedConsole(async () => {
        const client = createClient({
          ...server.options,
          tokenStore: store,
          retry: false,
          onEvent: (event) => void shown.push(event),
        });
        for (let i = 0; i < 3; i++) {
          await client.status().catch((error: unknown) => shown.push(error));
        }
        shown.push(client);
      });
      discloseNothing(
        everythingShown([shown, written, keys], inspectors),
        secrets,
        "what is shown",
      );
    });
  }

  for (const [name, spoil] of Object.entries(COORDINATORS)) {
    for (const alone of [true, false]) {
      const how = alone ? "with" : "without";
      await attempt(KIND, `${name}, a client ${how} credentials`, async () => {
        const server = fakeServer(random);
        const { appId, appSecret, ...connection } = server.options;
        const shown: unknown[] = [];
        const client = createClient({
          ...connection,
          ...(alone ? { appId, appSecret } : {}),
          coordinator: createCoordinator(
            "The coordinator",
            spoil(server.canaries.token.value, connection.baseUrl),
          ),
          retry: false,
          onEvent: (event) => void shown.push(event),
        });
        await client.status().catch((error: unknown) => shown.push(error));
        shown.push(client);
        discloseNothing(
          everythingShown(shown, inspectors),
          Object.values(server.canaries),
          "what is shown",
        );
      });
    }
  }

  for (let round = 0; round < scale; round++) {
    await attempt(
      KIND,
      `${CONCURRENT} calls at once, each with its own token, round ${round}`,
      async () => {
        const tokens: Canary[] = [];
        const shown: unknown[] = [];
        const waiting: (() => void)[] = [];
        const client = createClient({
          baseUrl: "https://kinabase.invalid/api/v1/",
          retry: false,
          token() {
            const value = toBase64Url(randomBytes(30, random));
            tokens.push({ name: `token ${tokens.length}`, value });
            return value;
          },
          async fetch(_, init) {
            const text = new Headers(init?.headers).get("authorization") ?? "";
            // All tokens are in use before the first response.
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
              if (waiting.length === CONCURRENT) { for (const go of waiting) go(); }
            });
            const headers = { "x-request-id": text };
            return Response.json({ error: `Wrong: ${text}` }, { status: 400, headers });
          },
          onEvent: (event) => void shown.push(event),
        });
        const failed = (error: unknown) => shown.push(error);
        await Promise.all(Array.from({ length: CONCURRENT }, () => client.status().catch(failed)));
        discloseNothing(everythingShown(shown, inspectors), tokens, "what is shown");
      },
    );
  }

  for (const [name, call] of Object.entries(BULK_CALLS)) {
    await attempt(
      KIND,
      `a token function that fails with the rejected token: ${name}`,
      async () => {
        const server = fakeServer(
          random,
          ({ url }) =>
            url === TOKEN_URL ? undefined : Response.json({ error: "No." }, { status: 401 }),
        );
        const { token } = server.canaries;
        const client = createClient({
          baseUrl: server.options.baseUrl,
          fetch: server.options.fetch,
          token(context) {
            if (context.rejected === undefined) {
              return token.value;
            }
            throw new Error(`no other token than ${context.rejected}`);
          },
        });
        const thrown: unknown = await call(client).catch((error: unknown) => error);
        // The cause is the caller's own error, which stays as it is.
        const own = thrown instanceof Error
          ? `${thrown.message}\n${thrown.stack}\n${JSON.stringify(thrown)}`
          : "";
        discloseNothing(own, [token], "the error");
      },
    );
  }
};

type Spoil = (token: string, store: TokenStore) => TokenStore;

const failing = (text: string) =>
  Promise.reject(new Error(`cannot store ${text}`, { cause: text }));

const STORES: Readonly<Record<string, Spoil>> = {
  "a store that works": (_, store) => store,
  "a store that fails to read": (token, store) => ({ ...store, get: () => failing(token) }),
  "a store that fails to write": (token, store) => ({ ...store, set: () => failing(token) }),
  "a store that fails to write, and repeats the value": (_, store) => ({
    ...store,
    set: (key, value) => failing(JSON.stringify({ key, value })),
  }),
  "a store that throws at once": (token, store) => ({
    ...store,
    get: () => {
      throw new RangeError(token);
    },
  }),
  "a store that returns a broken token": (token, store) => ({
    ...store,
    get: () => ({ token: `${token}\r\nx`, expiresAt: Infinity }),
  }),
  "a store that returns a token with a scheme": (token, store) => ({
    ...store,
    get: () => ({ token: `Bearer ${token}`, expiresAt: Infinity }),
  }),
};

const COORDINATORS: Readonly<
  Record<string, (token: string, baseUrl: string) => CoordinatedTokenFunction>
> = {
  "a coordinator that works": (token, baseUrl) => async () => ({
    token,
    baseUrl,
    expiresIn: 60_000,
    age: 0,
  }),
  "a coordinator of another deployment": (token) => async () => ({
    token,
    baseUrl: "https://beta.kinabase.com/api/v1/",
    expiresIn: 60_000,
    age: 0,
  }),
  "a coordinator that fails": (token) => () => failing(token),
  "a coordinator that throws at once": (token) => () => {
    throw new RangeError(token);
  },
  "a coordinator that returns a broken token": (token, baseUrl) => async () => ({
    token: `Bearer ${token}`,
    baseUrl,
    expiresIn: 60_000,
    age: 0,
  }),
};

const BULK_CALLS: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  create: (client) => client.collection("things").bulk.create([{ data: { code: 1 } }]),
  update: (client) => client.collection("things").bulk.update([{ id: "1", data: { code: 1 } }]),
  delete: (client) => client.collection("things").bulk.delete(["1"]),
};

/** A store that notes its keys. */
function recorded(store: TokenStore, keys: string[]): TokenStore {
  return {
    get: (key) => (keys.push(key), store.get(key)),
    set: (key, token) => (keys.push(key), store.set(key, token)),
  };
}
