import { expect, test } from "bun:test";
import type { World } from "../../../../proof/worlds/world.ts";
import { findingText, runWorld, shrink } from "../../../../proof/worlds/run-world.ts";

test("a finding is reduced to the behaviors that matter, and says how to repeat it", async () => {
  const world = { "bulk.answer": "empty", "list.order": "id", "status.body": "empty" } as const;
  const error = new Error("it fails");
  // Fails with a certain pair of options.
  const fails = (of: World) =>
    Promise.resolve(of["bulk.answer"] && of["status.body"] ? { error } : undefined);
  const finding = await shrink({ id: "bulk/some-case", world, error }, fails);
  const smallest = "bulk.answer=empty, status.body=empty";
  const text = findingText(finding);
  expect(text).toStartWith(`bulk/some-case fails in the world ${smallest}\n`);
  expect(text).toContain(`npm run worlds -- --only "bulk/some-case: ${smallest}"`);
  expect(text).toContain("it fails");
});

test("a case that does not exist is refused", async () => {
  await expect(runWorld({}, "bulk/none")).rejects.toThrow("bulk/none: expected the ID of a case");
});
