import { expect, test } from "bun:test";
import {
  createClient,
  type FetchFunction,
  NotFoundError,
  RateLimitError,
} from "../../../../mod.ts";
import { createManualClock } from "../../../../mock-server/mod.ts";

const options = { token: "token", baseUrl: "https://kinabase.invalid/api/v1/" };

function failing(response: Response, clock = createManualClock()) {
  const fetch: FetchFunction = () => Promise.resolve(response);
  return createClient({ ...options, retry: false, fetch, clock }).status()
    .then(() => undefined, (error: unknown) => error);
}

test("an error has the request ID of its response", async () => {
  const headers = { "x-request-id": "request-7" };
  const error = await failing(new Response(null, { status: 404, headers }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ requestId: "request-7", attempts: 1 });
});

test("a date in Retry-After is compared with the client's clock", async () => {
  const clock = createManualClock({ start: "2026-01-01T00:00:00Z" });
  const headers = { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" };
  const error = await failing(new Response(null, { status: 429, headers }), clock);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ retryAfter: 9_000 });
});

test("only a status from 200 to 299 is a success", async () => {
  expect(await failing(Response.json({}, { status: 299 }))).toBeUndefined();
  expect(await failing(new Response("{}", { status: 300 }))).toMatchObject({ status: 300 });
});
