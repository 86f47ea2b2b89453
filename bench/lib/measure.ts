// What a measure is: see bench/README.md for how to add one.

/** A runtime that the measures run on. */
export type RuntimeName = "node" | "bun" | "deno";

/** All runtimes, in the order of the tables. */
export const RUNTIMES: readonly RuntimeName[] = ["node", "bun", "deno"];

/** One figure of a table. */
export interface Figure {
  /** The median. */
  value: number;
  /** The first and the third quartile; absent for a value that is always the same. */
  spread?: [number, number] | undefined;
}

/** One line of a table: the same thing on each runtime, or once. */
export interface Row {
  /** What was measured. */
  name: string;
  /** The figures. `any` is for what does not depend on the runtime. */
  figures: Partial<Record<RuntimeName | "any", Figure>>;
  /** What each figure should reach. */
  aims?: Partial<Record<RuntimeName | "any", number>> | undefined;
  /** The figures before this work began, measured with the same program. */
  before?: Partial<Record<RuntimeName | "any", number>> | undefined;
}

/** One question with its table. A file in bench/measures exports it as `measure`. */
export interface Measure {
  /** The name in the results; also the file's name. */
  id: string;
  /** The question. */
  title: string;
  /** The unit of the figures, such as `times` or `ms`. */
  unit: string;
  /** Which figures are better. */
  better: "lower" | "higher";
  /** What to know about the numbers, in one or two sentences. */
  note?: string;
  /** Measures. */
  run(lab: Lab): Promise<Row[]>;
}

/** What a measure works with. */
export interface Lab {
  /** Whether the other clients are installed; without them their rows are missing. */
  readonly peers: boolean;
  /**
   * Calls the `program` that the measure's file exports, in a fresh process of each runtime, one runtime after the
   * other, as many times as there are rounds. Returns what it returned: JSON, one value a round.
   *
   * @param id The measure's ID.
   * @param options.rounds The number of processes of each runtime.
   * @param options.input Passed to the program.
   */
  inEachRuntime<T>(id: string, options: RunOptions): Promise<Record<RuntimeName, T[]>>;
  /** Bundles and minifies a program that imports the built package. Returns the sizes in bytes. */
  bundle(source: string, external?: readonly string[]): Promise<{ minified: number; gzip: number }>;
  /** Writes a file into the folder of the programs, where packages can be imported. Returns its path. */
  file(name: string, text: string): string;
  /** Serves a JSON text on the loopback address, in this process. */
  serve(json: string): Promise<{ url: string; stop(): void }>;
  /** The folder of the built package. */
  readonly dist: string;
  /** Prints one line of progress. */
  log(line: string): void;
}

/** How {@linkcode Lab.inEachRuntime} runs a program. */
export interface RunOptions {
  rounds: number;
  input?: unknown;
}
