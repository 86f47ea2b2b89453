import * as fc from "fast-check";
import { ok } from "../../contract/assert.ts";
import { collectRejections } from "./rejections.ts";

/** One property of the program that must hold for every input. */
export interface Property {
  /** Its name in the report, and in `--only`. */
  readonly name: string;
  /** Checks it with random inputs. */
  check(options: CheckOptions): Promise<CheckResult>;
}

/** How a property is checked. */
export interface CheckOptions {
  /** The factor of the number of runs. */
  scale: number;
  /** The seed of the inputs. */
  seed: number;
  /** Repeats only the input at this path of an earlier failure. */
  path?: string | undefined;
}

/** The result of a check. */
export interface CheckResult {
  /** How many inputs were checked. */
  runs: number;
  /** How often each noted event occurred. */
  counts: ReadonlyMap<string, number>;
  /** What failed; absent if the property held. */
  failure?: { report: string; path: string | null } | undefined;
}

/** Notes that something occurred, so that the report shows what the inputs reached. */
export type Note = (event: string) => void;

/** The parts of a {@linkcode Property}. */
export interface Definition<T> {
  /** Its name. */
  name: string;
  /** How many inputs are checked at scale 1. */
  runs: number;
  /** How many runs one input counts as. Default 1. */
  sizeOf?(input: T): number;
  /** Creates the generator of inputs. It is not called at module scope, which workerd limits. */
  input(): fc.Arbitrary<T>;
  /** Prepares what all runs share. Returns a function that throws unless the property holds for an input. */
  start(note: Note): Promise<(input: T) => Promise<void>>;
  /**
   * Events that must occur in a whole check. Without them, inputs that are all rejected at the first step
   * would count as success.
   */
  reaches?: readonly string[];
}

// Only a run that hangs takes this long.
const HANG_MS = 20_000;

/** How many smaller inputs are tried after a failure. */
const MOST_SHRINKS = 400;

/** Defines a property. */
export function property<T>(
  { name, runs, sizeOf = () => 1, input, start, reaches = [] }: Definition<T>,
): Property {
  return {
    name,
    async check({ scale, seed, path }) {
      const counts = new Map<string, number>();
      const note = (event: string) => void counts.set(event, (counts.get(event) ?? 0) + 1);
      const rejections = collectRejections();
      const expectNone = () => {
        const [first] = rejections.take();
        if (first !== undefined) throw new Error("An unhandled rejection", { cause: first.reason });
      };
      const holds = await start(note);
      let isBroken = false;
      let shrinks = 0;
      let mostShrinks = MOST_SHRINKS;
      let checked = 0;
      const details = await fc.check(
        fc.asyncProperty(input(), async (value) => {
          if (isBroken && shrinks++ >= mostShrinks) return;
          try {
            const hangs = await timesOut(holds(value));
            // Smaller inputs are not tried after a run that hangs: each could take as long.
            if (hangs) mostShrinks = 0;
            ok(!hangs, `The run did not end within ${HANG_MS} ms`);
            expectNone();
          } catch (error) {
            isBroken = true;
            throw error;
          }
          if (!isBroken) checked += sizeOf(value);
        }),
        {
          seed,
          numRuns: Math.max(1, Math.round(runs * scale)),
          ...(path === undefined ? {} : { path }),
        },
      );
      rejections.stop();
      const result = { runs: checked, counts };
      if (details.failed) {
        const counterexample = fc.stringify(details.counterexample?.[0]);
        const { errorInstance: error, counterexamplePath: at } = details;
        const why = error instanceof Error ? error.stack ?? error.message : String(error);
        const report = `${why}\nInput: ${shortened(counterexample)}`;
        return { ...result, failure: { report, path: at } };
      }
      const missed = reaches.filter((event) => !counts.has(event));
      if (missed.length === 0 || scale < 1 || path !== undefined) return result;
      const report = `The inputs never reached ${missed.join(", ")}.`;
      return { ...result, failure: { report, path: null } };
    },
  };
}

/** Whether work does not end. It is the only real time in this program, and only for a failure. */
async function timesOut(work: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(true), HANG_MS));
  try {
    return await Promise.race([work.then(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

const LONGEST = 6_000;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
