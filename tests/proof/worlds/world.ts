import { type BehaviorOptions, behaviorTable, type SwitchId } from "../../../mock-server/mod.ts";

/** The behaviors of a world that differ from their default. */
export type World = BehaviorOptions;

/** The names of all behaviors with options. */
export function switchIds(): SwitchId[] {
  return Object.keys(behaviorTable).filter((id): id is SwitchId => id in behaviorTable);
}

/** The options of a behavior, the default first. */
export function optionsOf(id: SwitchId): string[] {
  const { default: usual, options } = behaviorTable[id];
  return [usual, ...Object.keys(options).filter((option) => option !== usual)];
}

/** Creates a world with one option for each behavior that is given. */
export function worldOf(choices: Iterable<readonly [id: SwitchId, option: string]>): World {
  return Object.fromEntries(
    [...choices].filter(([id, option]) => option !== behaviorTable[id].default),
  );
}

/** A world as one line, such as `bulk.answer=empty, list.order=id`. */
export function worldText(world: World): string {
  return Object.entries(world).map(([id, option]) => `${id}=${option}`).join(", ") ||
    "only defaults";
}

/**
 * The world of such a line.
 *
 * @throws {Error} When it is not one. The message names the part.
 */
export function worldFrom(text: string): World {
  const parts = text === worldText({}) ? [] : text.split(",").map((part) => part.trim());
  return worldOf(parts.map((part) => {
    const [name = "", option = ""] = part.split("=");
    const id = switchIds().find((known) => known === name);
    if (id !== undefined && optionsOf(id).includes(option)) return [id, option];
    throw new Error(`${part}: expected a behavior and its option, such as bulk.answer=empty`);
  }));
}
