import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { recordPage } from "../../../../src/wire/response-schemas.ts";
import { ContractViolation } from "../../../contract/assert.ts";
import { watch } from "../../../contract/last-exchange.ts";
import type { Target } from "../../../contract/target.ts";
import { otherSecret } from "../../../contract/tools.ts";

const baseUrl = "https://kinabase.invalid/api/v1/";
const credentials = { appId: crypto.randomUUID(), appSecret: otherSecret() };

const watched = (fetch: Target["fetch"]) =>
  watch({ fetch, baseUrl, credentials, timer: createManualClock() });

describe("the error of a failed case", () => {
  test("has the last request and its response", async () => {
    const { target, explained } = watched(() => Promise.resolve(Response.json({ error: "No." })));
    await target.fetch(`${baseUrl}status`);
    await target.fetch(`${baseUrl}token`, { method: "POST" });
    const error = await explained(new Error("status: expected 401, got 200"));
    expect(error).toBeInstanceOf(ContractViolation);
    expect(error.message).toBe(
      'status: expected 401, got 200\nThe last request: POST token → 200 {"error":"No."}',
    );
  });

  test("says so if there was no request, no response or no body", async () => {
    const { explained, target } = watched((input) =>
      input.endsWith("none") ? Promise.reject(new Error("gone")) : Promise.resolve(new Response())
    );
    expect((await explained("odd")).message).toBe("odd");
    await target.fetch(`${baseUrl}status`);
    expect((await explained("odd")).message).toEndWith("GET status → 200 without a body");
    await target.fetch(`${baseUrl}none`).catch(() => {});
    expect((await explained("odd")).message).toEndWith("GET none → no response");
  });

  test("shows no secret and no token, wherever they are", async () => {
    const { appSecret } = credentials;
    const { explained, target } = watched(() => Promise.resolve(new Response(`is ${appSecret}`)));
    await target.fetch(`${baseUrl}eyJhbGciOi.eyJqdGki.c2ln`);
    const { message } = await explained(new Error(`got ${appSecret}`));
    expect(message).toBe("got [redacted]\nThe last request: GET [redacted] → 200 is [redacted]");
  });

  test("is one sentence for a response of another form, and for one that is not JSON", async () => {
    const { explained } = watched(() => Promise.reject(new Error()));
    const { error } = recordPage.safeParse({ records: {} });
    expect((await explained(error)).message).toBe(
      "the response has another form than expected at records: expected array, received object",
    );
    expect((await explained(new SyntaxError("Unexpected <"))).message)
      .toBe("the response is not JSON");
  });

  test("has the beginning of a body that is long, stalls or breaks off", async () => {
    const bodies: [ReadableStream<Uint8Array>, string][] = [
      [streamed(() => {}), "200 begins"],
      [streamed((controller) => controller.error(new Error("x"))), " (broke off)"],
      [streamed((controller) => controller.enqueue(new Uint8Array(5_000).fill(46))), "…"],
    ];
    for (const [body, end] of bodies) {
      const { explained, target } = watched(() => Promise.resolve(new Response(body)));
      await target.fetch(`${baseUrl}status`);
      expect((await explained("odd")).message).toEndWith(end);
    }
  });
});

test("requests and responses are activity", async () => {
  const { activity, target } = watched(() => Promise.resolve(new Response()));
  expect(activity()).toBe(0);
  await target.fetch(`${baseUrl}status`);
  expect(activity()).toBe(2);
});

function streamed(
  more: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (!isFirst) return more(controller);
      isFirst = false;
      controller.enqueue(new TextEncoder().encode("begins"));
    },
  });
}
