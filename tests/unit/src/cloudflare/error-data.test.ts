import { expect, test } from "bun:test";
import {
  AuthenticationError,
  type KinabaseError,
  RateLimitError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { errorFromData, errorToData } from "../../../../src/cloudflare/error-data.ts";

/** The error after its way between two Workers. */
const sent = (error: KinabaseError) =>
  errorFromData(JSON.parse(JSON.stringify(errorToData(error))));

test("an error keeps its class and what it says", () => {
  const details = { status: 401, remedy: "Do this.", requestId: "7", attempts: 2 };
  for (const Class of [AuthenticationError, UnexpectedResponseError]) {
    const error = sent(new Class("refused", details));
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({ message: "refused", ...details });
  }
});

test("a timeout keeps its time and its scope, and a rate limit how long to wait", () => {
  const timeout = sent(new TimeoutError("late", { timeout: 90, scope: "attempt" }));
  expect(timeout).toBeInstanceOf(TimeoutError);
  expect(timeout).toMatchObject({ message: "late", timeout: 90, scope: "attempt" });
  expect(sent(new RateLimitError("slower", { retryAfter: 7 }))).toMatchObject({ retryAfter: 7 });
  expect(errorFromData({ code: "timeout", message: "late" })).toMatchObject({
    timeout: 0,
    scope: "call",
  });
});

test("only a rate limit and a timeout tell more than others", () => {
  const names = (error: KinabaseError) => Object.keys(errorToData(error));
  expect(names(new AuthenticationError("refused"))).not.toContain("retryAfter");
  expect(names(new AuthenticationError("refused"))).not.toContain("timeout");
  expect(names(new RateLimitError("slower", { retryAfter: 7 }))).not.toContain("timeout");
});
