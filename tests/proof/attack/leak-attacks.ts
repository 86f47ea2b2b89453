import { type Client, createClient, memoryTokenStore, type StandardSchema } from "../../../mod.ts";
import { drained } from "../drained.ts";
import { capturedConsole } from "./captured-console.ts";
import { pick } from "./choices.ts";
import { CLIENT_CALLS, type ClientCall } from "./client-calls.ts";
import { discloseNothing } from "./disclosure.ts";
import { type Echo, ECHOES, echoing } from "./echoes.ts";
import { everythingShown, runtimeInspectors } from "./everything-shown.ts";
import { fakeServer } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";
import { spellingsOf } from "./spellings.ts";

const KIND = "leaks";
/** How often each way to repeat a text is tried, each time with a random spelling and a random call. */
const REPETITIONS = 8;
const SPELLINGS = Object.keys(spellingsOf("x".repeat(88), () => 0));

/** A schema that refuses everything, and repeats it. */
const REPEATING: StandardSchema = {
  "~standard": {
    version: 1,
    vendor: "attacker",
    validate: (value) => ({
      issues: [{ message: `not ${JSON.stringify(value)}`, path: Object.keys(Object(value)) }],
    }),
  },
};

const CALLS: Readonly<Record<string, ClientCall>> = {
  ...CLIENT_CALLS,
  "page with a schema": (client) => withSchema(client).page(),
  "get with a schema": (client) => withSchema(client).get("1"),
  "stream with a schema": (client) => drained(withSchema(client).stream()),
};

/**
 * Servers and `fetch` functions that repeat the secret and the token in every way that the program knows. No error,
 * event, report or line on the console contains them, nor does the client.
 */
export const leakAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const inspectors = await runtimeInspectors();
  for (const [name, echo] of Object.entries(ECHOES)) {
    for (let i = 0; i < REPETITIONS * scale; i++) {
      const spelling = pick(SPELLINGS, random);
      const [callName, call] = pick(Object.entries(CALLS), random);
      const isToken = callName === "token" || random() < 0.4;
      const what = isToken || random() < 0.5 ? "secret" : "token";
      const where = isToken ? "the token request" : "the request";
      await attempt(
        KIND,
        `${callName}: ${where} gets ${name} with the ${what} ${spelling}`,
        () => repeat({ echo, spelling, call, isToken, what }),
      );
    }
  }

  async function repeat(of: Repetition): Promise<void> {
    const { echo, spelling, call, isToken, what } = of;
    let text = "";
    const server = fakeServer(
      random,
      (request) => echoing(echo, isToken, text)(request, server.canaries),
    );
    const { secret, token } = server.canaries;
    text = spellingsOf(what === "secret" ? secret.value : token.value, random)[spelling] ?? "";
    const shown: unknown[] = [];
    const client = createClient({
      ...server.options,
      tokenStore: memoryTokenStore(),
      retry: false,
      onEvent: (event) => void shown.push(event),
    });
    const written = await capturedConsole(async () => {
      try {
        const result = await call(client);
        // Only reports, because records are the server's data.
        if (isReport(result)) shown.push(result.failed, result.unknown, result.cause, result);
      } catch (error) {
        shown.push(error);
      }
    });
    const everything = everythingShown(
      [...shown, written, client, client.collection("x")],
      inspectors,
    );
    discloseNothing(everything, [secret, token], "what the client shows");
  }
};

interface Repetition {
  echo: Echo;
  spelling: string;
  call: ClientCall;
  isToken: boolean;
  what: "secret" | "token";
}

function withSchema(client: Client) {
  return client.collection("things", { schema: REPEATING });
}

function isReport(value: unknown): value is { failed: unknown; unknown: unknown; cause?: unknown } {
  return typeof value === "object" && value !== null && "failed" in value && "unsent" in value &&
    "unknown" in value;
}
