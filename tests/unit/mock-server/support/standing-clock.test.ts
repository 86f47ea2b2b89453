import { afterEach, beforeEach, expect, mock as stub, spyOn, test } from "bun:test";
import {
  createManualClock,
  createMockServer,
  type MockServer,
} from "../../../../mock-server/mod.ts";
import { serve } from "../../../../mock-server/serve.ts";

let warn = spyOn(console, "warn");
beforeEach(() => void (warn = spyOn(console, "warn").mockImplementation(() => {})));
afterEach(() => stub.restore());

const warnings = () => warn.mock.calls.map(([text]) => String(text));

/** Sends requests without credentials to a mock on a port, and returns their statuses. */
async function statusesOnPort(mock: MockServer, count: number): Promise<number[]> {
  const { baseUrl, close } = await serve(mock, { port: 0 });
  try {
    const responses = Array.from({ length: count }, () => fetch(`${baseUrl}version`));
    return await Promise.all(responses.map(async (response) => {
      const { status, body } = await response;
      await body?.cancel();
      return status;
    }));
  } finally {
    await close();
  }
}

const limits = { requestsPerMinute: 1 };

test("a mock on a port warns once if its rate limit refuses requests while its clock stands still", async () => {
  const statuses = await statusesOnPort(createMockServer({ limits }), 3);
  expect(statuses.toSorted()).toEqual([200, 429, 429]);
  expect(warnings().length).toBe(1);
  expect(warnings()[0]).toContain("The clock of the mock stands still, and its rate limit refuses");
  expect(warnings()[0]).toContain("createManualClock({ running: true })");
});

test("a mock on a port warns if a delay takes no time by the clock of a program", async () => {
  const mock = createMockServer();
  mock.faults.add({ kind: "delay", duration: "1m" });
  expect(await statusesOnPort(mock, 1)).toEqual([200]);
  expect(warnings()[0]).toContain("a delay fault takes no time");
});

test("a mock whose clock runs, and a mock in process, do not warn", async () => {
  const clock = createManualClock({ running: true });
  expect((await statusesOnPort(createMockServer({ limits, clock }), 2)).toSorted())
    .toEqual([200, 429]);
  const inProcess = createMockServer({ limits });
  for (const expected of [200, 429]) {
    expect((await inProcess.fetch(`${inProcess.baseUrl}version`)).status).toBe(expected);
  }
  expect(warnings()).toEqual([]);
});

test("a mock on a port without a rate limit or a delay does not warn", async () => {
  expect(await statusesOnPort(createMockServer(), 2)).toEqual([200, 200]);
  expect(warnings()).toEqual([]);
});
