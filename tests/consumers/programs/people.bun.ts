import { expect, test } from "bun:test";
import { callTheMock } from "./call.mjs";

test("people", async () => {
  expect(await callTheMock()).toContain("Ada");
});
