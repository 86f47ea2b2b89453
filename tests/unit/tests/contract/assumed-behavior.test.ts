import { expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { AssumedBehavior, blamed } from "../../../contract/assumed-behavior.ts";
import { RecordsLeft } from "../../../contract/left-over.ts";
import { mockTarget, type Target } from "../../../contract/mod.ts";

const error = new Error("update: expected a record");
const dependsOn = {
  "update.answer": { "204": "undefined" },
  "bulk.answer": { empty: "nothing" },
} as const;
const unknown: Target = { ...mockTarget(createMockServer()), behavior: undefined };

test("a failure that depends on assumed behaviors names them, and keeps the error", async () => {
  const behavior: Target["behavior"] = (id) =>
    id === "bulk.answer" ? mockTarget(createMockServer()).behavior?.(id) : undefined;
  const blame = await blamed(error, dependsOn, { ...unknown, behavior });
  if (!(blame instanceof AssumedBehavior)) throw new Error("expected an AssumedBehavior");
  expect(blame.behaviors).toEqual(["update.answer"]);
  expect(blame.message).toStartWith("update: expected a record\n");
  expect(blame.message).toContain("update.answer=record. If");
  expect(blame.cause).toBe(error);
});

test("a failure stays as it is if all behaviors are known, or the case depends on none", async () => {
  expect(await blamed(error, dependsOn, mockTarget(createMockServer()))).toBe(error);
  expect(await blamed(error, undefined, unknown)).toBe(error);
});

test("records that are left, and a run that was stopped, stay as they are", async () => {
  const left = new RecordsLeft(["1 (busy)"], "scratch");
  expect(await blamed(left, dependsOn, unknown)).toBe(left);
  const stopped = { ...unknown, signal: AbortSignal.abort() };
  expect(await blamed(error, dependsOn, stopped)).toBe(error);
});
