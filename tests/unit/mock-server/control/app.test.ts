import { afterEach, expect, mock as mocked, spyOn, test } from "bun:test";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";

const LATEST = 8.64e15;

afterEach(() => mocked.restore());

async function errorOf(path: string): Promise<{ status: number; error: string }> {
  const mock = createMockServer({ control: true });
  const response = await mock.fetch(`http://localhost${path}`);
  expect(response.headers.get("x-mock-control")).toBe("1");
  return { status: response.status, error: (await response.json()).error };
}

test("repeated slashes count as one", async () => {
  const mock = createMockServer({ control: true });
  const response = await mock.fetch("http://localhost//__mock///tenants//default");
  expect(await response.json()).toMatchObject({ isDefault: true });
});

test("an unknown path gets a short error without tokens", async () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";
  expect(await errorOf("///__mock///nothing")).toEqual({
    status: 404,
    error: 'The control API has no operation GET "/__mock/nothing". See /openapi.json.',
  });
  expect((await errorOf(`/__mock/${jwt}`)).error).toContain('"/__mock/[redacted]"');
  expect((await errorOf(`/__mock/${"x".repeat(5_000)}`)).error.length).toBeLessThan(200);
});

test("an unknown name gets a short error", async () => {
  const long = "x".repeat(5_000);
  for (const path of [`tenants/${long}`, `tenants/default/collections/${long}/records`]) {
    const { status, error } = await errorOf(`/__mock/${path}`);
    expect(status).toBe(404);
    expect(error.length).toBeLessThan(300);
  }
});

test("a clock that runs at the latest time is shown", async () => {
  const clock = createManualClock({ start: LATEST, running: true });
  const mock = createMockServer({ control: true, clock });
  clock.now();
  spyOn(Date, "now").mockReturnValue(Date.now() + 1_000);
  const response = await mock.fetch("http://localhost/__mock/tenants/default/clock");
  expect(await response.json()).toMatchObject({ time: LATEST, running: true });
  expect((await mock.fetch(`${mock.baseUrl}version`)).headers.get("date")).not.toBe("Invalid Date");
});
