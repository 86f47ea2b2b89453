import { expect, test } from "bun:test";
import { behaviorTable } from "../../../../../mock-server/mod.ts";
import {
  mixedWorlds,
  randomWorlds,
  worldsOfAllPairs,
  worldsOfOneOption,
} from "../../../../proof/worlds/all-worlds.ts";
import { optionsOf, switchIds, type World } from "../../../../proof/worlds/world.ts";

const ids = switchIds();
const options = ids.flatMap((id) => optionsOf(id).map((option) => ({ id, option })));
type Choice = typeof options[number];

const has = (world: World, { id, option }: Choice) =>
  (world[id] ?? behaviorTable[id].default) === option;

test("the first worlds have each option once that is not a default", () => {
  const worlds = worldsOfOneOption();
  expect(worlds.length).toBe(options.length - ids.length);
  expect(worlds.every((world) => Object.keys(world).length === 1)).toBe(true);
  expect(new Set(worlds.map((world) => JSON.stringify(world))).size).toBe(worlds.length);
});

test("each two options of two behaviors occur together in one of the worlds of pairs", () => {
  const worlds = worldsOfAllPairs();
  const missing = options.flatMap((one, i) =>
    options.slice(i + 1).filter((other) =>
      other.id !== one.id && !worlds.some((world) => has(world, one) && has(world, other))
    ).map((other) => [one, other])
  );
  expect(missing).toEqual([]);
  expect(worlds.length).toBeLessThan(60);
});

test("the mixed worlds have each option", () => {
  const worlds = mixedWorlds();
  const missing = options.filter((choice) => !worlds.some((world) => has(world, choice)));
  expect(missing).toEqual([]);
  expect(worlds).toHaveLength(8);
});

test("random worlds are the same for the same seed", () => {
  expect(randomWorlds(3, 7)).toEqual(randomWorlds(3, 7));
  expect(randomWorlds(3, 7)).not.toEqual(randomWorlds(3, 8));
});
