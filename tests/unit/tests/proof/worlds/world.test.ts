import { expect, test } from "bun:test";
import { worldFrom, worldOf, worldText } from "../../../../proof/worlds/world.ts";

test("a world as text names only the behaviors that differ from the default, and can be read back", () => {
  const world = worldOf([["bulk.answer", "empty"], ["list.order", "id"], [
    "status.body",
    "object",
  ]]);
  expect(worldText(world)).toBe("bulk.answer=empty, list.order=id");
  expect(worldFrom(worldText(world))).toEqual(world);
  expect(worldFrom(worldText({}))).toEqual({});
});

test("a behavior or an option that does not exist is refused by name", () => {
  for (const text of ["bulk.answers=empty", "bulk.answer=none", "bulk.answer", ""]) {
    expect(() => worldFrom(`list.order=id, ${text}`)).toThrow(`${text}: expected a behavior`);
  }
});
