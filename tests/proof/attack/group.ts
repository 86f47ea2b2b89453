import type { Attempts } from "./attempts.ts";

/** What a group of attacks works with. */
export interface AttackContext {
  /** Runs and counts one attack. */
  attempt: Attempts["attempt"];
  /** Makes all random choices. */
  random: () => number;
  /** How much work it does, as a factor of what CI runs. */
  scale: number;
}

/** Attacks of one kind. */
export type AttackGroup = (context: AttackContext) => Promise<void>;
