import { expect, test } from "bun:test";
import { InvalidRecordError } from "../../../../mod.ts";
import { refusalReason } from "../../../../tools/import/refusal-reason.ts";

const CASES: Record<string, string> = {
  "Unknown field records[0].data.number": "Unknown field data.number",
  "records[12]: expected an object": "the record: expected an object",
  "records[0].data.tags[2]: expected a string": "data.tags[2]: expected a string",
  "bulk.create: [3].data.age is NaN": "data.age is NaN",
  "bulk.update: the field [0] is unknown": "bulk.update: the field [0] is unknown",
};

for (const [message, reason] of Object.entries(CASES)) {
  test(`the reason of: ${message}`, () => {
    const error = new InvalidRecordError(message, { mayHaveBeenApplied: false });
    expect(refusalReason(error)).toBe(reason);
  });
}
