// A Worker whose client is at module scope. It makes calls, and ends some of its requests before the calls end.
import { createMockServer } from "../../../../mock-server/mod.ts";
import { createClient } from "../../../../mod.ts";
import { BASE_URL, CREDENTIALS, FLIGHT_PATIENCE } from "../../../workerd/credentials.ts";
import { seededRandom } from "../../../unit/seeded-random.ts";
import { type CallContext, CALLS } from "../calls.ts";
import { lyingFetch } from "../lying-fetch.ts";
import type { CallMessage, Note } from "./call-message.ts";

const client = createClient({
  ...CREDENTIALS,
  baseUrl: BASE_URL,
  fetch: lyingFetch((input, init) => fetch(input, init), Math.random, () => {}),
  tokenWaitTimeout: FLIGHT_PATIENCE,
  timeout: 90_000,
  attemptTimeout: 1_000,
});

/** Those of the other Worker's mock: the defaults. */
const { behaviors } = createMockServer().tenant;

export default {
  async fetch(request: Request): Promise<Response> {
    const { name, own, from, seed, leaveAfter }: CallMessage = await request.json();
    const call = CALLS[name];
    if (call === undefined) return new Response(`There is no call ${name}.`, { status: 400 });
    const notes: Note[] = [];
    let used = from;
    const ended = call({
      client,
      accounts: noting(notes),
      own,
      behaviors,
      next: () => used++,
      random: seededRandom(seed),
      signal: undefined,
    });
    if (leaveAfter === undefined) {
      try {
        await ended;
        return Response.json(notes);
      } catch (error) {
        return new Response(String(error), { status: 500 });
      }
    }
    await Promise.race([ended.catch(() => {}), milliseconds(leaveAfter)]);
    return Response.json("left");
  },
};

function noting(notes: Note[]): CallContext["accounts"] {
  return {
    added: (key, claim) => void notes.push({ kind: "added", key, claim }),
    changed: (id, value, claim) => void notes.push({ kind: "changed", id, value, claim }),
    ingested: (id, value, claim) => void notes.push({ kind: "ingested", id, value, claim }),
  };
}

const milliseconds = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
