import { expect, test } from "bun:test";
import { createManualClock } from "../../../../mock-server/mod.ts";
import { functionTokenProvider, type TokenFunction } from "../../../../src/auth/token-function.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";
import { createRedactor } from "../../../../src/http/redact.ts";

const clock = createManualClock({ start: 0, autoAdvance: false });
const ask = async (token: TokenFunction) =>
  await functionTokenProvider(token, createRedactor())
    .current(startDeadline({ timeout: 100, clock }));

test("the error for a wrong token says what the function returned, without showing it", async () => {
  const error = 'TypeError: token: expected a token without "Bearer" or white space, got ';
  const messageOf = (token: unknown) =>
    ask(Reflect.apply((value: string) => () => value, undefined, [token]))
      .then(() => "", (thrown: unknown) => String(thrown));
  expect(await messageOf("two words")).toBe(`${error}a string of 9 characters`);
  expect(await messageOf(42)).toBe(`${error}number`);
});

test("a function that does not return in time causes a TimeoutError", async () => {
  const asked = ask(() => new Promise(() => {})).then(
    () => "",
    (thrown: unknown) => String(thrown),
  );
  await clock.advance(100);
  expect(await asked).toBe("TimeoutError: No token within 100 ms (timeout)");
});
