import { writeThrough } from "./write-through.ts";

/** The progress of a mirror. */
export interface State {
  /** The ID or slug of the collection. */
  collection: string;
  /** The number of bytes up to the end of the last complete page. */
  bytes: number;
  /** The start time of the last complete run, in milliseconds since 1970. */
  watermark?: number | undefined;
  /** An incomplete run: its start time, and the page to continue with. */
  underWay?: { startedAt: number; pageIndex: number } | undefined;
}

const nameOf = (file: string) => `${file}.state`;

/** Reads the state file of a mirror, if it exists. */
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

/** Writes the state atomically: renaming a file is atomic. */
export async function writeState(file: string, state: State): Promise<void> {
  const draft = `${nameOf(file)}.new`;
  using output = await Deno.open(draft, { create: true, write: true, truncate: true });
  await writeThrough(output, JSON.stringify(state));
  await Deno.rename(draft, nameOf(file));
}
