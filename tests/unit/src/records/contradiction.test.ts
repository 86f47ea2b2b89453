import { describe, expect, test } from "bun:test";
import { contradictionIn } from "../../../../src/records/contradiction.ts";

const record = { id: "1", data: {} };

describe("what a successful response says against itself", () => {
  for (
    const [body, sent, contradiction] of [
      [undefined, 1, undefined],
      ["text", 1, undefined],
      [[{ error: "No." }], 1, undefined],
      [{}, 1, undefined],
      [{ success: true }, 1, undefined],
      [{ success: false }, 1, "success is false"],
      [{ error: "No.", success: false }, 1, "No."],
      [{ error: { code: 1 } }, 1, undefined],
      // The fields of a record are its own.
      [{ ...record, error: "No." }, 1, undefined],
      [{ processedRecords: 2 }, 2, undefined],
      [{ processedRecords: 1 }, 2, "processedRecords is 1, but 2 were sent"],
      [{ processedRecords: "1" }, 2, undefined],
      [{ processedRecords: 1, failedRecords: 0 }, 2, "processedRecords is 1, but 2 were sent"],
      [{ processedRecords: 1, failedRecords: 1 }, 2, "failedRecords is 1"],
      [{ failedRecords: 0 }, 1, undefined],
      [{ failedRecords: 1 }, 1, "failedRecords is 1"],
      [{ failedRecords: "1" }, 1, undefined],
      [{ errors: [] }, 1, undefined],
      [{ errors: "No." }, 1, undefined],
      [{ errors: [{ error: "No." }, { error: "Never." }] }, 1, "No."],
      [{ errors: [{ error: 1 }] }, 1, "it contains errors"],
      [{ errors: ["No."] }, 1, "it contains errors"],
      [{ errors: [null] }, 1, "it contains errors"],
    ] as const
  ) {
    test(`${JSON.stringify(body)} for ${sent}: ${contradiction ?? "nothing"}`, () => {
      expect(contradictionIn(body, sent)).toBe(contradiction);
    });
  }

  test("refers to one record unless more are given", () => {
    expect(contradictionIn({ processedRecords: 1 })).toBeUndefined();
    expect(contradictionIn({ processedRecords: 0 })).toBe(
      "processedRecords is 0, but 1 were sent",
    );
  });
});
