import { expect, test } from "bun:test";
import * as errors from "../../../../src/errors/mod.ts";
import { copyOf } from "../../../../src/errors/kinabase-error.ts";

const details = {
  status: 418,
  serverMessage: "No.",
  remedy: "Wait.",
  requestId: "r-1",
  attempts: 3,
  mayHaveBeenApplied: true,
  cause: new Error("why"),
};
const report = { done: [], failed: [], unknown: [], unsent: [], cause: undefined };

/** One error of each class, with its code and its own fields. */
const ALL: [errors.AnyKinabaseError, string, Record<string, unknown>?][] = [
  [new errors.ApiNotEnabledError("m", details), "api_not_enabled"],
  [new errors.AppInactiveError("m", details), "app_inactive"],
  [new errors.AuthenticationError("m", details), "authentication"],
  [new errors.BadRequestError("m", details), "bad_request"],
  [new errors.InvalidCredentialsError("m", details), "invalid_credentials"],
  [new errors.InvalidRecordError("m", details), "invalid_record"],
  [new errors.NetworkError("m", details), "network"],
  [new errors.NotFoundError("m", details), "not_found"],
  [new errors.PartialFailureError("m", { ...details, report }), "partial_failure", { report }],
  [new errors.RateLimitError("m", { ...details, retryAfter: 7 }), "rate_limit", { retryAfter: 7 }],
  [
    new errors.SchemaValidationError("m", { ...details, issues: ["a"] }),
    "schema_validation",
    { issues: ["a"] },
  ],
  [
    new errors.TimeoutError("m", { ...details, timeout: 5, scope: "page" }),
    "timeout",
    { timeout: 5, scope: "page" },
  ],
  [new errors.TokenRejectedError("m", details), "token_rejected"],
  [new errors.TruncatedError("m", details), "truncated"],
  [new errors.UnexpectedResponseError("m", details), "unexpected_response"],
];

for (const [error, code, own = {}] of ALL) {
  const { name } = error.constructor;

  test(`${name} has its name, its code and its fields, also in JSON`, () => {
    const { cause, ...shown } = details;
    const expected = { name, code, message: "m", ...shown, ...own };
    expect(error).toMatchObject({ ...expected, cause });
    expect(error.toJSON()).toEqual(expected);
    expect(String(error)).toBe(`${name}: m`);
    expect(errors.isKinabaseError(error)).toBe(true);
  });

  test(`a copy of ${name} for another call is independent`, () => {
    const copy = copyOf(error);
    expect(copy).not.toBe(error);
    expect(copy.constructor).toBe(error.constructor);
    expect(copy.toJSON()).toEqual({ ...error.toJSON(), mayHaveBeenApplied: undefined });
    expect(copy.cause).toBe(details.cause);
  });
}

test("a class of a program that extends it has a name too", () => {
  class Own extends errors.KinabaseError {
    override readonly code = "network" as const;
  }
  expect(new Own("m").name).toBe("KinabaseError");
});

test("an error without details has no cause", () => {
  const error = new errors.NetworkError("m");
  expect(Object.hasOwn(error, "cause")).toBe(false);
  expect(error.status).toBeUndefined();
});

test("other errors are not of this package", () => {
  for (const value of [new Error("m"), { code: "network" }, undefined]) {
    expect(errors.isKinabaseError(value)).toBe(false);
  }
});
