import { expect, test } from "bun:test";
import { createClient, type FetchFunction, NetworkError } from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";

const baseUrl = "https://kinabase.invalid/api/v1/";
const data = { a: 1 };
const reasonOf = (work: Promise<unknown>) =>
  work.then(() => undefined, (reason: unknown) => reason);
/** The error of another call, whose response was lost. */
const ofAnotherCall = () => new NetworkError("No response", { mayHaveBeenApplied: true });

test("the reason of an abort keeps what it says of its own call", async () => {
  const limited: FetchFunction = () => Promise.resolve(new Response(null, { status: 429 }));
  const clock = createManualClock({ autoAdvance: false });
  const people = createClient({ baseUrl, token: "token", fetch: limited, clock }).collection("p");
  for (
    const call of [
      (signal: AbortSignal) => people.create({ data }, { signal }),
      (signal: AbortSignal) => people.external("crm").upsert("1", { data }, { signal }),
    ]
  ) {
    const reason = ofAnotherCall();
    const controller = new AbortController();
    const ended = reasonOf(call(controller.signal));
    await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort(reason);
    expect(await ended).toBe(reason);
    expect(reason).toMatchObject({ mayHaveBeenApplied: true, attempts: undefined });
  }
});

test("an error of a token function is passed on as it is, also a frozen one", async () => {
  const error = Object.freeze(ofAnotherCall());
  const { stack } = error;
  const fetch: FetchFunction = () => Promise.reject(new Error("not called"));
  const client = createClient({ baseUrl, token: () => Promise.reject(error), fetch });
  expect(await reasonOf(client.collection("p").create({ data }))).toBe(error);
  expect(await reasonOf(client.token())).toBe(error);
  expect([error.mayHaveBeenApplied, error.stack]).toEqual([true, stack]);
});

test("the reason of an abort during the check of a schema keeps what it says", async () => {
  const validate = () => new Promise<never>(() => {});
  const schema = { "~standard": { version: 1, vendor: "test", validate } } as const;
  const people = createClient({ baseUrl, token: "token" }).collection("p", { schema });
  const reason = ofAnotherCall();
  const controller = new AbortController();
  const ended = reasonOf(people.create({ data }, { signal: controller.signal }));
  controller.abort(reason);
  expect(await ended).toBe(reason);
  expect(reason.mayHaveBeenApplied).toBe(true);
});
