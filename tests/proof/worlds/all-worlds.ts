import type { SwitchId } from "../../../mock-server/mod.ts";
import { seededRandom } from "../../unit/seeded-random.ts";
import { optionsOf, switchIds, type World, worldOf } from "./world.ts";

const MIXED = 8;

/** For each option that is not a default, a world that differs only in it. */
export function worldsOfOneOption(): World[] {
  return switchIds().flatMap((id) =>
    optionsOf(id).slice(1).map((option) => worldOf([[id, option]]))
  );
}

/**
 * Worlds in which each two options of two behaviors occur together. Greedy: each world starts with a pair
 * that did not occur yet, and takes the option of each other behavior that adds the most new pairs.
 */
export function worldsOfAllPairs(): World[] {
  const ids = switchIds();
  const open = new Set(
    ids.flatMap((id, i) =>
      ids.slice(i + 1).flatMap((other) =>
        optionsOf(id).flatMap((a) => optionsOf(other).map((b) => pairKey([id, a], [other, b])))
      )
    ),
  );
  const worlds: World[] = [];
  for (let [next] = open; next !== undefined; [next] = open) {
    const world = new Map<SwitchId, string>(pairOf(next));
    for (const id of ids) {
      if (world.has(id)) continue;
      const added = (option: string) =>
        [...world].filter((choice) => open.has(pairKey([id, option], choice))).length;
      const [best = ""] = optionsOf(id).reverse().sort((a, b) => added(b) - added(a));
      world.set(id, best);
    }
    const choices = ids.map((id): Choice => [id, world.get(id) ?? ""]);
    choices.forEach((choice, i) =>
      choices.slice(i + 1).forEach((other) => open.delete(pairKey(choice, other)))
    );
    worlds.push(worldOf(choices));
  }
  return worlds;
}

/** A few worlds that differ much from the defaults and from each other. */
export function mixedWorlds(): World[] {
  return worldsOfAllPairs().slice(0, MIXED);
}

/** Worlds with a random option for each behavior: the default for about half of them. */
export function randomWorlds(count: number, seed: number): World[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => randomWorld(random));
}

/** A world with a random option for each behavior: the default for about half of them. */
export function randomWorld(random: () => number): World {
  return worldOf(
    switchIds().map((id) => {
      const options = random() < 0.5 ? optionsOf(id).slice(0, 1) : optionsOf(id).slice(1);
      return [id, options[Math.floor(random() * options.length)] ?? ""];
    }),
  );
}

type Choice = readonly [id: SwitchId, option: string];

/** The same for a pair in either order. */
function pairKey(one: Choice, other: Choice): string {
  return [one, other].map((choice) => choice.join("=")).sort().join(" ");
}

function pairOf(key: string): Choice[] {
  return switchIds().flatMap((id) =>
    optionsOf(id).filter((option) => key.split(" ").includes(`${id}=${option}`))
      .map((option): Choice => [id, option])
  );
}
