import { expect, test } from "bun:test";
import { refuseUnknown } from "../../../../src/support/unknown-options.ts";

const KNOWN = ["appId", "appSecret", "token", "baseUrl", "retry", "timeout", "rateLimit"];

for (
  const [given, meant] of [
    ["apiKey", "appId and appSecret"],
    ["clientId", "appId"],
    ["clientSecret", "appSecret"],
    ["secret", "appSecret"],
    ["accessToken", "token"],
    ["auth", "token"],
    ["url", "baseUrl"],
    ["endpoint", "baseUrl"],
    ["host", "baseUrl"],
    ["prefixUrl", "baseUrl"],
    ["maxRetries", "retry: { limit }"],
    ["retries", "retry: { limit }"],
    ["timeoutMs", "timeout"],
    ["throttle", "rateLimit"],
    ["requestsPerMinute", "rateLimit"],
    // A misspelled name.
    ["tokne", "token"],
  ] as const
) {
  test(`the unknown option ${given} was meant as ${meant}`, () => {
    expect(() => refuseUnknown({ [given]: 1 }, KNOWN)).toThrow(
      new TypeError(`Unknown option "${given}". Did you mean "${meant}"?`),
    );
  });
}

for (
  const [given, meant] of [
    ["logger", "onEvent"],
    ["logLevel", "onEvent"],
    ["log", "onEvent"],
    ["hooks", "onEvent"],
    ["on", "onEvent"],
    ["limit", "pageSize"],
    ["page", "pageIndex"],
    ["onFailure", "throwOnFailure"],
  ] as const
) {
  test(`the unknown option ${given} was meant as ${meant}, if there is one`, () => {
    expect(() => refuseUnknown({ [given]: 1 }, ["x", meant])).toThrow(`Did you mean "${meant}"?`);
    expect(() => refuseUnknown({ [given]: 1 }, ["somethingElse", "x"])).toThrow(
      new TypeError(`Unknown option "${given}". Expected somethingElse, x.`),
    );
  });
}

test("the prefix is part of the unknown and of the suggested name", () => {
  expect(() => refuseUnknown({ limits: 1 }, ["limit", "methods"], "retry.")).toThrow(
    new TypeError('Unknown option "retry.limits". Did you mean "retry.limit"?'),
  );
});

test("an inherited name is no habit", () => {
  expect(() => refuseUnknown({ toString: 1 }, KNOWN)).toThrow(
    'Unknown option "toString". Expected',
  );
});

test("known options and unknown ones without a value are accepted", () => {
  refuseUnknown({ token: undefined, timeout: 1, nothing: undefined }, KNOWN);
});

test("options that are no object are refused", () => {
  for (const [wrong, shown] of [[null, "null"], [7, "7"], ["x", '"x"']] as const) {
    expect(() => refuseUnknown(wrong, KNOWN)).toThrow(
      new TypeError(`options: expected an object, got ${shown}`),
    );
  }
});

test("a long name is shortened", () => {
  expect(() => refuseUnknown({ ["x".repeat(61)]: 1 }, KNOWN)).toThrow(
    `Unknown option "${"x".repeat(60)}…". Expected`,
  );
});
