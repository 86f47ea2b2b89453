import { expect, test } from "bun:test";
import { columnOf, fieldOf } from "../../../../tools/csv/columns.ts";

for (
  const [field, column] of [
    ["name", "name"],
    ["a$b", "a$b"],
    ["", "$field:"],
    ["$id", "$field:$id"],
    ["$field:x", "$field:$field:x"],
  ] as const
) {
  test(`the field ${JSON.stringify(field)} has the column ${JSON.stringify(column)}`, () => {
    expect(columnOf(field)).toBe(column);
    expect(fieldOf(column)).toBe(field);
  });
}

test("a column without a name or with an own name of the tools is no field", () => {
  for (const column of ["", "$id", "$other", "$"]) expect(fieldOf(column)).toBeUndefined();
});
