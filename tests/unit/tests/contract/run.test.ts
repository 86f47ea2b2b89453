import { describe, expect, test } from "bun:test";
import type { ContractCase } from "../../../contract/case.ts";
import { RecordsLeft } from "../../../contract/left-over.ts";
import { runContract } from "../../../contract/run.ts";

/** Cases that fail with these errors, one after another. */
function failing(...errors: readonly Error[]): ContractCase[] {
  return errors.map((error, i) => ({
    id: `case-${i}`,
    title: `case ${i}`,
    subject: "test",
    level: "wire",
    evidence: "A",
    run: () => Promise.reject(error),
  }));
}

const wrong = () => new Error("the fact does not hold");

describe("three failed cases in a row, and a target that no longer works", () => {
  test("stop the run and count as skipped, except those that left records behind", async () => {
    const left = new RecordsLeft(["r1 (the response is 500)"], "scratch");
    const results = await runContract(failing(wrong(), left, wrong(), wrong()), undefined, {
      check: () => Promise.resolve("The deployment does not respond."),
    });
    expect(results.map(({ outcome, error, case: { skip } }) => [outcome, error ?? skip])).toEqual([
      ["skipped", "The deployment does not respond."],
      ["failed", left],
      ["skipped", "The deployment does not respond."],
      ["skipped", "The deployment does not respond."],
    ]);
  });

  test("remain failures if the run was stopped during the check", async () => {
    const stop = new AbortController();
    const results = await runContract(failing(wrong(), wrong(), wrong(), wrong()), undefined, {
      signal: stop.signal,
      check() {
        stop.abort(new Error("Stopped by SIGINT"));
        return Promise.resolve("Stopped by SIGINT");
      },
    });
    expect(results.map(({ outcome, case: { skip } }) => skip ?? outcome))
      .toEqual(["failed", "failed", "failed", "the run was stopped"]);
  });
});
