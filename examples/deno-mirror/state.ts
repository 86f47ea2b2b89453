import { writeThrough } from "./write-through.ts";

/** How far a mirror has come. */
export interface State {
  /** The collection. */
  collection: string;
  /** How many bytes of the mirror are whole. */
  bytes: number;
  /** When the last run that came to its end had begun, in milliseconds since 1970. */
  watermark?: number | undefined;
  /** A run that has not come to its end: when it began, and the page it goes on with. */
  underWay?: { startedAt: number; pageIndex: number } | undefined;
}

const nameOf = (file: string) => `${file}.state`;

/** Reads the state beside a mirror, if there is one. */
export async function readState(file: string): Promise<State | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(nameOf(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return JSON.parse(text);
}

/** Writes the state whole or not at all: renaming is one step. */
export async function writeState(file: string, state: State): Promise<void> {
  const draft = `${nameOf(file)}.new`;
  using output = await Deno.open(draft, { create: true, write: true, truncate: true });
  await writeThrough(output, JSON.stringify(state));
  await Deno.rename(draft, nameOf(file));
}
