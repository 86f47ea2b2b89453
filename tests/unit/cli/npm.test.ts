import { expect, test } from "bun:test";
import { waitsForEnd } from "../../../cli/npm.ts";

test("a package manager that waits for the program's end is recognized by its script", () => {
  for (
    const script of [
      "'kinabase'",
      "kinabase mock --port 8787",
      "kinabase mock && echo done",
      "bun cli/mod.ts mock",
    ]
  ) {
    expect([script, waitsForEnd(script)]).toEqual([script, true]);
  }
});

test("a script that starts it in the background, or starts something else, is not", () => {
  for (
    const script of [
      "kinabase mock > mock.json &",
      "kinabase mock & vitest",
      "bash ci.sh",
      "vitest",
      undefined,
    ]
  ) {
    expect([script, waitsForEnd(script)]).toEqual([script, false]);
  }
});
