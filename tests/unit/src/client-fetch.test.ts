import { describe, expect, test } from "bun:test";
import { withDeadline } from "../../../src/client-fetch.ts";
import { createRedactor } from "../../../src/http/redact.ts";
import { bodyOf, settle, timing } from "./http/test-body.ts";
import { reasonOf } from "./records/recording-client.ts";

const redactor = createRedactor();
const name = "GET a at kinabase.invalid";

describe("a response with a deadline on its body", () => {
  test("may have empty chunks, and is read only as far as its reader wants", async () => {
    const { response, seen } = bodyOf(["", "a", "", "b", ""]);
    const guarded = withDeadline({ name, response, deadline: timing().deadline }, redactor);
    await settle();
    expect(seen.pulls).toBe(0);
    const reader = guarded.body?.getReader();
    const next = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await next()).toBe("a");
    await settle();
    expect(seen.pulls).toBe(2);
    expect([await next(), await next()]).toEqual(["b", ""]);
  });

  test("passes on that its reader cancels it, with the reason", async () => {
    const { response, seen } = bodyOf(["a", "b"]);
    await withDeadline({ name, response, deadline: timing().deadline }, redactor).body?.cancel(
      "enough",
    );
    expect(seen.canceled).toEqual(["enough"]);
  });

  test("that stalls causes a TimeoutError, and is canceled", async () => {
    const { response, seen } = bodyOf([], "hang");
    const { clock, deadline } = timing();
    const error = reasonOf(withDeadline({ name, response, deadline }, redactor).text());
    await settle();
    await clock.advance(100);
    expect(await error).toMatchObject({
      message: "No complete response to GET a at kinabase.invalid within 100 ms (timeout)",
    });
    expect(seen.canceled).toEqual([await error]);
  });
});
