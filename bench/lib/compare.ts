// Runs inside each runtime: compares subjects in interleaved rounds.
import process from "node:process";

/** What is compared: it does the same work once, and returns when it is done. */
export type Subject = () => Promise<unknown>;

/** The microseconds of one call, one value a round. */
export type Times = Record<string, number[]>;

/** The options of {@linkcode compare}. */
export interface CompareOptions {
  /** How many rounds count. */
  rounds: number;
  /** How many calls a round makes of each subject. */
  calls: number;
  /** How many calls of each subject run before and do not count. Default: those of a third of the rounds. */
  warmUp?: number;
  /** How many calls run at the same time. */
  atOnce?: number;
  /**
   * `cpu` is the processor time of the whole process, which other programs on the machine do not lengthen. `wall` is
   * for work that another process shares.
   */
  time?: "cpu" | "wall";
}

/**
 * Measures each subject in turn, in each round in another order, so that whatever slows the machine down meets all of
 * them.
 */
export async function compare(
  subjects: Readonly<Record<string, Subject>>,
  { rounds, calls, warmUp = Math.ceil(rounds / 3) * calls, atOnce = 1, time = "cpu" }:
    CompareOptions,
): Promise<Times> {
  const entries = Object.entries(subjects);
  const times: Times = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (const [, subject] of entries) await repeat(subject, warmUp, atOnce);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < entries.length; i++) {
      const [name, subject] = entries[(i + round) % entries.length] ?? ["", nothing];
      const start = now(time);
      await repeat(subject, calls, atOnce);
      times[name]?.push((now(time) - start) / calls);
    }
  }
  return times;
}

/** Divides the times of each round by those of one subject. */
export function ratios(times: Times, to: string): Times {
  const base = times[to] ?? [];
  return Object.fromEntries(
    Object.entries(times).map(([name, values]) => [
      name,
      values.map((value, round) => value / (base[round] ?? NaN)),
    ]),
  );
}

async function repeat(subject: Subject, calls: number, atOnce: number): Promise<void> {
  if (atOnce === 1) {
    for (let i = 0; i < calls; i++) await subject();
    return;
  }
  let left = calls;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left-- > 0) await subject();
  }));
}

/** Microseconds. */
function now(time: "cpu" | "wall"): number {
  if (time === "wall") return performance.now() * 1000;
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function nothing(): Promise<void> {}
