import { expect, test } from "bun:test";
import { NetworkError } from "../../../../src/errors/errors.ts";
import { withStackOfCall } from "../../../../src/errors/stack-of-call.ts";

function errorMadeDeepInside(): NetworkError {
  return new NetworkError("No response");
}

/** Throws and catches it, as the end of a call does. */
function awaiting(error: unknown, isAborted = false): unknown {
  try {
    throw withStackOfCall(error, isAborted);
  } catch (thrown) {
    return thrown;
  }
}

test("an error gets the stack of the function that waits", () => {
  const error = errorMadeDeepInside();
  expect(error.stack).toContain("errorMadeDeepInside");
  expect(awaiting(error)).toBe(error);
  expect(error.stack).toContain("awaiting");
  expect(error.stack).not.toContain("errorMadeDeepInside");
  expect(error.stack).not.toContain("withStackOfCall");
  expect(error.stack).toStartWith("NetworkError: No response\n");
  expect(Object.keys(error)).not.toContain("stack");
});

test("the reason of an abort keeps its stack: it may come from another call", () => {
  const error = errorMadeDeepInside();
  expect(awaiting(error, true)).toBe(error);
  expect(error.stack).toContain("errorMadeDeepInside");
});

test("an error of the caller's own code keeps its stack", () => {
  const error = Object.assign(new RangeError("no"), { stack: "its own" });
  expect(awaiting(error)).toBe(error);
  expect(error.stack).toBe("its own");
  expect(awaiting("a text")).toBe("a text");
});

test("where the runtime cannot do it, the error is kept", () => {
  const { captureStackTrace } = Error;
  const error = errorMadeDeepInside();
  try {
    Reflect.deleteProperty(Error, "captureStackTrace");
    expect(awaiting(error)).toBe(error);
  } finally {
    Object.assign(Error, { captureStackTrace });
  }
  expect(error.stack).toContain("errorMadeDeepInside");
});
