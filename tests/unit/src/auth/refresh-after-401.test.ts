import { expect, test } from "bun:test";
import { refreshAfter401 } from "../../../../src/auth/refresh-after-401.ts";
import { newCallState } from "../../../../src/http/call-state.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";

/** A call whose requests get these statuses; `undefined` for a lost response. */
function call(statuses: (number | undefined)[], { fresh = "second", canSendAgain = true } = {}) {
  const sent: string[] = [];
  const rejected: string[] = [];
  const discarded: number[] = [];
  const tokenProvider = {
    current: () => "first",
    refresh: (token: string) => {
      rejected.push(token);
      return fresh === "" ? Promise.reject(new Error("refused")) : Promise.resolve(fresh);
    },
  };
  const request = {
    deadline: startDeadline({ timeout: 1_000, clock: createManualClock() }),
    state: newCallState(),
    canSendAgain,
    attempt: (token: string): Promise<{ value?: { response: Response } }> => {
      const status = statuses[sent.length];
      sent.push(token);
      if (status === undefined) return Promise.resolve({});
      const cancel = () => void discarded.push(status);
      return Promise.resolve({
        value: { response: new Response(new ReadableStream({ cancel }), { status }) },
      });
    },
  };
  const send = async () => (await refreshAfter401(tokenProvider, request)).value?.response.status;
  return { send, sent, rejected, discarded };
}

test("a 401 refreshes the token, and the request is sent again", async () => {
  const { send, sent, rejected, discarded } = call([401, 200]);
  expect(await send()).toBe(200);
  expect(sent).toEqual(["first", "second"]);
  expect(rejected).toEqual(["first"]);
  expect(discarded).toEqual([401]);
});

test("a call refreshes its token only once", async () => {
  const { send, sent, rejected, discarded } = call([401, 401, 401, 200]);
  expect(await send()).toBe(401);
  // A retry of the same call.
  expect(await send()).toBe(401);
  expect(sent).toEqual(["first", "second", "first"]);
  expect(rejected).toEqual(["first"]);
  // The response that the caller gets is still readable.
  expect(discarded).toEqual([401]);
});

test("other responses, and a lost one, leave the token alone", async () => {
  for (const status of [200, 403, 429, 500, undefined]) {
    const { send, sent, rejected } = call([status]);
    expect(await send()).toBe(status);
    expect([sent, rejected]).toEqual([["first"], []]);
  }
});

test("the 401 is the result if the token is the same, or the request cannot be sent twice", async () => {
  for (const options of [{ fresh: "first" }, { canSendAgain: false }]) {
    const { send, sent, rejected, discarded } = call([401, 200], options);
    expect(await send()).toBe(401);
    expect([sent, rejected, discarded]).toEqual([["first"], ["first"], []]);
  }
});

test("the response is discarded if no new token can be obtained", async () => {
  const { send, discarded } = call([401], { fresh: "" });
  await expect(send()).rejects.toThrow("refused");
  expect(discarded).toEqual([401]);
});
